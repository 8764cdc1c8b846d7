// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/checksum.h"

#include "wire/bytes.h"

namespace twodoors
{

std::uint64_t sumOf(std::string_view bytes) noexcept
{
    std::uint64_t sum = 0;
    for (std::size_t at = 0; at < bytes.size(); at += 2)
        sum += wordAt(bytes, at);
    return sum;
}

std::uint64_t pseudoHeaderSum(std::string_view addresses, std::uint64_t size,
                              unsigned protocol) noexcept
{
    return sumOf(addresses) + (size >> 16U) + (size & 0xFFFFU) + protocol;
}

std::uint16_t folded(std::uint64_t sum) noexcept
{
    while (sum >> 16U != 0)
        sum = (sum & 0xFFFFU) + (sum >> 16U);
    return static_cast<std::uint16_t>(sum);
}

} // namespace twodoors
