// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/states/states_panel.h"

#include "widgets/states/door_list_model.h"

#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QVBoxLayout>
#include <algorithm>

namespace twodoors
{

namespace
{

constexpr std::size_t mostListed = 200;

/// Whether the programs of the lesson make sockets of this protocol.
bool makes(const std::vector<ProgramLine> &lines, Protocol protocol)
{
    return std::ranges::any_of(lines, [protocol](const ProgramLine &line) {
        return (line.operation == Operation::Socket && line.protocol == protocol)
               || makes(line.body, protocol);
    });
}

bool makes(const Lesson &lesson, Protocol protocol)
{
    return std::ranges::any_of(lesson.cast, [protocol](const CastMember &member) {
        return makes(member.program.lines, protocol);
    });
}

} // namespace

StatesPanel::StatesPanel(Viewpoint &view, QWidget *parent)
    : QWidget(parent), m_view(view), m_parts(new QStackedLayout(this)), m_tcp(new QWidget(this)),
      m_diagram(new StatesDiagram(view.appearance(), m_tcp)),
      m_doors(new DoorListModel(view.appearance(), this)), m_listTitle(new QLabel(m_tcp)),
      m_list(new QListView(m_tcp)), m_text(new QTextEdit(m_tcp)),
      m_cards(new MailboxesView(view, m_mailboxes, this))
{
    m_list->setModel(m_doors);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_listTitle->setBuddy(m_list);
    m_text->setReadOnly(true);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setTabChangesFocus(true);

    auto *side = new QVBoxLayout;
    side->setSpacing(2);
    side->addWidget(m_listTitle);
    side->addWidget(m_list, 5);
    side->addWidget(m_text, 6);
    auto *row = new QHBoxLayout(m_tcp);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(8);
    row->addLayout(side);
    row->addWidget(m_diagram, 1);
    m_parts->addWidget(m_tcp);
    m_parts->addWidget(m_cards);

    connect(&m_view, &Viewpoint::recordingChanged, this, &StatesPanel::lookAnew);
    connect(&m_view, &Viewpoint::grown, this, &StatesPanel::grow);
    connect(&m_view, &Viewpoint::cursorMoved, this, [this] {
        choosePart();
        refresh();
    });
    connect(&m_view, &Viewpoint::frontGuestChanged, this, [this] {
        m_isChosenByHand = false;
        refresh();
    });
    connect(&m_view.appearance(), &Appearance::changed, this, &StatesPanel::restyle);
    connect(m_diagram, &StatesDiagram::doorChosen, this, &StatesPanel::chooseDoor);
    connect(m_diagram, &StatesDiagram::selectionChanged, this, &StatesPanel::say);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &current) {
                if (current.isValid() && m_doors->doorAt(current) != m_chosen)
                    chooseDoor(m_doors->doorAt(current));
            });
    restyle();
    lookAnew();
}

QString StatesPanel::tabTitle() const
{
    return m_view.appearance().words(showsMailboxes() ? "states.mailboxes" : "states.title");
}

bool StatesPanel::showsMailboxes() const
{
    return m_parts->currentWidget() == m_cards;
}

void StatesPanel::chooseDoor(DoorId door)
{
    m_chosen = door;
    m_isChosenByHand = true;
    m_diagram->select(std::nullopt);
    refresh();
}

void StatesPanel::lookAnew()
{
    m_ways.clear();
    m_mailboxes.clear();
    m_chosen = DoorId::None;
    m_isChosenByHand = false;
    m_diagram->select(std::nullopt);
    grow();
    refresh();
}

void StatesPanel::grow()
{
    m_ways.read(m_view.journal(), m_view.latest());
    m_mailboxes.read(m_view.journal(), m_view.latest(),
                     m_view.recording().header.wire == SessionHeader::captureWire);
    choosePart();
}

bool StatesPanel::hasOnlyMailboxes() const
{
    if (m_mailboxes.hasTcp() || m_mailboxes.hasMailboxes())
        return !m_mailboxes.hasTcp();
    const auto &lesson = m_view.recording().lesson;
    return lesson && makes(*lesson, Protocol::Udp) && !makes(*lesson, Protocol::Tcp);
}

/// Where there are both, which of them the event at the cursor is about, or else the last before
/// it.
Protocol StatesPanel::protocolAtCursor() const
{
    constexpr std::uint32_t farthest = 64;
    const std::uint32_t cursor = number(m_view.cursor());
    for (std::uint32_t back = 0; back < std::min(farthest, cursor); ++back) {
        const Event event = m_view.event(static_cast<Seq>(cursor - back));
        const DoorView *door = m_view.world().door(event.door);
        const Protocol protocol = door != nullptr ? door->protocol : event.protocol;
        if (protocol == Protocol::Tcp || protocol == Protocol::Udp)
            return protocol;
    }
    return Protocol::Tcp;
}

void StatesPanel::choosePart()
{
    const bool isMixed = m_mailboxes.hasTcp() && m_mailboxes.hasMailboxes();
    const bool showsCards = isMixed ? protocolAtCursor() == Protocol::Udp : hasOnlyMailboxes();
    QWidget *part = showsCards ? static_cast<QWidget *>(m_cards) : m_tcp;
    if (part == m_parts->currentWidget())
        return;
    m_parts->setCurrentWidget(part);
    setWhatsThis(m_view.appearance().words(showsMailboxes() ? "states.mailbox.whatsThis"
                                                            : "states.whatsThis"));
    emit tabTitleChanged();
    refresh();
}

void StatesPanel::chooseDefault(const std::vector<DoorId> &doors)
{
    if (!m_isChosenByHand)
        m_chosen = doors.empty() ? DoorId::None : doors.front();
}

void StatesPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
}

void StatesPanel::refresh()
{
    if (!isVisible())
        return;
    if (showsMailboxes()) {
        m_cards->refresh();
        return;
    }
    const World &world = m_view.world();
    const std::vector<DoorId> doors = doorsToFollow(world, m_view.frontGuest(), mostListed);
    chooseDefault(doors);

    std::vector<DoorListModel::Row> rows;
    for (const DoorId id : doors) {
        const DoorView &door = *world.door(id);
        const SocketState state = m_ways.stateAt(id, world.seq());
        const bool isGone = door.stage == DoorStage::Gone;
        const std::pair<std::string, std::string> values[] = {
            {"door", tokenText(door, m_view.appearance()).toStdString()},
            {"state", isGone ? m_view.appearance().catalogue().text("states.gone")
                      : state == SocketState::None ? "–"
                                                   : std::string(nameOf(state))}};
        rows.push_back({id, m_view.appearance().words("states.row", values), inkOf(door)});
    }
    m_doors->setRows(std::move(rows));
    if (const QModelIndex current = m_doors->indexOf(m_chosen); current != m_list->currentIndex())
        m_list->setCurrentIndex(current);

    m_diagram->setScene(statesScene(world, doors, m_chosen, m_ways, m_view.appearance()));
    say();
}

void StatesPanel::say()
{
    const Appearance &appearance = m_view.appearance();
    const World &world = m_view.world();
    QStringList said;
    const auto way = m_ways.way(m_chosen, world.seq());
    const SocketState state = m_ways.stateAt(m_chosen, world.seq());
    const auto selected = m_diagram->selected();
    const SocketState asked = selected ? stateOf(*selected) : state;
    if (asked != SocketState::None) {
        const std::string name(nameOf(asked));
        const std::pair<std::string, std::string> values[] = {
            {"state", name}, {"meaning", appearance.catalogue().text("states.meaning." + name)}};
        said << appearance.words("states.place", values);
    }
    const DoorView *door = world.door(m_chosen);
    if (door == nullptr) {
        if (m_doors->rowCount() == 0)
            said << appearance.words("states.noDoors");
    } else {
        const std::vector<WayStep> &steps = m_diagram->scene().steps;
        std::string states;
        for (const WayStep &step : steps) {
            if (states.empty())
                states = nameOf(stateOf(step.from));
            states += " → " + std::string(nameOf(stateOf(step.to)));
        }
        const std::pair<std::string, std::string> values[] = {
            {"door", tokenText(*door, appearance).toStdString()},
            {"count", std::to_string(steps.size())},
            {"states", states},
            {"state", std::string(nameOf(state))}};
        said << appearance.words(way.empty() || state == SocketState::None ? "states.wayUnknown"
                                 : steps.empty()                           ? "states.wayNone"
                                                                           : "states.way",
                                 values);
        const bool isInferred = std::ranges::any_of(
            steps, [](const WayStep &step) { return step.ground == StateStep::Ground::Inferred; });
        if (isInferred)
            said << appearance.words("states.inferredSteps");
        for (const WayStep &step : steps) {
            if (!step.arrow)
                said << QStringLiteral("%1: %2").arg(step.number).arg(reasonOf(step, appearance));
        }
    }
    if (world.doors().size() > mostListed
        && static_cast<std::size_t>(m_doors->rowCount()) == mostListed) {
        const std::pair<std::string, std::string> values[] = {
            {"count", std::to_string(mostListed)}};
        said << appearance.words("states.onlyLatest", values);
    }
    const QString text = said.join(QStringLiteral("\n"));
    if (text == m_text->toPlainText())
        return;
    m_text->setPlainText(text);
    m_diagram->setAccessibleDescription(text);
}

void StatesPanel::restyle()
{
    const Appearance &appearance = m_view.appearance();
    const Theme &theme = appearance.theme();
    QPalette colours = palette();
    colours.setColor(QPalette::Window, theme.colour(Ink::Panel));
    colours.setColor(QPalette::Base, theme.colour(Ink::Panel));
    colours.setColor(QPalette::WindowText, theme.colour(Ink::Text));
    colours.setColor(QPalette::Text, theme.colour(Ink::Text));
    colours.setColor(QPalette::Highlight, theme.colour(Ink::SelectedRow));
    colours.setColor(QPalette::HighlightedText, theme.colour(Ink::Text));
    setPalette(colours);
    setAutoFillBackground(true);
    setFont(theme.words());
    m_listTitle->setFont(theme.words(Theme::smallSize, QFont::DemiBold));
    m_list->setFont(theme.words(12));
    m_text->setFont(theme.words(12));
    m_text->document()->setDocumentMargin(theme.px(2));
    const int side = static_cast<int>(theme.px(220));
    for (QWidget *widget : {static_cast<QWidget *>(m_listTitle), static_cast<QWidget *>(m_list),
                            static_cast<QWidget *>(m_text)})
        widget->setFixedWidth(side);

    m_listTitle->setText(appearance.words("states.doors"));
    m_list->setAccessibleName(appearance.words("states.doors"));
    m_text->setAccessibleName(appearance.words("states.text"));
    setAccessibleName(tabTitle());
    setWhatsThis(
        appearance.words(showsMailboxes() ? "states.mailbox.whatsThis" : "states.whatsThis"));
    emit tabTitleChanged();
    refresh();
}

} // namespace twodoors
