// SPDX-License-Identifier: GPL-3.0-or-later
#include "programs/reserved_words.h"

#include <algorithm>
#include <array>

namespace twodoors
{

namespace
{

constexpr auto keywords = std::to_array<std::string_view>({
    // Python
    "False",
    "None",
    "True",
    "and",
    "as",
    "assert",
    "async",
    "await",
    "break",
    "class",
    "continue",
    "def",
    "del",
    "elif",
    "else",
    "except",
    "finally",
    "for",
    "from",
    "global",
    "if",
    "import",
    "in",
    "is",
    "lambda",
    "nonlocal",
    "not",
    "or",
    "pass",
    "raise",
    "return",
    "try",
    "while",
    "with",
    "yield",
    // C up to C23, and GNU's
    "alignas",
    "alignof",
    "asm",
    "auto",
    "bool",
    "case",
    "char",
    "const",
    "constexpr",
    "default",
    "do",
    "double",
    "enum",
    "extern",
    "false",
    "float",
    "goto",
    "inline",
    "int",
    "long",
    "nullptr",
    "register",
    "restrict",
    "short",
    "signed",
    "sizeof",
    "static",
    "static_assert",
    "struct",
    "switch",
    "thread_local",
    "true",
    "typedef",
    "typeof",
    "typeof_unqual",
    "union",
    "unsigned",
    "void",
    "volatile",
    // macros
    "errno",
    "linux",
    "s6_addr",
    "s6_addr16",
    "s6_addr32",
    "stderr",
    "stdin",
    "stdout",
    "unix",
});

constexpr auto usedByTheText = std::to_array<std::string_view>({
    // Python
    "OSError",
    "error",
    "len",
    "microseconds",
    "poller",
    "print",
    "seconds",
    "select",
    "sleep",
    "socket",
    "struct",
    "sys",
    // C
    "accept",
    "append",
    "bind",
    "clear",
    "close",
    "connect",
    "count",
    "fflush",
    "fprintf",
    "free",
    "fwrite",
    "getTimeLimit",
    "getpeername",
    "getsockname",
    "getsockopt",
    "htons",
    "inet_pton",
    "listen",
    "main",
    "makeRoom",
    "nanosleep",
    "perror",
    "poll",
    "printf",
    "putchar",
    "readLine",
    "recv",
    "recvfrom",
    "sendAll",
    "sendto",
    "setsockopt",
    "shutdown",
    "size_t",
    "sockaddr",
    "socklen_t",
    "ssize_t",
    "toUpper",
});

bool isAllCapitals(std::string_view word) noexcept
{
    return word.size() > 1 && std::ranges::none_of(word, [](char letter) {
               return letter >= 'a' && letter <= 'z';
           });
}

} // namespace

bool isReservedWord(std::string_view word) noexcept
{
    return std::ranges::find(keywords, word) != keywords.end()
           || std::ranges::find(usedByTheText, word) != usedByTheText.end() || isAllCapitals(word);
}

} // namespace twodoors
