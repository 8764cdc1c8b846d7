// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"

#include <algorithm>
#include <cstdint>
#include <fmt/format.h>

namespace twodoors
{

namespace
{

constexpr std::string_view hexDigits = "0123456789abcdef";

std::uint8_t byteAt(std::string_view text, std::size_t index) noexcept
{
    return static_cast<std::uint8_t>(text[index]);
}

/// The code point of a well-formed sequence.
char32_t codePoint(std::string_view sequence) noexcept
{
    const std::uint8_t first = byteAt(sequence, 0);
    if (sequence.size() == 1)
        return first;
    char32_t point = first & (0x7FU >> sequence.size());
    for (std::size_t i = 1; i < sequence.size(); ++i)
        point = (point << 6U) | (byteAt(sequence, i) & 0x3FU);
    return point;
}

bool changesTheTerminal(char32_t point) noexcept
{
    return point < 0x20 || (point >= 0x7F && point <= 0x9F) // C0, DEL, C1
           || point == 0x061C || point == 0x200E || point == 0x200F || point == 0x2028
           || point == 0x2029 || (point >= 0x202A && point <= 0x202E)
           || (point >= 0x2066 && point <= 0x2069) || point == 0xFEFF;
}

bool isWide(char32_t point) noexcept
{
    return (point >= 0x1100 && point <= 0x115F) || (point >= 0x2E80 && point <= 0xA4CF)
           || (point >= 0xAC00 && point <= 0xD7A3) || (point >= 0xF900 && point <= 0xFAFF)
           || (point >= 0xFE30 && point <= 0xFE6F) || (point >= 0xFF00 && point <= 0xFF60)
           || (point >= 0xFFE0 && point <= 0xFFE6) || (point >= 0x1F300 && point <= 0x1FAFF)
           || (point >= 0x20000 && point <= 0x3FFFD);
}

void appendEscaped(std::string &out, char32_t point)
{
    switch (point) {
    case '\n':
        out += "\\n";
        break;
    case '\r':
        out += "\\r";
        break;
    case '\t':
        out += "\\t";
        break;
    default:
        if (point < 0x80)
            fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<std::uint32_t>(point));
        else
            fmt::format_to(std::back_inserter(out), "\\u{{{:04x}}}",
                           static_cast<std::uint32_t>(point));
    }
}

} // namespace

std::size_t utf8SequenceLength(std::string_view text) noexcept
{
    if (text.empty())
        return 0;
    const std::uint8_t first = byteAt(text, 0);
    if (first < 0x80)
        return 1;
    std::size_t length = 0;
    std::uint8_t lowest = 0x80; // bounds of the second byte: RFC 3629, section 4
    std::uint8_t highest = 0xBF;
    if (first >= 0xC2 && first <= 0xDF) {
        length = 2;
    } else if (first >= 0xE0 && first <= 0xEF) {
        length = 3;
        if (first == 0xE0)
            lowest = 0xA0;
        if (first == 0xED)
            highest = 0x9F;
    } else if (first >= 0xF0 && first <= 0xF4) {
        length = 4;
        if (first == 0xF0)
            lowest = 0x90;
        if (first == 0xF4)
            highest = 0x8F;
    } else {
        return 0;
    }
    if (text.size() < length || byteAt(text, 1) < lowest || byteAt(text, 1) > highest)
        return 0;
    for (std::size_t i = 2; i < length; ++i) {
        if ((byteAt(text, i) & 0xC0U) != 0x80)
            return 0;
    }
    return length;
}

bool isUtf8(std::string_view text) noexcept
{
    while (!text.empty()) {
        const std::size_t length = utf8SequenceLength(text);
        if (length == 0)
            return false;
        text.remove_prefix(length);
    }
    return true;
}

std::string printable(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = utf8SequenceLength(text);
        if (length == 0) {
            fmt::format_to(std::back_inserter(out), "\\x{:02x}", byteAt(text, 0));
            text.remove_prefix(1);
            continue;
        }
        const std::string_view sequence = text.substr(0, length);
        const char32_t point = codePoint(sequence);
        if (changesTheTerminal(point))
            appendEscaped(out, point);
        else
            out += sequence;
        text.remove_prefix(length);
    }
    return out;
}

std::string quoted(std::string_view text, std::size_t longest)
{
    std::string_view shown = text.substr(0, longest);
    if (shown.size() < text.size()) {
        // not in the middle of a character
        std::size_t end = shown.size();
        while (end > 0 && end + 4 > shown.size() && (byteAt(text, end) & 0xC0U) == 0x80)
            --end;
        shown = text.substr(0, end);
    }
    std::string out = "\"";
    const std::string safe = printable(shown);
    for (std::size_t i = 0; i < safe.size(); ++i) {
        if (safe[i] == '"')
            out += '\\';
        out += safe[i];
    }
    out += shown.size() < text.size() ? "…\"" : "\"";
    return out;
}

std::size_t columns(std::string_view text) noexcept
{
    std::size_t count = 0;
    while (!text.empty()) {
        const std::size_t length = std::max<std::size_t>(utf8SequenceLength(text), 1);
        const bool wide = length > 1 && isWide(codePoint(text.substr(0, length)));
        count += wide ? 2U : 1U;
        text.remove_prefix(length);
    }
    return count;
}

std::string clipped(std::string_view text, std::size_t most)
{
    if (columns(text) <= most)
        return std::string(text);
    std::size_t end = 0;
    std::size_t taken = 1; // the ellipsis
    while (end < text.size()) {
        const std::size_t length = std::max<std::size_t>(utf8SequenceLength(text.substr(end)), 1);
        taken += columns(text.substr(end, length));
        if (taken > most)
            break;
        end += length;
    }
    return most == 0 ? std::string() : std::string(text.substr(0, end)) + "…";
}

std::string asciiUpper(std::string_view text)
{
    std::string upper(text);
    for (char &letter : upper) {
        if (letter >= 'a' && letter <= 'z')
            letter = static_cast<char>(letter - 'a' + 'A');
    }
    return upper;
}

bool isPlainJson(std::string_view text)
{
    std::string escaped;
    appendJsonEscaped(escaped, text);
    return escaped == text;
}

void appendJsonEscaped(std::string &out, std::string_view text)
{
    while (!text.empty()) {
        const std::size_t length = std::max<std::size_t>(utf8SequenceLength(text), 1);
        const std::string_view sequence = text.substr(0, length);
        const char32_t point = codePoint(sequence);
        if (point == '"')
            out += "\\\"";
        else if (point == '\\')
            out += "\\\\";
        else if (point == '\n')
            out += "\\n";
        else if (point == '\r')
            out += "\\r";
        else if (point == '\t')
            out += "\\t";
        else if (changesTheTerminal(point))
            fmt::format_to(std::back_inserter(out), "\\u{:04x}",
                           static_cast<std::uint32_t>(point)); // all below U+10000
        else
            out += sequence;
        text.remove_prefix(length);
    }
}

void appendHex(std::string &out, std::string_view bytes)
{
    for (const char byte : bytes) {
        const auto value = static_cast<std::uint8_t>(byte);
        out += hexDigits[value >> 4U];
        out += hexDigits[value & 0xFU];
    }
}

} // namespace twodoors
