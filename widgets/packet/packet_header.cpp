// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/packet/packet_header.h"

#include "widgets/packet/packet_label.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

namespace twodoors
{

namespace
{

constexpr qreal lineHeight = 34;
constexpr qreal margin = 12;
constexpr qreal gap = 12;
constexpr qreal chipInset = 8; ///< from a chip's edge to its text

using Filling = Catalogue::Values::value_type;

/// The key of what became of the packet last.
std::string_view fateOf(const PacketView &packet) noexcept
{
    return packet.isInHand ? nameOf(PacketVerb::Held) : nameOf(packet.verb);
}

} // namespace

PacketHeader::PacketHeader(const Appearance &appearance, QWidget *parent)
    : QWidget(parent), m_appearance(appearance)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&appearance, &Appearance::changed, this, &PacketHeader::compose);
    compose();
}

PacketHeader::~PacketHeader() = default;

void PacketHeader::show(const std::optional<PacketView> &packet)
{
    m_packet = packet;
    compose();
}

void PacketHeader::addChip(const QString &text, Ink ink, Shape shape)
{
    m_parts.push_back(
        {text, m_appearance.theme().words(Theme::smallSize, QFont::DemiBold), ink, shape});
}

void PacketHeader::addFate(const PacketView &packet)
{
    if (packet.evidence != Evidence::Packet) {
        addChip(m_appearance.words("packetpanel.inferred"), Ink::Dim, Shape::DashedChip);
        return;
    }
    addChip(m_appearance.words(fmt::format("packetpanel.fate.{}", fateOf(packet))), inkOf(packet));
    if (packet.isCorrupted)
        addChip(m_appearance.words("packetpanel.corrupted"), Ink::Lost);
    if (packet.ghosts > 0) {
        const std::string count = std::to_string(std::uint64_t{packet.ghosts} + 1);
        addChip(m_appearance.words("packetpanel.ghosts", std::array{Filling{"count", count}}),
                Ink::Held);
    }
    if (packet.original != PacketId::None) {
        const std::string original = std::to_string(number(packet.original));
        addChip(m_appearance.words("packetpanel.copy", std::array{Filling{"packet", original}}),
                Ink::Held);
    }
}

void PacketHeader::compose()
{
    const Theme &theme = m_appearance.theme();
    m_parts.clear();
    m_end = {};
    if (m_packet) {
        const PacketView &packet = *m_packet;
        m_parts.push_back(
            {packetLabel(packet), theme.words(Theme::bodySize, QFont::DemiBold), inkOf(packet)});
        addFate(packet);
        // The ends say the ports, which are all that a datagram's second label says.
        const bool isNumbered = packet.protocol == Protocol::Tcp;
        for (const QString &text :
             {isNumbered ? packetSubLabel(packet) : QString(), packetEndsText(packet)}) {
            if (!text.isEmpty())
                m_parts.push_back({text, theme.code(12)});
        }
        QString end;
        if (packet.id != PacketId::None)
            end = m_appearance.words(
                "packetpanel.number",
                std::array{Filling{"packet", std::to_string(number(packet.id))}});
        if (packet.heading != Heading::None)
            end +=
                (end.isEmpty() ? QString() : QStringLiteral(" · "))
                + m_appearance.words(packet.heading == Heading::ToServer ? "packetpanel.to-server"
                                                                         : "packetpanel.to-client");
        m_end = {end, theme.words(Theme::smallSize), Ink::Dim};
    }
    setAccessibleName(text());
    updateGeometry();
    update();
}

QString PacketHeader::text() const
{
    QStringList texts;
    for (const Part &part : m_parts)
        texts += part.text;
    if (!m_end.text.isEmpty())
        texts += m_end.text;
    return texts.join(QStringLiteral(" · "));
}

QSize PacketHeader::sizeHint() const
{
    const int line = static_cast<int>(std::ceil(m_appearance.theme().px(lineHeight)));
    return {static_cast<int>(m_appearance.theme().px(640)), line};
}

QSize PacketHeader::minimumSizeHint() const
{
    return {0, sizeHint().height()};
}

qreal PacketHeader::widthOf(const Part &part) const
{
    const qreal insets = part.shape == Shape::Plain ? 0 : 2 * m_appearance.theme().px(chipInset);
    return std::ceil(QFontMetricsF(part.font).horizontalAdvance(part.text)) + insets;
}

/// Where it ends; the text is cut where there is no more room.
qreal PacketHeader::paint(QPainter &painter, const Part &part, qreal x, qreal room) const
{
    const Theme &theme = m_appearance.theme();
    const qreal inset = part.shape == Shape::Plain ? 0 : theme.px(chipInset);
    const qreal width = std::min(widthOf(part), room);
    if (width <= 2 * inset + theme.px(gap))
        return x + room;
    const QFontMetricsF metrics(part.font);
    if (part.shape != Shape::Plain) {
        const qreal chip = std::ceil(metrics.height() + theme.px(4));
        const QRectF ground(x, std::floor((height() - chip) / 2), width, chip);
        painter.setPen(part.shape == Shape::Chip
                           ? QPen(Qt::NoPen)
                           : QPen(theme.colour(part.ink), theme.px(1), Qt::DashLine));
        painter.setBrush(part.shape == Shape::Chip ? QBrush(theme.colour(tintOf(part.ink)))
                                                   : QBrush(Qt::NoBrush));
        painter.drawRoundedRect(ground, chip / 2, chip / 2);
    }
    painter.setFont(part.font);
    painter.setPen(theme.colour(part.ink));
    painter.drawText(QRectF(x + inset, 0, width - 2 * inset, height()),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(part.text, Qt::ElideRight, width - 2 * inset));
    return x + width;
}

void PacketHeader::paintEvent(QPaintEvent *)
{
    const Theme &theme = m_appearance.theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), theme.colour(Ink::Panel));
    painter.fillRect(QRectF(0, height() - 1, width(), 1), theme.colour(Ink::Line));
    qreal right = width() - theme.px(margin);
    if (!m_end.text.isEmpty()) {
        paint(painter, m_end, right - widthOf(m_end), widthOf(m_end));
        right -= widthOf(m_end) + theme.px(gap);
    }
    qreal x = theme.px(margin);
    for (const Part &part : m_parts) {
        if (x >= right)
            break;
        x = paint(painter, part, x, right - x) + theme.px(gap);
    }
}

} // namespace twodoors
