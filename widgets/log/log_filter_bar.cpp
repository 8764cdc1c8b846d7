// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/log/log_filter_bar.h"

#include "widgets/appearance.h"
#include "widgets/log/log_model.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QToolButton>
#include <fmt/format.h>

namespace twodoors
{

namespace
{

constexpr int longestText = 200;
constexpr int pauseMilliseconds = 100;

/// A menu of choices that stays open while they are made.
class ChoiceMenu final : public QMenu
{
public:
    using QMenu::QMenu;

protected:
    void mouseReleaseEvent(QMouseEvent *event) override
    {
        QAction *action = actionAt(event->position().toPoint());
        if (action != nullptr && action->isCheckable() && action->isEnabled())
            action->trigger();
        else
            QMenu::mouseReleaseEvent(event);
    }

    void keyPressEvent(QKeyEvent *event) override
    {
        QAction *action = activeAction();
        if (event->key() == Qt::Key_Space && action != nullptr && action->isCheckable())
            action->trigger();
        else
            QMenu::keyPressEvent(event);
    }
};

std::string grouped(std::size_t count)
{
    return QLocale(QLocale::English).toString(static_cast<qulonglong>(count)).toStdString();
}

} // namespace

LogFilterBar::LogFilterBar(const Appearance &appearance, LogModel &model, QWidget *parent)
    : QWidget(parent), m_appearance(appearance), m_model(model), m_field(new QLineEdit(this)),
      m_button(new QToolButton(this)), m_menu(new ChoiceMenu(this))
{
    m_field->setClearButtonEnabled(true);
    m_field->setMaxLength(longestText);
    m_field->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &LogFilterBar::choose);

    m_all = m_menu->addAction(QString(), this, &LogFilterBar::showAll);
    const auto addChoices = [this](auto &actions) {
        QAction *title = m_menu->addSection(QString());
        for (QAction *&action : actions) {
            action = m_menu->addAction(QString());
            action->setCheckable(true);
            connect(action, &QAction::toggled, this, &LogFilterBar::choose);
        }
        return title;
    };
    m_partyTitle = addChoices(m_parties);
    m_kindTitle = addChoices(m_kinds);
    m_button->setMenu(m_menu);
    m_button->setPopupMode(QToolButton::InstantPopup);
    m_button->setFocusPolicy(Qt::StrongFocus);
    m_button->setAutoRaise(true);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->addWidget(m_field);
    row->addWidget(m_button);
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &LogFilterBar::sayNow);
    connect(&m_model, &LogModel::progressed, this, &LogFilterBar::sayProgress);
    connect(&m_appearance, &Appearance::changed, this, &LogFilterBar::restyle);
    restyle();
}

LogFilterBar::~LogFilterBar() = default;

void LogFilterBar::setEventCount(std::size_t events)
{
    m_events = events;
    sayProgress();
}

void LogFilterBar::showAll()
{
    for (QAction *action : m_menu->actions())
        action->setChecked(false);
    m_field->clear();
}

void LogFilterBar::choose()
{
    LogFilter filter;
    for (std::size_t i = 0; i < m_parties.size(); ++i)
        filter.parties[i] = m_parties[i]->isChecked();
    for (std::size_t i = 0; i < m_kinds.size(); ++i)
        filter.kinds[i] = m_kinds[i]->isChecked();
    filter.text = m_field->text().trimmed();
    m_model.setFilter(filter);
    sayNow();
}

QString LogFilterBar::chosenText() const
{
    const LogFilter &filter = m_model.filter();
    if (filter.isEmpty())
        return m_appearance.words("logpanel.filter.all");
    QStringList parts;
    const auto addChosen = [this, &parts](const auto &actions, std::string_view many) {
        QStringList chosen;
        for (const QAction *action : actions) {
            if (action->isChecked())
                chosen.push_back(action->text());
        }
        constexpr qsizetype mostNamed = 2;
        if (chosen.size() > mostNamed)
            parts.push_back(m_appearance.words(many, {{{"count", std::to_string(chosen.size())}}}));
        else if (!chosen.empty())
            parts.push_back(chosen.join(m_appearance.words("logpanel.filter.or")));
    };
    addChosen(m_parties, "logpanel.filter.many-parties");
    addChosen(m_kinds, "logpanel.filter.many-kinds");
    if (!filter.text.isEmpty())
        parts.push_back(m_appearance.words("logpanel.filter.text"));
    return parts.join(QStringLiteral(" · "));
}

QString LogFilterBar::countText() const
{
    const auto shown = static_cast<std::size_t>(m_model.rowCount());
    if (m_model.isSearching()) {
        return m_appearance.words("logpanel.filter.searching",
                                  {{{"shown", grouped(shown)},
                                    {"searched", grouped(m_model.searched())},
                                    {"all", grouped(m_model.all())}}});
    }
    if (!m_model.filter().isEmpty()) {
        return m_appearance.words("logpanel.filter.shown",
                                  {{{"shown", grouped(shown)}, {"all", grouped(m_model.all())}}});
    }
    return m_appearance.words(m_events == 1 ? "logpanel.filter.one-event"
                                            : "logpanel.filter.events",
                              {{{"count", grouped(m_events)}}});
}

void LogFilterBar::sayProgress()
{
    if (!m_model.isSearching())
        sayNow();
    else if (!m_pause.isActive())
        m_pause.start(pauseMilliseconds);
}

void LogFilterBar::sayNow()
{
    m_pause.stop();
    const QString text = m_appearance.words(
        "logpanel.filter.button",
        {{{"what", chosenText().toStdString()}, {"count", countText().toStdString()}}});
    m_button->setText(text);
}

void LogFilterBar::restyle()
{
    const Theme &theme = m_appearance.theme();
    m_field->setFont(theme.words());
    m_field->setFixedWidth(static_cast<int>(theme.px(190)));
    m_field->setPlaceholderText(m_appearance.words("logpanel.filter.placeholder"));
    m_field->setAccessibleName(m_appearance.words("logpanel.filter.placeholder"));
    m_field->setToolTip(m_appearance.words("logpanel.filter.field-tip"));
    m_button->setFont(theme.words());
    m_button->setAccessibleName(m_appearance.words("logpanel.filter.name"));
    m_button->setToolTip(m_appearance.words("logpanel.filter.tip"));
    m_menu->setFont(theme.words());
    m_all->setText(m_appearance.words("logpanel.filter.show-all"));
    m_partyTitle->setText(m_appearance.words("logpanel.filter.party-title"));
    m_kindTitle->setText(m_appearance.words("logpanel.filter.kind-title"));
    for (std::size_t i = 0; i < m_parties.size(); ++i)
        m_parties[i]->setText(
            m_appearance.words(fmt::format("logpanel.party.{}", names<Party>[i])));
    for (std::size_t i = 0; i < m_kinds.size(); ++i)
        m_kinds[i]->setText(m_appearance.words(fmt::format("logpanel.kind.{}", names<Kind>[i])));
    sayNow();
}

bool LogFilterBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_field || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Escape:
        if (m_field->text().isEmpty())
            emit left();
        else
            m_field->clear();
        return true;
    case Qt::Key_Down:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        emit left();
        return true;
    default:
        return false;
    }
}

} // namespace twodoors
