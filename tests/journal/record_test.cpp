// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/record.h"

#include "journal/events.h"

#include <array>
#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

class OfEachKind : public testing::TestWithParam<Kind>
{
protected:
    /// Through a block that ends where the record does, so that a sanitizer sees what lies beyond.
    static Event packedAndBack(const Event &event)
    {
        std::array<std::byte, largestRecord> room{};
        const std::size_t size = packRecord(event, event.t, room.data());
        EXPECT_LE(size, largestRecord);
        block.assign(room.begin(), room.begin() + static_cast<std::ptrdiff_t>(size));
        return unpackRecord(event.seq, block.data());
    }

    static inline std::vector<std::byte> block;
};

INSTANTIATE_TEST_SUITE_P(Record, OfEachKind, testing::ValuesIn(allKinds()),
                         [](const auto &row) { return std::string(nameOf(row.param)); });

TEST_P(OfEachKind, keepsEachFieldAndNoField)
{
    for (unsigned salt = 0; salt < 20; ++salt) {
        Event event = filledEvent(GetParam(), salt);
        event.seq = Seq{7};
        event.t = Nanoseconds(std::int64_t{1} << 60);
        event.cause = Seq{6};
        EXPECT_TRUE(isSame(packedAndBack(event), event)) << salt;
    }
    Event bare;
    bare.kind = GetParam();
    EXPECT_TRUE(isSame(packedAndBack(bare), bare));
}

TEST_P(OfEachKind, keepsEachFieldAlone)
{
    forEachField(GetParam(), [&]<class Value>(const Field<Value> &field) {
        Event event;
        event.kind = GetParam();
        event.*field.member = madeUp<Value>(0);
        EXPECT_TRUE(isSame(packedAndBack(event), event)) << field.key;
    });
}

TEST_P(OfEachKind, fitsAtItsLargest)
{
    for (const std::size_t size : {longestInlineBytes, longestInlineBytes + 1}) {
        const std::string text(size, 'x');
        Event event = filledEvent(GetParam(), 1);
        forEachField(GetParam(), [&]<class Value>(const Field<Value> &field) {
            if constexpr (std::is_same_v<Value, std::string_view>)
                event.*field.member = text;
            if constexpr (std::is_same_v<Value, Endpoint>)
                event.*field.member = endpointOf("[ffff::1%4294967295]:65535");
        });
        EXPECT_TRUE(isSame(packedAndBack(event), event)) << size;
    }
}

} // namespace

} // namespace twodoors::tests
