// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/log/log_panel.h"

#include "widgets/log/log_filter_bar.h"
#include "widgets/log/log_model.h"
#include "widgets/log/log_view.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QShortcut>
#include <QToolButton>

namespace twodoors
{

namespace
{

constexpr int longestRemark = 500;

QPalette paletteOf(const Theme &theme)
{
    const std::pair<QPalette::ColorRole, Ink> inks[]{{QPalette::Window, Ink::Panel},
                                                     {QPalette::WindowText, Ink::Text},
                                                     {QPalette::Base, Ink::Panel},
                                                     {QPalette::Text, Ink::Text},
                                                     {QPalette::Button, Ink::Button},
                                                     {QPalette::ButtonText, Ink::Text},
                                                     {QPalette::PlaceholderText, Ink::Dim},
                                                     {QPalette::Highlight, Ink::Client},
                                                     {QPalette::HighlightedText, Ink::OnAccent}};
    QPalette palette;
    for (const auto &[role, ink] : inks)
        palette.setColor(role, theme.colour(ink));
    return palette;
}

QString styleOf(const Theme &theme)
{
    const auto pixels = [&theme](qreal length) {
        return QString::number(std::max(1, static_cast<int>(theme.px(length))))
               + QStringLiteral("px");
    };
    QString style = QStringLiteral(
        "QLineEdit { background: @panel; border: 1px solid @line;"
        " border-radius: @round; padding: @thin @wide; }"
        "QLineEdit:focus { border-color: @client; }"
        "QLineEdit:disabled { background: @ground; }"
        "QToolButton { background: transparent; color: @dim; border: 1px solid transparent;"
        " border-radius: @round; padding: @thin @wide; }"
        "QToolButton:hover, QToolButton:pressed { background: @button; color: @text; }"
        "QToolButton:focus { border-color: @client; color: @text; }"
        "QToolButton::menu-indicator { image: none; }"
        "QToolButton#add { background: @button; color: @text; }"
        "QToolButton#add:disabled { color: @dim; background: @ground; }"
        "QToolButton#add:focus { border-color: @client; }"
        "QFrame#rule { background: @line; border: none; }"
        "QScrollBar:vertical { background: @panel; border: none; width: @broad; }"
        "QScrollBar::handle:vertical { background: @dim; border-radius: @thin; margin: 2px;"
        " min-height: @long; }"
        "QScrollBar::add-line, QScrollBar::sub-line { height: 0; }"
        "QScrollBar::add-page, QScrollBar::sub-page { background: none; }");
    const std::pair<QLatin1String, QString> values[]{
        {QLatin1String("@panel"), theme.colour(Ink::Panel).name()},
        {QLatin1String("@text"), theme.colour(Ink::Text).name()},
        {QLatin1String("@line"), theme.colour(Ink::Line).name()},
        {QLatin1String("@client"), theme.colour(Ink::Client).name()},
        {QLatin1String("@ground"), theme.colour(Ink::Ground).name()},
        {QLatin1String("@dim"), theme.colour(Ink::Dim).name()},
        {QLatin1String("@button"), theme.colour(Ink::Button).name()},
        {QLatin1String("@round"), pixels(6)},
        {QLatin1String("@thin"), pixels(3)},
        {QLatin1String("@wide"), pixels(8)},
        {QLatin1String("@broad"), pixels(10)},
        {QLatin1String("@long"), pixels(24)}};
    for (const auto &[name, value] : values)
        style.replace(name, value);
    return style;
}

} // namespace

LogPanel::LogPanel(Viewpoint &view, QWidget *parent)
    : QWidget(parent), m_view(view), m_model(new LogModel(view, this)),
      m_rows(new LogView(view, *m_model, this)),
      m_filterBar(new LogFilterBar(view.appearance(), *m_model, this)),
      m_remark(new QLineEdit(this)), m_add(new QToolButton(this))
{
    setAutoFillBackground(true);
    m_remark->setMaxLength(longestRemark);
    m_remark->setObjectName(QStringLiteral("remark"));
    m_add->setObjectName(QStringLiteral("add"));
    m_add->setFocusPolicy(Qt::StrongFocus);
    connect(m_remark, &QLineEdit::returnPressed, this, &LogPanel::addRemark);
    connect(m_add, &QToolButton::clicked, this, &LogPanel::addRemark);
    connect(m_filterBar, &LogFilterBar::left, m_rows, qOverload<>(&QWidget::setFocus));
    auto *find = new QShortcut(QKeySequence::Find, this);
    find->setContext(Qt::WidgetWithChildrenShortcut);
    connect(find, &QShortcut::activated, this, &LogPanel::focusFilter);

    auto *bar = new QHBoxLayout;
    bar->addWidget(m_remark, 1);
    bar->addWidget(m_add);
    bar->addStretch(1);
    bar->addWidget(m_filterBar);
    auto *rule = new QFrame(this);
    rule->setObjectName(QStringLiteral("rule"));
    rule->setFixedHeight(1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(rule);
    column->addWidget(m_rows, 1);
    setTabOrder(m_remark, m_add);
    setTabOrder(m_add, m_filterBar->field());
    setTabOrder(m_filterBar->field(), m_filterBar->button());
    setTabOrder(m_filterBar->button(), m_rows);

    connect(&m_view, &Viewpoint::recordingChanged, this, &LogPanel::countEvents);
    connect(&m_view, &Viewpoint::grown, this, &LogPanel::countEvents);
    connect(&m_view.appearance(), &Appearance::changed, this, &LogPanel::restyle);
    restyle();
    countEvents();
}

LogPanel::~LogPanel() = default;

void LogPanel::setRemarksPossible(bool possible, const QString &whyNot)
{
    m_remarksPossible = possible;
    m_whyNoRemarks = whyNot;
    sayRemarks();
}

void LogPanel::focusFilter()
{
    m_filterBar->field()->setFocus(Qt::ShortcutFocusReason);
    m_filterBar->field()->selectAll();
}

void LogPanel::restyle()
{
    const Theme &theme = m_view.theme();
    const Appearance &appearance = m_view.appearance();
    setStyleSheet(styleOf(theme));
    const QPalette palette = paletteOf(theme); // a style sheet keeps children from inheriting it
    setPalette(palette);
    for (QWidget *child : findChildren<QWidget *>())
        child->setPalette(palette);
    const auto side = static_cast<int>(theme.px(10));
    const auto above = static_cast<int>(theme.px(4));
    QLayout *bar = layout()->itemAt(0)->layout();
    bar->setContentsMargins(side, above, side, above);
    bar->setSpacing(static_cast<int>(theme.px(6)));
    setAccessibleName(appearance.words("logpanel.name"));
    setWhatsThis(appearance.words("logpanel.whats-this"));
    m_remark->setFont(theme.words());
    m_remark->setMaximumWidth(static_cast<int>(theme.px(420)));
    m_remark->setAccessibleName(appearance.words("logpanel.remark.name"));
    m_add->setFont(theme.words());
    m_add->setText(appearance.words("logpanel.remark.add"));
    m_add->setAccessibleName(appearance.words("logpanel.remark.add-name"));
    sayRemarks();
}

void LogPanel::sayRemarks()
{
    const QString tip =
        m_remarksPossible ? m_view.appearance().words("logpanel.remark.tip") : m_whyNoRemarks;
    m_remark->setPlaceholderText(m_remarksPossible
                                     ? m_view.appearance().words("logpanel.remark.placeholder")
                                     : m_whyNoRemarks);
    m_remark->setEnabled(m_remarksPossible);
    m_add->setEnabled(m_remarksPossible);
    m_remark->setToolTip(tip);
    m_add->setToolTip(tip);
}

void LogPanel::countEvents()
{
    m_filterBar->setEventCount(number(m_view.latest()));
}

void LogPanel::addRemark()
{
    const QString text = m_remark->text().simplified();
    if (!m_remarksPossible || text.isEmpty())
        return;
    m_remark->clear();
    emit remarkWanted(text);
}

} // namespace twodoors
