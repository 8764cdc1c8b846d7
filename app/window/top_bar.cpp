// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/top_bar.h"

#include "app/window/choice_box.h"
#include "app/window/guest_field.h"

#include <QHBoxLayout>
#include <QResizeEvent>
#include <QSignalBlocker>
#include <cmath>

namespace twodoors
{

namespace
{

/// What the entries of the choice of runs stand for beside lessons.
constexpr const char *fileEntry = "file";
constexpr const char *peersEntry = "peers";

using Values = std::vector<std::pair<std::string, std::string>>;

} // namespace

TopBar::TopBar(Appearance &appearance, Actions &actions, QWidget *parent)
    : QWidget(parent), m_appearance(appearance), m_actions(actions), m_title(new QLabel(this)),
      m_run(new ChoiceBox(this)), m_guests(new GuestField(appearance, actions, this)),
      m_speed(new QSlider(Qt::Horizontal, this)), m_speedText(new QLabel(this)),
      m_flight(new QToolButton(this)), m_export(new QToolButton(this)),
      m_language(new QToolButton(this)), m_exports(new QMenu(m_export)),
      m_flights(new QMenu(m_flight)), m_protocol(segments(Deed::Tcp, Deed::Udp, "client")),
      m_wire(segments(Deed::Hold, Deed::Flow, "held"))
{
    for (const std::string &id : lessonIds()) {
        if (auto lesson = builtInLesson(id))
            m_lessons.push_back(*std::move(lesson));
    }
    setObjectName("TopBar");
    setAttribute(Qt::WA_StyledBackground);
    m_title->setObjectName("Title");
    m_speed->setRange(0, fastest);
    m_speed->setPageStep(1);
    m_speed->setValue(usualSpeed);
    m_speed->setFocusPolicy(Qt::TabFocus);
    m_run->setFocusPolicy(Qt::TabFocus);
    m_run->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    for (auto [menuButton, menu] : {std::pair(m_flight, m_flights), {m_export, m_exports}}) {
        menuButton->setMenu(menu);
        menuButton->setPopupMode(QToolButton::InstantPopup);
        menuButton->setFocusPolicy(Qt::TabFocus);
        menu->setToolTipsVisible(true);
    }
    m_flight->setProperty("segment", "last");
    m_wire->layout()->addWidget(m_flight);
    m_language->setFocusPolicy(Qt::TabFocus);

    auto *layout = new QHBoxLayout(this);
    layout->addWidget(m_title);
    layout->addWidget(m_run, 2);
    layout->addWidget(m_protocol);
    layout->addWidget(m_guests, 3);
    layout->addStretch(1);
    for (const Deed deed :
         {Deed::ToStart, Deed::Back, Deed::Step, Deed::StepClient, Deed::StepServer, Deed::Play})
        layout->addWidget(button(deed));
    layout->addWidget(m_speedText);
    layout->addWidget(m_speed);
    layout->addStretch(1);
    layout->addWidget(m_wire);
    layout->addWidget(m_export);
    layout->addWidget(m_language);

    for (auto *part : findChildren<QWidget *>()) // all of one height, whatever their letters
        if (qobject_cast<QToolButton *>(part) != nullptr || part == m_run)
            part->setSizePolicy(part->sizePolicy().horizontalPolicy(), QSizePolicy::Expanding);

    connect(m_run, &QComboBox::activated, this, &TopBar::choose);
    connect(m_speed, &QSlider::valueChanged, this, [this] {
        say();
        emit speedChanged();
    });
    connect(m_language, &QToolButton::clicked, this, &TopBar::languageToggled);
    connect(&m_appearance, &Appearance::changed, this, &TopBar::say);
    say();
}

QToolButton *TopBar::button(Deed deed)
{
    auto *made = new QToolButton(this);
    made->setDefaultAction(&m_actions.of(deed));
    made->setFocusPolicy(Qt::TabFocus);
    if (deed == Deed::StepClient)
        made->setProperty("ink", "client");
    if (deed == Deed::StepServer)
        made->setProperty("ink", "connection");
    m_buttons.append({made, deed});
    // a button takes its action's words over at each change of it
    connect(&m_actions.of(deed), &QAction::changed, made,
            [this, made, deed] { sayButton(*made, deed); });
    return made;
}

QWidget *TopBar::segments(Deed first, Deed last, const char *chosen)
{
    auto *both = new QWidget(this);
    auto *layout = new QHBoxLayout(both);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    for (const Deed deed : {first, last}) {
        QToolButton *one = button(deed);
        const bool endsHere = deed == last && last != Deed::Flow;
        one->setProperty("segment", deed == first ? "first" : endsHere ? "last" : "middle");
        if (deed != Deed::Flow)
            one->setProperty("chosen", chosen);
        layout->addWidget(one);
    }
    return both;
}

void TopBar::fillRuns()
{
    const QSignalBlocker quiet(m_run);
    m_run->clear();
    if (!m_other.isEmpty())
        m_run->addItem(m_other, QString());
    const Tongue tongue = m_appearance.tongue();
    for (std::size_t i = 0; i < m_lessons.size(); ++i) {
        const Lesson &lesson = m_lessons[i];
        const Values values{{"number", std::to_string(i + 1)}, {"title", lesson.title(tongue)}};
        m_run->addItem(
            m_appearance.words(m_isCompact ? "window.tiny.lesson" : "window.run.lesson", values),
            QString::fromStdString(lesson.id));
        m_run->setItemData(m_run->count() - 1, QString::fromStdString(lesson.aim(tongue)),
                           Qt::ToolTipRole);
    }
    m_run->insertSeparator(m_run->count());
    m_run->addItem(m_appearance.words("window.run.file"), fileEntry);
    m_run->addItem(m_appearance.words("window.run.peers"), peersEntry);
    m_run->setCurrentIndex(m_other.isEmpty() ? m_run->findData(QString::fromStdString(m_lesson))
                                             : 0);
}

void TopBar::choose(int index)
{
    const QString entry = m_run->itemData(index).toString();
    fillRuns(); // what was chosen is shown once it runs
    if (entry == fileEntry)
        emit fileWanted();
    else if (entry == peersEntry)
        emit peersWanted();
    else if (!entry.isEmpty())
        emit lessonChosen(entry.toStdString());
}

void TopBar::showLesson(const std::string &id)
{
    if (id == m_lesson && m_other.isEmpty())
        return;
    m_lesson = id;
    m_other.clear();
    fillRuns();
}

void TopBar::showOther(const QString &name)
{
    if (name == m_other)
        return;
    m_other = name;
    fillRuns();
}

qreal TopBar::speedFactor() const
{
    return std::exp2(m_speed->value() - usualSpeed);
}

void TopBar::present(bool presents)
{
    m_isPresenting = presents;
    for (QWidget *part :
         std::initializer_list<QWidget *>{m_run, m_protocol, m_guests, m_export, m_language})
        part->setVisible(!presents);
    measure();
}

void TopBar::say()
{
    const auto words = [this](std::string_view key) { return m_appearance.words(key); };
    const Theme &theme = m_appearance.theme();
    const auto px = [&theme](qreal length) {
        return static_cast<int>(std::lround(theme.px(length)));
    };
    layout()->setContentsMargins(px(12), px(8), px(12), px(8));
    layout()->setSpacing(px(7));
    m_title->setText(words("window.name"));
    m_run->setAccessibleName(words("window.run.label"));
    m_run->setToolTip(words("window.run.what"));
    const std::pair<QWidget *, const char *> parts[]{
        {m_title, "title"},   {m_run, "run"},         {m_protocol, "protocol"},
        {m_speed, "speed"},   {m_speedText, "speed"}, {m_wire, "wire"},
        {m_flight, "flight"}, {m_export, "export"},   {m_language, "language"}};
    for (const auto &[part, key] : parts)
        part->setWhatsThis(words(std::string("whatsthis.") + key));
    m_run->setMinimumContentsLength(18);
    m_protocol->setAccessibleName(words("window.run.protocol"));
    m_wire->setAccessibleName(words("window.run.wire"));
    m_speed->setAccessibleName(words("window.run.speed"));
    m_speed->setToolTip(words("window.run.speed"));
    m_speed->setMinimumHeight(px(18));
    const Values times{{"factor", QString::number(speedFactor()).toStdString()}};
    m_speedText->setText(m_appearance.words("window.run.times", times));
    m_speedText->setFont(theme.words(12));
    m_speedText->setMinimumWidth(m_speedText->fontMetrics().horizontalAdvance("0.25×"));
    m_speedText->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_export->setText(words("window.run.export"));
    m_export->setToolTip(words("window.run.export-tip"));
    m_language->setText("EN · 中文");
    m_language->setToolTip(words("window.run.language-tip"));
    m_language->setAccessibleName(words("window.run.language-tip"));
    m_flight->setText("▾");
    m_flight->setToolTip(words("window.menu.flight"));
    m_flight->setAccessibleName(words("window.menu.flight"));
    measure();
}

/// How wide the bar is when it says everything in full.
void TopBar::measure()
{
    if (!isVisible())
        return; // it is measured when it is shown
    for (QWidget *part : findChildren<QWidget *>())
        part->ensurePolished();
    sayAll(false);
    layout()->activate();
    m_fullWidth = layout()->totalMinimumSize().width();
    if (m_title->isHidden() && !m_isPresenting)
        m_fullWidth += m_title->sizeHint().width() + layout()->spacing();
    setCompact(width() < m_fullWidth);
}

void TopBar::setCompact(bool compact)
{
    sayAll(compact);
    m_title->setHidden(compact || m_isPresenting);
}

void TopBar::sayAll(bool compact)
{
    m_isCompact = compact;
    m_guests->setRoom(static_cast<int>(m_appearance.theme().px(compact ? 154 : 160)));
    m_speed->setFixedWidth(static_cast<int>(m_appearance.theme().px(compact ? 46 : 58)));
    for (const auto &[made, deed] : m_buttons)
        sayButton(*made, deed);
    fillRuns();
}

void TopBar::sayButton(QToolButton &button, Deed deed)
{
    const QAction &action = m_actions.of(deed);
    const std::string tiny = "window.tiny." + action.objectName().toStdString();
    button.setText(m_isCompact && m_appearance.catalogue().has(tiny) ? m_appearance.words(tiny)
                                                                     : action.iconText());
}

QSize TopBar::sizeHint() const
{
    return {m_fullWidth, QWidget::sizeHint().height()};
}

QSize TopBar::minimumSizeHint() const
{
    // it makes itself small rather than the window large
    return {0, QWidget::minimumSizeHint().height()};
}

void TopBar::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    measure();
}

void TopBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (const bool compact = event->size().width() < m_fullWidth; compact != m_isCompact)
        setCompact(compact);
}

} // namespace twodoors
