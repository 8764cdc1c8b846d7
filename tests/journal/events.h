// SPDX-License-Identifier: GPL-3.0-or-later
// Events made up and compared field by field, by the one table of kinds.
#pragma once

#include "journal/event.h"

#include <string>
#include <type_traits>
#include <vector>

namespace twodoors
{

/// Whether two events say the same, their place and time included; texts by what they hold.
inline bool isSame(const Event &a, const Event &b)
{
    bool same = a.seq == b.seq && a.t == b.t && a.who == b.who && a.evidence == b.evidence
                && a.kind == b.kind && a.cause == b.cause;
    if (same) {
        forEachField(a.kind,
                     [&](const auto &field) { same = same && a.*field.member == b.*field.member; });
    }
    return same;
}

inline std::vector<Kind> allKinds()
{
    std::vector<Kind> kinds;
    for (std::size_t i = 0; i < names<Kind>.size(); ++i)
        kinds.push_back(static_cast<Kind>(i));
    return kinds;
}

inline Endpoint endpointOf(std::string_view text)
{
    return Endpoint::fromText(text).value_or(Endpoint{});
}

/// A value that is not the default of its type; another one for each `salt`.
template <class Value>
Value madeUp(unsigned salt)
{
    if constexpr (std::is_same_v<Value, std::string_view>) {
        static const std::string texts[]{"hello", "你好, \"two\" doors\n",
                                         std::string("\0\xff\x80", 3), "\\\t\x01"};
        return texts[salt % std::size(texts)];
    } else if constexpr (std::is_same_v<Value, Endpoint>) {
        return endpointOf(salt % 2 == 0 ? "127.0.0.1:12000" : "[fe80::1%7]:65535");
    } else if constexpr (std::is_same_v<Value, Nanoseconds>) {
        return Nanoseconds(1'000'000'007 + salt);
    } else if constexpr (std::is_enum_v<Value>) {
        if constexpr (hasNames<Value>)
            return static_cast<Value>(1 + salt % (names<Value>.size() - 1));
        else
            return static_cast<Value>(7 + salt);
    } else if constexpr (std::is_signed_v<Value>) {
        return static_cast<Value>(salt % 2 == 0 ? 5 : -5 - static_cast<int>(salt));
    } else {
        return static_cast<Value>(9 + salt);
    }
}

/// An event of the kind with each of its fields set.
inline Event filledEvent(Kind kind, unsigned salt = 0)
{
    Event event;
    event.kind = kind;
    event.who = {static_cast<Role>(salt % names<Role>.size()), static_cast<std::uint16_t>(salt)};
    event.evidence = static_cast<Evidence>(salt % names<Evidence>.size());
    forEachField(kind, [&]<class Value>(const Field<Value> &field) {
        event.*field.member = madeUp<Value>(salt++);
    });
    return event;
}

} // namespace twodoors
