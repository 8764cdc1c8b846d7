// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace twodoors
{

/// The length in bytes of the well-formed UTF-8 sequence that `text` starts with (RFC 3629); 0
/// where it starts with none.
[[nodiscard]] std::size_t utf8SequenceLength(std::string_view text) noexcept;

[[nodiscard]] bool isUtf8(std::string_view text) noexcept;

/// The text as it may safely reach a terminal: control characters, characters that turn the writing
/// direction, and bytes that are not UTF-8 become \n, \r, \t, \xNN or \u{NNNN}; a backslash stays.
[[nodiscard]] std::string printable(std::string_view text);

/// The same between quotation marks, with " escaped; where there is more than `longest` bytes, only
/// their beginning and an ellipsis: "hello…".
[[nodiscard]] std::string quoted(std::string_view text, std::size_t longest = 40);

/// How many columns of a terminal the text takes: wide characters take two.
[[nodiscard]] std::size_t columns(std::string_view text) noexcept;

/// The text where it takes at most so many columns; else its beginning and an ellipsis.
[[nodiscard]] std::string clipped(std::string_view text, std::size_t most);

/// Upper case of the ASCII letters; every other byte stays as it is.
[[nodiscard]] std::string asciiUpper(std::string_view text);

/// Whether the text is the inside of a JSON string as it stands.
[[nodiscard]] bool isPlainJson(std::string_view text);

/// Appends the text as the inside of a JSON string (RFC 8259, section 7). It must be UTF-8. What
/// could change a terminal is escaped too.
void appendJsonEscaped(std::string &out, std::string_view text);

/// Appends two lower-case hexadecimal digits a byte.
void appendHex(std::string &out, std::string_view bytes);

} // namespace twodoors
