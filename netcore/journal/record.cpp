// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/record.h"

#include <cstring>

namespace twodoors
{

namespace
{

// A record: time, cause, number of who, which fields follow (one bit a field, in the table's
// order), kind, role of who, evidence; then the fields. It is written and read part by part, not as
// a struct: bytes read back in other pieces than they were just written in make a processor wait.
inline constexpr std::size_t headSize = 8 + 4 + 2 + 2 + 1 + 1 + 1;

inline constexpr std::uint32_t liesOutside = 0x8000'0000U;

template <class Value>
void put(std::byte *&out, const Value &value) noexcept
{
    static_assert(std::is_trivially_copyable_v<Value>);
    std::memcpy(out, &value, sizeof value);
    out += sizeof value;
}

template <class Value>
void take(const std::byte *&in, Value &value) noexcept
{
    static_assert(std::is_trivially_copyable_v<Value>);
    std::memcpy(&value, in, sizeof value);
    in += sizeof value;
}

void put(std::byte *&out, std::string_view text) noexcept
{
    if (text.size() <= longestInlineBytes) {
        put(out, static_cast<std::uint32_t>(text.size()));
        std::memcpy(out, text.data(), text.size());
        out += text.size();
        return;
    }
    put(out, liesOutside);
    put(out, text.data());
    put(out, text.size());
}

void take(const std::byte *&in, std::string_view &text) noexcept
{
    std::uint32_t size = 0;
    take(in, size);
    if (size != liesOutside) {
        text = {reinterpret_cast<const char *>(in), size};
        in += size;
        return;
    }
    const char *data = nullptr;
    std::size_t outsideSize = 0;
    take(in, data);
    take(in, outsideSize);
    text = {data, outsideSize};
}

void put(std::byte *&out, const Endpoint &endpoint) noexcept
{
    put(out, endpoint.family);
    put(out, endpoint.port);
    if (endpoint.family == Family::IPv6) {
        put(out, endpoint.scope);
        put(out, endpoint.address);
    } else {
        std::memcpy(out, endpoint.address.data(), 4);
        out += 4;
    }
}

void take(const std::byte *&in, Endpoint &endpoint) noexcept
{
    take(in, endpoint.family);
    take(in, endpoint.port);
    if (endpoint.family == Family::IPv6) {
        take(in, endpoint.scope);
        take(in, endpoint.address);
    } else {
        std::memcpy(endpoint.address.data(), in, 4);
        in += 4;
    }
}

} // namespace

std::size_t packRecord(const Event &event, Nanoseconds t, std::byte *out) noexcept
{
    std::byte *end = out + headSize;
    std::uint16_t present = 0;
    unsigned bit = 0;
    forEachField(event.kind, [&](const auto &field) {
        if (!isDefault(event.*field.member, field.member)) {
            present = static_cast<std::uint16_t>(present | (1U << bit));
            put(end, event.*field.member);
        }
        ++bit;
    });
    std::byte *head = out;
    put(head, std::int64_t{t.count()});
    put(head, number(event.cause));
    put(head, event.who.number);
    put(head, present);
    put(head, event.kind);
    put(head, event.who.role);
    put(head, event.evidence);
    return static_cast<std::size_t>(end - out);
}

Kind kindOfRecord(const std::byte *record) noexcept
{
    constexpr std::size_t place = 8 + 4 + 2 + 2;
    return static_cast<Kind>(record[place]);
}

Nanoseconds timeOfRecord(const std::byte *record) noexcept
{
    std::int64_t t = 0;
    take(record, t);
    return Nanoseconds(t);
}

Event unpackRecord(Seq seq, const std::byte *record) noexcept
{
    const std::byte *in = record;
    std::int64_t t = 0;
    std::uint16_t present = 0;
    Event event;
    event.seq = seq;
    take(in, t);
    event.t = Nanoseconds(t);
    take(in, event.cause);
    take(in, event.who.number);
    take(in, present);
    take(in, event.kind);
    take(in, event.who.role);
    take(in, event.evidence);
    unsigned bit = 0;
    forEachField(event.kind, [&](const auto &field) {
        if ((present & (1U << bit)) != 0)
            take(in, event.*field.member);
        ++bit;
    });
    return event;
}

} // namespace twodoors
