// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/endpoint.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <cstring>

namespace twodoors
{

namespace
{

template <class Number>
std::optional<Number> wholeNumber(std::string_view text)
{
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

} // namespace

bool Endpoint::isAnyAddress() const noexcept
{
    return isSet() && std::ranges::all_of(address, [](std::uint8_t byte) { return byte == 0; });
}

bool Endpoint::isLoopback() const noexcept
{
    if (family == Family::IPv4)
        return address[0] == 127;
    if (family != Family::IPv6)
        return false;
    return std::all_of(address.begin(), address.end() - 1,
                       [](std::uint8_t byte) { return byte == 0; })
           && address.back() == 1;
}

char *Endpoint::writeAddress(char *out) const noexcept
{
    char *const end = out + longestText;
    if (family == Family::IPv4) {
        for (std::size_t i = 0; i < 4; ++i) {
            if (i > 0)
                *out++ = '.';
            out = std::to_chars(out, end, address[i]).ptr;
        }
    } else if (family == Family::IPv6
               && inet_ntop(AF_INET6, address.data(), out, INET6_ADDRSTRLEN) != nullptr) {
        out += std::strlen(out);
        if (scope != 0) {
            *out++ = '%';
            out = std::to_chars(out, end, scope).ptr;
        }
    }
    return out;
}

char *Endpoint::writeText(char *out) const noexcept
{
    if (!isSet())
        return out;
    char *const end = out + longestText;
    if (family == Family::IPv6)
        *out++ = '[';
    out = writeAddress(out);
    if (family == Family::IPv6)
        *out++ = ']';
    *out++ = ':';
    return std::to_chars(out, end, port).ptr;
}

std::string Endpoint::addressText() const
{
    std::array<char, longestText> text{};
    return {text.data(), writeAddress(text.data())};
}

std::string Endpoint::text() const
{
    std::array<char, longestText> text{};
    return {text.data(), writeText(text.data())};
}

std::optional<Endpoint> Endpoint::fromText(std::string_view text)
{
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos)
        return std::nullopt;
    const auto port = wholeNumber<std::uint16_t>(text.substr(colon + 1));
    std::string_view host = text.substr(0, colon);
    const bool bracketed = host.size() >= 2 && host.front() == '[' && host.back() == ']';
    if (bracketed)
        host = host.substr(1, host.size() - 2);
    if (!port || bracketed != (host.find(':') != std::string_view::npos))
        return std::nullopt;
    return endpointFromAddress(host, *port);
}

std::optional<Endpoint> endpointFromAddress(std::string_view address, std::uint16_t port)
{
    Endpoint endpoint;
    endpoint.port = port;
    const std::size_t percent = address.find('%');
    const bool hasScope = percent != std::string_view::npos;
    if (hasScope) {
        const auto scope = wholeNumber<std::uint32_t>(address.substr(percent + 1));
        if (!scope)
            return std::nullopt;
        endpoint.scope = *scope;
        address = address.substr(0, percent);
    }
    const std::string text{address};
    if (text.find('\0') != std::string::npos)
        return std::nullopt;
    if (!hasScope && inet_pton(AF_INET, text.c_str(), endpoint.address.data()) == 1) {
        endpoint.family = Family::IPv4;
        return endpoint;
    }
    if (inet_pton(AF_INET6, text.c_str(), endpoint.address.data()) == 1) {
        endpoint.family = Family::IPv6;
        return endpoint;
    }
    return std::nullopt;
}

} // namespace twodoors
