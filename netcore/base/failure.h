// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace twodoors
{

/// Why something could not be done: a key of the message catalogue and what its sentence names, so
/// that it can be said in each language; and the errno, 0 where no system call was involved.
struct Failure {
    std::string topic;
    std::vector<std::pair<std::string, std::string>> values;
    int error = 0;
};

/// A value, or why there is none.
template <class Value>
class [[nodiscard]] Result
{
public:
    Result(Value value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Failure failure) : m_state(std::in_place_index<1>, std::move(failure)) {}

    [[nodiscard]] explicit operator bool() const noexcept { return m_state.index() == 0; }

    [[nodiscard]] Value &operator*() & { return std::get<0>(m_state); }
    [[nodiscard]] const Value &operator*() const & { return std::get<0>(m_state); }
    [[nodiscard]] Value &&operator*() && { return std::get<0>(std::move(m_state)); }
    [[nodiscard]] Value *operator->() { return &std::get<0>(m_state); }
    [[nodiscard]] const Value *operator->() const { return &std::get<0>(m_state); }

    [[nodiscard]] const Failure &failure() const { return std::get<1>(m_state); }

private:
    std::variant<Value, Failure> m_state;
};

} // namespace twodoors
