// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace twodoors
{

enum class Family : std::uint8_t { None, IPv4, IPv6 };

/// An IP address and a port, in host byte order for the port, network byte order for the address.
/// An IPv4 address stands in the first four bytes; the rest is zero.
struct Endpoint {
    Family family = Family::None;
    std::uint16_t port = 0;
    std::uint32_t scope = 0; ///< IPv6 scope id (RFC 4007), 0 for none
    std::array<std::uint8_t, 16> address{};

    [[nodiscard]] constexpr bool isSet() const noexcept { return family != Family::None; }
    [[nodiscard]] bool isAnyAddress() const noexcept;
    [[nodiscard]] bool isLoopback() const noexcept;

    /// The address alone: "127.0.0.1", "fe80::1%2"; empty where there is none.
    [[nodiscard]] std::string addressText() const;

    /// Address and port: "127.0.0.1:12000", "[::1]:12000"; empty where there is none.
    [[nodiscard]] std::string text() const;

    /// The longest text() there is.
    static constexpr std::size_t longestText = 72;

    /// Writes text() to `out`, which has room for longestText bytes, and returns its end.
    [[nodiscard]] char *writeText(char *out) const noexcept;

    /// Reads what text() writes; nothing where it is not of that form.
    [[nodiscard]] static std::optional<Endpoint> fromText(std::string_view text);

    friend constexpr bool operator==(const Endpoint &, const Endpoint &) noexcept = default;

private:
    [[nodiscard]] char *writeAddress(char *out) const noexcept;
};

/// An address without a port, as people write it ("127.0.0.1", "::1", "fe80::1%2"); no names.
[[nodiscard]] std::optional<Endpoint> endpointFromAddress(std::string_view address,
                                                          std::uint16_t port);

} // namespace twodoors
