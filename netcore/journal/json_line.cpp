// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/json_line.h"

#include "base/text.h"
#include "journal/record.h"

#include <array>
#include <charconv>
#include <cstring>
#include <fmt/format.h>

namespace twodoors
{

namespace
{

/// Longest line but for its texts: each key, each number and each address at its longest.
constexpr std::size_t longestFields = 2048;

/// A byte takes at most "\u00NN".
constexpr std::size_t longestEscape = 6;

/// Of a line made aside; a longer one is made in its place, which has to be cleared first.
constexpr std::size_t shortTexts = 256;

/// Whether a text of a line is its own JSON; most are. Looks at every byte, many at a time.
bool isPlainAscii(std::string_view text) noexcept
{
    unsigned others = 0;
    for (const char letter : text) {
        const auto byte = static_cast<std::uint8_t>(letter);
        others |= static_cast<unsigned>(byte < 0x20 || byte > 0x7E || byte == '"' || byte == '\\');
    }
    return others == 0;
}

/// Writes into memory that is known to be large enough.
class Pen
{
public:
    explicit Pen(char *at) noexcept : m_at(at) {}

    [[nodiscard]] char *at() const noexcept { return m_at; }

    void put(char letter) noexcept { *m_at++ = letter; }

    void put(std::string_view text) noexcept
    {
        std::memcpy(m_at, text.data(), text.size());
        m_at += text.size();
    }

    void put(std::int64_t number) noexcept
    {
        const fmt::format_int digits(number);
        put(std::string_view(digits.data(), digits.size()));
    }

    void key(std::string_view key) noexcept
    {
        put(",\"");
        put(key);
        put("\":");
    }

    void field(std::string_view name, std::string_view text) noexcept
    {
        if (isPlainAscii(text)) {
            key(name);
            put('"');
            put(text);
            put('"');
        } else {
            escapedField(name, text);
        }
    }

    void escapedField(std::string_view name, std::string_view text)
    {
        std::string escaped;
        if (isUtf8(text)) {
            key(name);
            put('"');
            appendJsonEscaped(escaped, text);
            put(escaped);
        } else {
            put(",\"");
            put(name);
            put("Hex\":\"");
            appendHex(escaped, text);
            put(escaped);
        }
        put('"');
    }

    template <class Value>
    void field(std::string_view name, const Value &value) noexcept
    {
        key(name);
        if constexpr (std::is_same_v<Value, Nanoseconds>) {
            put(value.count());
        } else if constexpr (std::is_same_v<Value, Endpoint>) {
            put('"');
            m_at = value.writeText(m_at);
            put('"');
        } else if constexpr (hasNames<Value>) {
            put('"');
            put(nameOf(value));
            put('"');
        } else {
            put(static_cast<std::int64_t>(value));
        }
    }

private:
    char *m_at;
};

/// Writes the line to `start`, which has room for it, and returns its end.
char *writeLine(char *start, const Event &event)
{
    Pen pen(start);
    pen.put("{\"seq\":");
    pen.put(static_cast<std::int64_t>(number(event.seq)));
    pen.field("t", event.t);
    pen.key("who");
    pen.put('"');
    pen.put(nameOf(event.who.role));
    if (event.who.number != 0) {
        pen.put(' ');
        pen.put(static_cast<std::int64_t>(event.who.number));
    }
    pen.put('"');
    pen.field("evidence", event.evidence);
    if (event.cause != Seq::None)
        pen.field("cause", event.cause);
    pen.field("kind", event.kind);
    forEachField(event.kind, [&](const auto &field) {
        if (!isDefault(event.*field.member, field.member))
            pen.field(field.key, event.*field.member);
    });
    pen.put("}\n");
    return pen.at();
}

} // namespace

void appendJsonLine(std::string &out, const Event &event)
{
    const std::size_t texts =
        event.bytes.size() + event.into.size() + event.from.size() + event.topic.size();
    if (texts <= shortTexts) {
        std::array<char, longestFields + longestEscape * shortTexts> line;
        out.append(line.data(), writeLine(line.data(), event));
        return;
    }
    const std::size_t start = out.size();
    out.resize(start + longestFields + longestEscape * texts);
    out.resize(static_cast<std::size_t>(writeLine(out.data() + start, event) - out.data()));
}

std::string whoText(Who who)
{
    std::string text(nameOf(who.role));
    return who.number == 0 ? text : text + ' ' + std::to_string(who.number);
}

std::optional<Who> whoFromText(std::string_view text)
{
    Who who;
    if (const std::size_t space = text.find(' '); space != std::string_view::npos) {
        const std::string_view digits = text.substr(space + 1);
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), who.number);
        if (error != std::errc{} || end != digits.data() + digits.size())
            return std::nullopt;
        text = text.substr(0, space);
    }
    const auto role = fromName<Role>(text);
    if (!role)
        return std::nullopt;
    who.role = *role;
    return who;
}

} // namespace twodoors
