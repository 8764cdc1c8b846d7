// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme.h"

#include <QFontDatabase>
#include <algorithm>
#include <cmath>

namespace twodoors
{

namespace
{

using Colours = std::array<QColor, 20>;

/// `share` of `over` on top of `under`, opaque.
QColor mixed(const QColor &over, const QColor &under, qreal share)
{
    const auto part = [share](int a, int b) {
        return static_cast<int>(std::lround(share * a + (1 - share) * b));
    };
    return {part(over.red(), under.red()), part(over.green(), under.green()),
            part(over.blue(), under.blue())};
}

struct Base {
    QColor client, welcome, connection, held, lost;
    QColor ground, panel, line, text, dim, present, selectedRow;
    QColor band, button, onAccent;
    qreal tint = 0;
};

Colours coloursOf(const Base &base)
{
    const auto tint = [&base](const QColor &colour) {
        return mixed(colour, base.panel, base.tint);
    };
    return {base.client,
            base.welcome,
            base.connection,
            base.held,
            base.lost,
            base.ground,
            base.panel,
            base.line,
            base.text,
            base.dim,
            base.present,
            base.selectedRow,
            base.band,
            base.button,
            tint(base.client),
            tint(base.welcome),
            tint(base.connection),
            tint(base.held),
            tint(base.lost),
            base.onAccent};
}

const Colours &light()
{
    static const Colours colours = coloursOf(
        {"#0B63B0", "#9A5B00", "#00795A", "#6A48F0", "#B93C0A", "#F6F7F9", "#FFFFFF", "#DDE1E7",
         "#1B2430", "#5E6B7A", "#E69F00", "#FFF4D6", "#EFF1F4", "#EDF0F4", "#FFFFFF", 0.11});
    return colours;
}

const Colours &dark()
{
    static const Colours colours = coloursOf(
        {"#6CB6FF", "#F2B84B", "#4FD1A5", "#A99BFF", "#FF8A5C", "#14181E", "#1C222A", "#303944",
         "#E7ECF2", "#A3AFBC", "#F2B84B", "#3A3218", "#191E25", "#2A323C", "#14181E", 0.16});
    return colours;
}

qreal luminance(const QColor &colour) noexcept
{
    const auto linear = [](qreal part) {
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF())
           + 0.0722 * linear(colour.blueF());
}

QFont fontOf(const QStringList &families, qreal size, QFont::Weight weight)
{
    QFont font;
    font.setFamilies(families);
    font.setPixelSize(std::max(1, static_cast<int>(std::lround(size))));
    font.setWeight(weight);
    return font;
}

} // namespace

Theme::Theme(Mood mood, qreal scale)
    : m_mood(mood), m_scale(scale), m_colours(mood == Mood::Dark ? dark() : light())
{}

QColor Theme::faint(Ink ink) const noexcept
{
    constexpr qreal share = 0.55;
    return mixed(colour(ink), colour(Ink::Ground), share);
}

QFont Theme::words(qreal size, QFont::Weight weight) const
{
    static const QStringList families{
        "Inter", "Noto Sans CJK SC",
        QFontDatabase::systemFont(QFontDatabase::GeneralFont).family()};
    return fontOf(families, px(size), weight);
}

QFont Theme::code(qreal size, QFont::Weight weight) const
{
    static const QStringList families{"JetBrains Mono",
                                      QFontDatabase::systemFont(QFontDatabase::FixedFont).family(),
                                      "Noto Sans Mono CJK SC"};
    QFont font = fontOf(families, px(size), weight);
    font.setStyleHint(QFont::Monospace);
    return font;
}

Ink tintOf(Ink ink) noexcept
{
    switch (ink) {
    case Ink::Client:
        return Ink::ClientTint;
    case Ink::Welcome:
        return Ink::WelcomeTint;
    case Ink::Connection:
        return Ink::ConnectionTint;
    case Ink::Held:
        return Ink::HeldTint;
    case Ink::Lost:
        return Ink::LostTint;
    default:
        return Ink::Button;
    }
}

Ink inkOf(const DoorView &door) noexcept
{
    if (door.role == DoorRole::Welcome)
        return Ink::Welcome;
    if (door.role == DoorRole::Connection)
        return Ink::Connection;
    return door.owner.role == Role::Client || door.owner.role == Role::ClientKernel
               ? Ink::Client
               : Ink::Connection;
}

Ink inkOf(const PacketView &packet) noexcept
{
    if (packet.verb == PacketVerb::Dropped)
        return Ink::Lost;
    if (packet.isInHand)
        return Ink::Held;
    return packet.heading == Heading::ToClient ? Ink::Connection : Ink::Client;
}

Ink inkOf(const Event &event, const World &world) noexcept
{
    if (event.kind == Kind::Fault || event.error != 0)
        return Ink::Lost;
    if (event.kind == Kind::Packet) {
        switch (event.verb) {
        case PacketVerb::Dropped:
        case PacketVerb::Corrupted:
            return Ink::Lost;
        case PacketVerb::Held:
        case PacketVerb::Ghost:
        case PacketVerb::Delayed:
        case PacketVerb::Duplicated:
            return Ink::Held;
        default:
            return event.heading == Heading::ToClient ? Ink::Connection : Ink::Client;
        }
    }
    if (const DoorView *door = world.door(event.door))
        return inkOf(*door);
    switch (event.who.role) {
    case Role::Client:
    case Role::ClientKernel:
        return Ink::Client;
    case Role::Server:
    case Role::ServerKernel:
        return Ink::Connection;
    case Role::Wire:
    case Role::Person:
        return Ink::Held;
    case Role::TwoDoors:
        break;
    }
    return Ink::Dim;
}

qreal contrast(const QColor &one, const QColor &other) noexcept
{
    const qreal a = luminance(one);
    const qreal b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

} // namespace twodoors
