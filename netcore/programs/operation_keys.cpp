// SPDX-License-Identifier: GPL-3.0-or-later
#include "programs/operation_keys.h"

#include <fmt/format.h>

namespace twodoors
{

namespace
{

using enum KeyPart;

constexpr OperationKey door{"door", Door, NameKind::Door};
constexpr OperationKey value{"value", Value, NameKind::Bytes};
constexpr OperationKey address{"address", Address, NameKind::Address};
constexpr OperationKey size{"size", Size};
constexpr OperationKey option{"option", Option};
constexpr OperationKey from{"from", From, NameKind::Address};
constexpr OperationKey bytesInto{"into", Into, NameKind::Bytes};
constexpr OperationKey doorInto{"into", Into, NameKind::Door};
constexpr OperationKey addressInto{"into", Into, NameKind::Address};
constexpr OperationKey numberInto{"into", Into, NameKind::Number};

template <Operation operation>
constexpr std::array<OperationKey, 0> keys{};

template <>
constexpr std::array keys<Operation::Socket>{OperationKey{"protocol", Protocol}, doorInto};
template <>
constexpr std::array keys<Operation::Bind>{door, address};
template <>
constexpr std::array keys<Operation::Listen>{door, OperationKey{"backlog", Backlog}};
template <>
constexpr std::array keys<Operation::Accept>{door, doorInto, from};
template <>
constexpr std::array keys<Operation::Connect>{door, address};
template <>
constexpr std::array keys<Operation::Send>{door, value};
template <>
constexpr std::array keys<Operation::Recv>{door, size, bytesInto};
template <>
constexpr std::array keys<Operation::SendTo>{door, value, address};
template <>
constexpr std::array keys<Operation::RecvFrom>{door, size, bytesInto, from};
template <>
constexpr std::array keys<Operation::SetSockOpt>{door, option, OperationKey{"value", OptionValue}};
template <>
constexpr std::array keys<Operation::GetSockOpt>{door, option, numberInto};
template <>
constexpr std::array keys<Operation::GetSockName>{door, addressInto};
template <>
constexpr std::array keys<Operation::GetPeerName>{door, addressInto};
template <>
constexpr std::array keys<Operation::Shutdown>{door, OperationKey{"direction", ShutdownDirection}};
template <>
constexpr std::array keys<Operation::Close>{door};
template <>
constexpr std::array keys<Operation::Poll>{door, OperationKey{"direction", PollDirection},
                                           OperationKey{"milliseconds", PollTime},
                                           OperationKey{"into", Into, NameKind::Number, true}};
template <>
constexpr std::array keys<Operation::Input>{bytesInto};
template <>
constexpr std::array keys<Operation::Clear>{bytesInto};
template <>
constexpr std::array keys<Operation::Upper>{value, bytesInto};
template <>
constexpr std::array keys<Operation::Append>{value,
                                             OperationKey{"into", AppendedInto, NameKind::Bytes}};
template <>
constexpr std::array keys<Operation::Print>{value};
template <>
constexpr std::array keys<Operation::Sleep>{OperationKey{"milliseconds", SleepTime}};
template <>
constexpr std::array keys<Operation::BreakIfEmpty>{value};

constexpr auto allKeys = []<std::size_t... index>(std::index_sequence<index...>)
{
    return std::array{std::span<const OperationKey>(keys<static_cast<Operation>(index)>)...};
}
(std::make_index_sequence<names<Operation>.size()>{});

} // namespace

std::span<const OperationKey> keysOf(Operation operation) noexcept
{
    return allKeys[static_cast<std::size_t>(operation)];
}

std::vector<std::string_view> keyWords(Operation operation)
{
    std::vector<std::string_view> words;
    for (const OperationKey &key : keysOf(operation))
        words.push_back(key.word);
    return words;
}

std::string formOf(Operation operation)
{
    std::string form;
    for (const std::string_view word : keyWords(operation))
        form += fmt::format("{}{}: …", form.empty() ? "" : ", ", word);
    return form.empty() ? fmt::format("{}: […]", nameOf(operation))
                        : fmt::format("{}: {{{}}}", nameOf(operation), form);
}

} // namespace twodoors
