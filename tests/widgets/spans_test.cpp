// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/spans.h"

#include <gtest/gtest.h>
#include <random>

namespace twodoors::tests
{

namespace
{

class SpansOfRandomLength : public testing::Test
{
protected:
    SpansOfRandomLength()
    {
        std::mt19937 random(3);
        for (std::uint32_t begin = 1; begin < 8000;
             begin += 1 + static_cast<std::uint32_t>(random() % 3)) {
            const std::uint32_t place = m_spans.open(static_cast<Seq>(begin));
            const std::uint32_t length =
                random() % 100 == 0 ? 4000 : static_cast<std::uint32_t>(random() % 5);
            if (random() % 500 != 0)
                m_spans.close(place, static_cast<Seq>(begin + length), Nanoseconds{length});
        }
    }

    [[nodiscard]] bool reaches(std::size_t place, Seq end) const
    {
        return m_spans[place].end == Seq::None || m_spans[place].end >= end;
    }

    Spans m_spans;
};

TEST_F(SpansOfRandomLength, ThoseAcrossAMomentAreFoundAndNoOthers)
{
    for (std::uint32_t moment = 1; moment < 8000; moment += 97) {
        const auto at = static_cast<Seq>(moment);
        std::vector<std::size_t> expected;
        for (std::size_t place = 0; place < m_spans.size(); ++place) {
            if (m_spans[place].begin < at && reaches(place, at))
                expected.push_back(place);
        }
        std::vector<std::size_t> found;
        m_spans.forEachAcross(at, [&](std::uint32_t place, const Spans::Span &) {
            found.push_back(place);
            return true;
        });
        EXPECT_EQ(found, expected) << moment;
    }
}

TEST_F(SpansOfRandomLength, LongOnesAreFoundAndNoOthers)
{
    constexpr std::uint32_t far = 100;
    std::vector<std::size_t> expected;
    for (std::size_t place = 0; place < m_spans.size(); ++place) {
        const Seq begin = m_spans[place].begin;
        if (begin >= Seq{1000} && begin <= Seq{6000}
            && reaches(place, static_cast<Seq>(number(begin) + far)))
            expected.push_back(place);
    }
    const auto find = [&](const Spans::Length &least) {
        std::vector<std::size_t> found;
        m_spans.forEachLong(Seq{1000}, Seq{6000}, least,
                            [&](std::uint32_t place, const Spans::Span &) {
                                found.push_back(place);
                                return true;
                            });
        return found;
    };
    EXPECT_EQ(find({far, Nanoseconds{0}}), expected);
    EXPECT_EQ(find({0, Nanoseconds{far}}), expected);
    EXPECT_FALSE(expected.empty());
}

} // namespace

} // namespace twodoors::tests
