// SPDX-License-Identifier: GPL-3.0-or-later
#include "notes/field_words.h"

#include <array>

namespace twodoors
{

std::string_view valueSectionOf(FieldId field) noexcept
{
    switch (field) {
    case FieldId::IpReservedFlag:
    case FieldId::IpDontFragment:
    case FieldId::IpMoreFragments:
    case FieldId::IpOptionCopy:
    case FieldId::Ipv6OptionChange:
    case FieldId::Ipv6FragmentMore:
    case FieldId::TcpFlagReserved:
    case FieldId::TcpFlagAccurateEcn:
    case FieldId::TcpFlagCwr:
    case FieldId::TcpFlagEce:
    case FieldId::TcpFlagUrgent:
    case FieldId::TcpFlagAck:
    case FieldId::TcpFlagPush:
    case FieldId::TcpFlagReset:
    case FieldId::TcpFlagSyn:
    case FieldId::TcpFlagFin:
        return "bit";
    case FieldId::IpChecksum:
    case FieldId::TcpChecksum:
    case FieldId::UdpChecksum:
    case FieldId::IcmpChecksum:
    case FieldId::Icmpv6Checksum:
        return "checksum";
    case FieldId::IpProtocol:
    case FieldId::Ipv6NextHeader:
    case FieldId::Ipv6HopByHopNext:
    case FieldId::Ipv6DestinationOptionsNext:
    case FieldId::Ipv6RoutingNext:
    case FieldId::Ipv6FragmentNext:
        return "protocol";
    case FieldId::IpEcn:
    case FieldId::Ipv6Ecn:
        return "ecn";
    case FieldId::IpDscp:
    case FieldId::Ipv6Dscp:
        return "dscp";
    case FieldId::IpLength:
        return "length";
    case FieldId::IpFlags:
        return "fragmentation";
    case FieldId::IpOptionType:
        return "ip-option";
    case FieldId::IpOptionClass:
        return "ip-option-class";
    case FieldId::IpOptionFlag:
        return "ip-timestamps";
    case FieldId::Ipv6OptionType:
        return "ipv6-option";
    case FieldId::Ipv6OptionAction:
        return "ipv6-action";
    case FieldId::Ipv6OptionRouterAlert:
        return "ipv6-router-alert";
    case FieldId::Ipv6RoutingType:
        return "ipv6-route";
    case FieldId::TcpFlags:
        return "tcp-flags";
    case FieldId::TcpOptionKind:
        return "tcp-option";
    case FieldId::IcmpType:
        return "icmp-type";
    case FieldId::IcmpCode:
        return "icmp-code";
    case FieldId::Icmpv6Type:
        return "icmpv6-type";
    case FieldId::Icmpv6Code:
        return "icmpv6-code";
    case FieldId::Icmpv6OptionType:
        return "icmpv6-option";
    case FieldId::Cut:
        return "cut";
    case FieldId::Malformed:
        return "malformed";
    default:
        return {};
    }
}

namespace
{

std::string valueInWords(const PacketField &field, const Catalogue &catalogue)
{
    const std::string_view section = valueSectionOf(field.id);
    if (section.empty())
        return {};
    const std::string start = "fieldvalue." + std::string(section) + '.';
    const std::string key = start + (field.meaning.empty() ? field.value : field.meaning);
    if (catalogue.has(key))
        return catalogue.text(key);
    return field.id == FieldId::TcpFlags ? field.meaning : std::string{};
}

} // namespace

FieldWords wordsFor(const PacketField &field, const Catalogue &catalogue)
{
    const std::string key = "field." + std::string(field.name);
    const std::array<std::pair<std::string, std::string>, 2> values{
        {{"value", field.value}, {"size", std::to_string(field.size)}}};
    return {catalogue.text(key + ".name"), valueInWords(field, catalogue),
            catalogue.text(key + ".meaning", values)};
}

} // namespace twodoors
