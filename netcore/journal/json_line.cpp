// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/json_line.h"

#include "base/text.h"

#include <charconv>
#include <cstring>

namespace twodoors
{

namespace
{

/// Longest line but for its texts: each key, each number and each address at its longest.
constexpr std::size_t longestFields = 2048;

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

    void put(std::int64_t number) noexcept { m_at = std::to_chars(m_at, m_at + 24, number).ptr; }

    void key(std::string_view key) noexcept
    {
        put(",\"");
        put(key);
        put("\":");
    }

    void field(std::string_view name, std::string_view text) noexcept
    {
        std::string escaped;
        if (isUtf8(text)) {
            key(name);
            put('"');
            if (isPlainJson(text)) {
                put(text);
            } else {
                appendJsonEscaped(escaped, text);
                put(escaped);
            }
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

} // namespace

void appendJsonLine(std::string &out, const Event &event)
{
    static constexpr Event defaults;
    const std::size_t start = out.size();
    const std::size_t texts =
        event.bytes.size() + event.into.size() + event.from.size() + event.topic.size();
    out.resize(start + longestFields + 6 * texts); // a byte takes at most "\u00NN"
    Pen pen(out.data() + start);
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
        if (!(event.*field.member == defaults.*field.member))
            pen.field(field.key, event.*field.member);
    });
    pen.put("}\n");
    out.resize(static_cast<std::size_t>(pen.at() - out.data()));
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
