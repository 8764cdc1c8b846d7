// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/json_line.h"

#include "base/text.h"
#include "journal/record.h"

#include <array>
#include <charconv>
#include <cstring>

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

// Each of these writes to memory that is known to be large enough and returns the end of what it
// wrote: a place that goes from hand to hand stays in a register, where a member of an object that
// letters are written past would be fetched again after each.

/// Of a text of `part` to twice `part` letters: the first and the last, which may overlap.
template <std::size_t part>
void copyEnds(char *at, std::string_view text) noexcept
{
    std::memcpy(at, text.data(), part);
    std::memcpy(at + text.size() - part, text.data() + text.size() - part, part);
}

/// Most are short: a call of memcpy would take longer than the copying.
inline char *put(char *at, std::string_view text) noexcept
{
    const std::size_t size = text.size();
    if (size > 16)
        std::memcpy(at, text.data(), size);
    else if (size >= 8)
        copyEnds<8>(at, text);
    else if (size >= 4)
        copyEnds<4>(at, text);
    else
        for (std::size_t i = 0; i < size; ++i)
            at[i] = text[i];
    return at + size;
}

inline char *put(char *at, char letter) noexcept
{
    *at = letter;
    return at + 1;
}

inline char *put(char *at, std::int64_t number) noexcept
{
    if (number >= 0 && number < 10)
        return put(at, static_cast<char>('0' + number));
    return std::to_chars(at, at + 24, number).ptr;
}

inline char *putQuoted(char *at, std::string_view text) noexcept
{
    return put(put(put(at, '"'), text), '"');
}

template <class Value>
char *putValue(char *at, const Value &value) noexcept
{
    if constexpr (std::is_same_v<Value, std::string_view>)
        return putQuoted(at, value);
    else if constexpr (std::is_same_v<Value, Nanoseconds>)
        return put(at, std::int64_t{value.count()});
    else if constexpr (std::is_same_v<Value, Endpoint>)
        return put(value.writeText(put(at, '"')), '"');
    else if constexpr (hasNames<Value>)
        return putQuoted(at, nameOf(value));
    else
        return put(at, static_cast<std::int64_t>(value));
}

char *putEscaped(char *at, std::string_view name, std::string_view text)
{
    const bool isText = isUtf8(text);
    std::string escaped;
    if (isText)
        appendJsonEscaped(escaped, text);
    else
        appendHex(escaped, text);
    at = put(put(put(at, ",\""), name), isText ? "\":" : "Hex\":");
    return putQuoted(at, escaped);
}

/// Inlined, so that a name which is a constant comes to a store or two.
template <class Value>
[[gnu::always_inline]] inline char *putField(char *at, std::string_view name, const Value &value)
{
    if constexpr (std::is_same_v<Value, std::string_view>) {
        if (!isPlainAscii(value))
            return putEscaped(at, name, value);
    }
    return putValue(put(put(put(at, ",\""), name), "\":"), value);
}

template <class Type>
[[gnu::always_inline]] inline char *putUnlessDefault(char *at, const Field<Type> &field,
                                                     const Event &event)
{
    const Type &value = event.*field.member;
    return isDefault(value, field.member) ? at : putField(at, field.key, value);
}

template <Kind kind>
char *putFields(char *at, const Event &event)
{
    [&]<std::size_t... index>(std::index_sequence<index...>)
    {
        ((at = putUnlessDefault(at, std::get<index>(fieldsOf<kind>), event)), ...);
    }
    (std::make_index_sequence<std::tuple_size_v<decltype(fieldsOf<kind>)>>{});
    return at;
}

constexpr auto fieldWriters = []<std::size_t... kind>(std::index_sequence<kind...>)
{
    return std::array{&putFields<static_cast<Kind>(kind)>...};
}
(std::make_index_sequence<names<Kind>.size()>{});

char *putLine(char *at, const Event &event)
{
    at = put(put(at, "{\"seq\":"), std::int64_t{number(event.seq)});
    at = putField(at, "t", event.t);
    at = put(put(at, ",\"who\":\""), nameOf(event.who.role));
    if (event.who.number != 0)
        at = put(put(at, ' '), std::int64_t{event.who.number});
    at = put(at, '"');
    at = putField(at, "evidence", event.evidence);
    if (event.cause != Seq::None)
        at = putField(at, "cause", event.cause);
    at = putField(at, "kind", event.kind);
    at = fieldWriters[static_cast<std::size_t>(event.kind)](at, event);
    return put(at, "}\n");
}

} // namespace

void appendJsonLine(std::string &out, const Event &event)
{
    const std::size_t texts =
        event.bytes.size() + event.into.size() + event.from.size() + event.topic.size();
    if (texts <= shortTexts) {
        std::array<char, longestFields + longestEscape * shortTexts> line;
        out.append(line.data(), putLine(line.data(), event));
        return;
    }
    const std::size_t start = out.size();
    out.resize(start + longestFields + longestEscape * texts);
    out.resize(static_cast<std::size_t>(putLine(out.data() + start, event) - out.data()));
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
