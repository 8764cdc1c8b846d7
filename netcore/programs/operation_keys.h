// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "programs/program.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace twodoors
{

/// What a key of an operation says, and so which member of ProgramLine it fills.
enum class KeyPart : std::uint8_t {
    Door,
    Value,
    Address,
    Protocol,
    Size,
    Backlog,
    Option,
    OptionValue,
    ShutdownDirection,
    PollDirection,
    SleepTime,
    PollTime,
    From,        ///< a name that gets an address
    Into,        ///< a name that gets the result
    AppendedInto ///< a name that has a value and gets a longer one
};

struct OperationKey {
    std::string_view word;
    KeyPart part;
    NameKind kind = NameKind::Door; ///< of a name: what it holds
    bool isOptional = false;
};

/// The keys of an operation, those that use names before those that give names a value; none for
/// loop and try, which hold lines.
[[nodiscard]] std::span<const OperationKey> keysOf(Operation operation) noexcept;

[[nodiscard]] std::vector<std::string_view> keyWords(Operation operation);

/// How the operation is written: "recv: {door: …, size: …, into: …}".
[[nodiscard]] std::string formOf(Operation operation);

} // namespace twodoors
