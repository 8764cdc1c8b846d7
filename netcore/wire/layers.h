// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wire/field_writer.h"

#include <optional>

namespace twodoors
{

/// What IP says of the layer that it carries.
struct Carried {
    std::size_t at = 0;           ///< where the layer begins
    std::string_view addresses{}; ///< source and destination, as in a pseudo header
    bool isFragment = false;      ///< only the first part of it is here, as IP says
    bool isCut = false;           ///< bytes that IP announces are not here

    [[nodiscard]] bool isWhole() const noexcept { return !isFragment && !isCut; }
};

/// From the IP header on, whichever version it is.
void decodeIp(FieldWriter &writer, std::size_t at);
void decodeIpv4(FieldWriter &writer, std::size_t at);
void decodeIpv4Options(FieldWriter &writer, std::size_t at, std::size_t size);
void decodeIpv6(FieldWriter &writer, std::size_t at);

/// An IPv6 extension header (RFC 8200, 4).
struct Extension {
    unsigned next = 0;
    std::size_t end = 0;
    bool isFragment = false;
    bool isLaterFragment = false;
    std::size_t lastAddress = 0; ///< of a routing header: where its last address stands, 0 for none
};

/// Nothing where `number` is no extension header that is known here, or there is not all of it.
[[nodiscard]] std::optional<Extension> decodeExtension(FieldWriter &writer, unsigned number,
                                                       std::size_t at);

/// The layer with that protocol number (IPv4) or next header value (IPv6).
void decodeCarried(FieldWriter &writer, unsigned protocol, const Carried &carried);
void decodeTcp(FieldWriter &writer, const Carried &carried);
void decodeTcpOptions(FieldWriter &writer, std::size_t at, std::size_t size);
void decodeUdp(FieldWriter &writer, const Carried &carried);
void decodeIcmp(FieldWriter &writer, const Carried &carried);
void decodeIcmpv6(FieldWriter &writer, const Carried &carried);

/// Bytes that nothing is known of.
void decodeData(FieldWriter &writer, std::size_t at);

/// The packet that an error message quotes; returns its end.
std::size_t decodeQuoted(FieldWriter &writer, std::size_t at);

/// Adds a checksum field. `sum` is the sum of all that it covers, itself too; nothing where it
/// cannot be checked. Returns the checksum that would fit.
std::optional<std::uint16_t> addChecksum(FieldWriter &writer, FieldId id, std::size_t at,
                                         std::optional<std::uint64_t> sum);

} // namespace twodoors
