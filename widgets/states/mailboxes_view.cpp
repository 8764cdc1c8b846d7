// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/states/mailboxes_view.h"

#include "base/text.h"

#include <QPainter>
#include <QResizeEvent>
#include <QVBoxLayout>
#include <algorithm>

namespace twodoors
{

namespace
{

constexpr std::size_t mostCards = 60;
constexpr std::size_t longestPreview = 24; ///< bytes of a datagram

QString preview(std::string_view bytes)
{
    if (bytes.empty())
        return {};
    const std::string text = printable(bytes.substr(0, longestPreview));
    return QStringLiteral("“%1%2”").arg(QString::fromStdString(text), bytes.size() > longestPreview
                                                                          ? QStringLiteral("…")
                                                                          : QString());
}

QString lastWords(const MailboxEntry *entry, const Viewpoint &view)
{
    if (entry == nullptr)
        return view.appearance().words("states.mailbox.lastNone");
    const Event event = view.event(entry->at);
    Endpoint other = event.peer;
    std::string_view bytes = event.bytes;
    auto size = static_cast<std::int64_t>(event.value);
    if (event.kind == Kind::Packet) {
        other = entry->isIn ? event.local : event.peer;
        size = event.size;
        bytes = {}; // whole packets, headers and all
    } else if (!entry->isIn && event.cause != Seq::None) {
        const Event call = view.event(event.cause);
        bytes = call.bytes;
        other = call.peer.isSet() ? call.peer : other;
    }
    if (!other.isSet()) {
        const World then = view.worldAt(entry->at);
        if (const DoorView *door = then.door(event.door))
            other = door->peer;
    }
    const std::pair<std::string, std::string> values[] = {{"address", other.text()},
                                                          {"bytes", std::to_string(size)},
                                                          {"text", preview(bytes).toStdString()}};
    return view.appearance()
        .words(entry->isIn ? "states.mailbox.lastIn" : "states.mailbox.lastOut", values)
        .trimmed();
}

} // namespace

MailboxWords mailboxWords(const DoorView &door, const MailboxLog &log, const Viewpoint &view)
{
    const Appearance &appearance = view.appearance();
    const auto words = [&appearance](std::string_view key, const std::string &name,
                                     const std::string &value) {
        const std::pair<std::string, std::string> values[] = {{name, value}};
        return appearance.words(key, values);
    };
    const MailboxEntry *entry = log.last(door.id, view.cursor());
    MailboxWords said;
    said.ink = inkOf(door);
    said.isOpen = door.stage != DoorStage::Closed && door.stage != DoorStage::Gone;
    said.title = words("states.mailbox.title", "who", view.whoText(door.owner).toStdString());
    said.address = door.local.isSet() ? QString::fromStdString(door.local.text())
                                      : appearance.words("states.mailbox.noAddress");
    if (door.fd >= 0)
        said.address +=
            QStringLiteral(" · ") + words("states.mailbox.fd", "fd", std::to_string(door.fd));
    said.peer = door.stage == DoorStage::Gone     ? appearance.words("states.mailbox.gone")
                : door.stage == DoorStage::Closed ? appearance.words("states.mailbox.closed")
                : door.peer.isSet() ? words("states.mailbox.peer", "peer", door.peer.text())
                                    : appearance.words("states.mailbox.noPeer");
    said.waiting = words("states.mailbox.waiting", "bytes", std::to_string(door.receiveQueue));
    const std::pair<std::string, std::string> counts[] = {
        {"in", std::to_string(entry == nullptr ? 0 : entry->countIn)},
        {"out", std::to_string(entry == nullptr ? 0 : entry->countOut)}};
    said.counts = appearance.words("states.mailbox.counts", counts);
    said.last = lastWords(entry, view);
    return said;
}

/// One mailbox: an envelope in its owner's colour, and six lines.
class MailboxesView::Card final : public QFrame
{
public:
    explicit Card(QWidget *parent) : QFrame(parent)
    {
        auto *layout = new QVBoxLayout(this);
        layout->setSpacing(1);
        for (QLabel *&label : m_lines) {
            label = new QLabel(this);
            label->setTextFormat(Qt::PlainText);
            label->setWordWrap(true);
            layout->addWidget(label);
        }
        layout->addStretch();
        setFocusPolicy(Qt::StrongFocus);
    }

    void say(const MailboxWords &words, const Theme &theme)
    {
        const QString texts[] = {words.title,   words.address, words.peer,
                                 words.waiting, words.counts,  words.last};
        for (std::size_t i = 0; i < m_lines.size(); ++i)
            m_lines[i]->setText(texts[i]);
        setAccessibleName(words.title);
        setAccessibleDescription(
            QStringList(std::begin(texts) + 1, std::end(texts)).join(QStringLiteral("; ")));
        m_words = words;
        style(theme);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF rect = QRectF(QWidget::rect()).adjusted(1.5, 1.5, -1.5, -1.5);
        const QColor ink = m_theme.colour(m_words.isOpen ? m_words.ink : Ink::Dim);
        painter.setPen(QPen(hasFocus() ? m_theme.colour(Ink::Present) : ink,
                            m_theme.px(hasFocus() ? 2.5 : 1.3),
                            m_words.isOpen ? Qt::SolidLine : Qt::DashLine));
        painter.setBrush(m_theme.colour(Ink::Panel));
        painter.drawRoundedRect(rect, m_theme.px(8), m_theme.px(8));

        const QRectF envelope(m_theme.px(12), m_theme.px(12), m_theme.px(26), m_theme.px(18));
        painter.setPen(QPen(ink, m_theme.px(1.5)));
        painter.setBrush(m_theme.colour(m_words.isOpen ? tintOf(m_words.ink) : Ink::Button));
        painter.drawRoundedRect(envelope, m_theme.px(3), m_theme.px(3));
        painter.drawPolyline(QPolygonF{envelope.topLeft(),
                                       {envelope.center().x(), envelope.top() + m_theme.px(10)},
                                       envelope.topRight()});
    }

private:
    void style(const Theme &theme)
    {
        m_theme = theme;
        layout()->setContentsMargins(static_cast<int>(theme.px(48)), static_cast<int>(theme.px(9)),
                                     static_cast<int>(theme.px(12)), static_cast<int>(theme.px(9)));
        const QFont fonts[] = {theme.words(Theme::bodySize, QFont::DemiBold),
                               theme.code(12),
                               theme.words(12),
                               theme.words(12),
                               theme.words(12),
                               theme.words(12)};
        for (std::size_t i = 0; i < m_lines.size(); ++i) {
            m_lines[i]->setFont(fonts[i]);
            QPalette palette = m_lines[i]->palette();
            palette.setColor(QPalette::WindowText,
                             theme.colour(i == 0 && m_words.isOpen ? m_words.ink
                                          : i == 2                 ? Ink::Dim
                                                                   : Ink::Text));
            m_lines[i]->setPalette(palette);
        }
        update();
    }

    std::array<QLabel *, 6> m_lines{};
    MailboxWords m_words;
    Theme m_theme;
};

MailboxesView::MailboxesView(Viewpoint &view, const MailboxLog &log, QWidget *parent)
    : QScrollArea(parent), m_view(view), m_log(log), m_page(new QWidget),
      m_sentence(new QLabel(m_page)), m_note(new QLabel(m_page))
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidget(m_page);
    for (QLabel *label : {m_sentence, m_note}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    connect(&m_view.appearance(), &Appearance::changed, this, &MailboxesView::restyle);
    restyle();
}

MailboxesView::~MailboxesView() = default;

std::vector<const DoorView *> MailboxesView::shownMailboxes(std::size_t &left) const
{
    std::vector<const DoorView *> doors;
    const auto &all = m_view.world().doors();
    left = 0;
    for (std::size_t i = all.size(); i > 0; --i) {
        if (all[i - 1].protocol != Protocol::Udp)
            continue;
        if (doors.size() < mostCards)
            doors.push_back(&all[i - 1]);
        else
            ++left;
    }
    std::ranges::reverse(doors);
    // As in the stage: the client's on the left.
    std::ranges::stable_partition(
        doors, [](const DoorView *door) { return door->owner.role == Role::Client; });
    return doors;
}

void MailboxesView::refresh()
{
    std::size_t left = 0;
    const auto doors = shownMailboxes(left);
    while (m_cards.size() > doors.size()) {
        delete m_cards.back();
        m_cards.pop_back();
    }
    while (m_cards.size() < doors.size()) {
        m_cards.push_back(new Card(m_page));
        m_cards.back()->show();
    }
    for (std::size_t i = 0; i < doors.size(); ++i)
        m_cards[i]->say(mailboxWords(*doors[i], m_log, m_view), m_view.theme());
    const std::pair<std::string, std::string> values[] = {{"count", std::to_string(left)}};
    m_note->setText(doors.empty() ? m_view.appearance().words("states.mailbox.none")
                    : left > 0    ? m_view.appearance().words("states.mailbox.more", values)
                                  : QString());
    arrange();
}

void MailboxesView::restyle()
{
    const Theme &theme = m_view.theme();
    QPalette palette = this->palette();
    palette.setColor(QPalette::Window, theme.colour(Ink::Panel));
    palette.setColor(QPalette::WindowText, theme.colour(Ink::Text));
    setPalette(palette);
    viewport()->setAutoFillBackground(true);
    m_page->setAutoFillBackground(true);
    m_sentence->setFont(theme.words());
    m_note->setFont(theme.words(12));
    m_sentence->setText(m_view.appearance().words("states.mailbox.sentence"));
    setAccessibleName(m_view.appearance().words("states.mailboxes"));
    refresh();
}

void MailboxesView::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    arrange();
}

void MailboxesView::arrange()
{
    const Theme &theme = m_view.theme();
    const int margin = static_cast<int>(theme.px(12));
    const int gap = static_cast<int>(theme.px(10));
    const int width = viewport()->width();
    const int inner = std::max(1, width - 2 * margin);
    const int columns = std::clamp((inner + gap) / (static_cast<int>(theme.px(320)) + gap), 1,
                                   std::max(static_cast<int>(m_cards.size()), 1));
    const int wide =
        std::min((inner - gap * (columns - 1)) / columns, static_cast<int>(theme.px(460)));
    int y = margin / 2;
    const auto putLabel = [&](QLabel *label) {
        label->setVisible(!label->text().isEmpty());
        if (label->text().isEmpty())
            return;
        const int height = label->heightForWidth(inner);
        label->setGeometry(margin, y, inner, height);
        y += height + gap / 2;
    };
    putLabel(m_sentence);
    for (std::size_t first = 0; first < m_cards.size();
         first += static_cast<std::size_t>(columns)) {
        const std::size_t end = std::min(first + static_cast<std::size_t>(columns), m_cards.size());
        int height = 0;
        for (std::size_t i = first; i < end; ++i)
            height = std::max(height, m_cards[i]->heightForWidth(wide));
        for (std::size_t i = first; i < end; ++i)
            m_cards[i]->setGeometry(margin + static_cast<int>(i - first) * (wide + gap), y, wide,
                                    height);
        y += height + gap;
    }
    putLabel(m_note);
    m_page->resize(width, std::max(y, viewport()->height()));
}

} // namespace twodoors
