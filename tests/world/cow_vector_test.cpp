// SPDX-License-Identifier: GPL-3.0-or-later
#include "world/cow_vector.h"

#include <gtest/gtest.h>
#include <random>
#include <string>
#include <thread>

namespace twodoors::tests
{

namespace
{

using Vector = CowVector<std::string, 4>;

std::vector<std::string> contentOf(const Vector &vector)
{
    std::vector<std::string> content;
    for (std::size_t i = 0; i < vector.size(); ++i)
        content.push_back(vector[i]);
    return content;
}

TEST(CowVector, growsAndChanges)
{
    Vector vector;
    EXPECT_TRUE(vector.empty());
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(vector.append(std::to_string(i)), std::to_string(i));
    EXPECT_EQ(vector.size(), 10U);
    vector.edit(7) = "seven";
    EXPECT_EQ(vector[7], "seven");
    EXPECT_EQ(vector[6], "6");
}

TEST(CowVector, copiesDoNotSeeEachOther)
{
    for (std::size_t size = 0; size < 10; ++size) {
        Vector original;
        for (std::size_t i = 0; i < size; ++i)
            original.append(std::to_string(i));
        const Vector kept = original;
        Vector copy = original;
        const auto before = contentOf(original);
        for (std::size_t i = 0; i < size; ++i)
            copy.edit(i) = "changed";
        copy.append("copy's");
        original.append("original's");
        EXPECT_EQ(contentOf(kept), before);
        EXPECT_EQ(copy.size(), size + 1);
        EXPECT_EQ(copy[size], "copy's");
        EXPECT_EQ(original[size], "original's");
        for (std::size_t i = 0; i < size; ++i)
            EXPECT_EQ(original[i], std::to_string(i));
    }
}

TEST(CowVector, sharesWhatNobodyChanged)
{
    Vector original;
    for (int i = 0; i < 12; ++i)
        original.append(std::to_string(i));
    Vector copy = original;
    copy.edit(0) = "changed";
    EXPECT_NE(&copy[0], &original[0]);
    EXPECT_EQ(&copy[4], &original[4]);
    EXPECT_EQ(&copy[11], &original[11]);
}

TEST(CowVector, behavesAsVectorsDo)
{
    std::mt19937 random(1);
    std::vector<std::pair<Vector, std::vector<std::string>>> all(1);
    for (int step = 0; step < 5000; ++step) {
        auto &[vector, model] = all[random() % all.size()];
        const std::string text = std::to_string(step);
        switch (random() % 4) {
        case 0:
            if (all.size() < 20) {
                const auto copy = all[random() % all.size()];
                all.push_back(copy);
            } else {
                all[random() % all.size()] = all[random() % all.size()];
            }
            break;
        case 1:
            if (!model.empty()) {
                const std::size_t at = random() % model.size();
                vector.edit(at) = text;
                model[at] = text;
            }
            break;
        default:
            vector.append(text);
            model.push_back(text);
        }
    }
    for (const auto &[vector, model] : all)
        EXPECT_EQ(contentOf(vector), model);
}

TEST(CowVector, copiesMayBelongToThreads)
{
    Vector original;
    for (int i = 0; i < 1000; ++i)
        original.append("shared");
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([copy = original, thread]() mutable {
            const std::string mine = std::to_string(thread);
            for (std::size_t i = 0; i < copy.size(); ++i) {
                ASSERT_EQ(copy[i], "shared");
                copy.edit(i) = mine;
                copy.append(mine);
                if (i == 500)
                    break;
            }
            for (std::size_t i = 0; i <= 500; ++i)
                ASSERT_EQ(copy[i], mine);
        });
    }
    threads.clear();
    EXPECT_EQ(original[0], "shared");
    EXPECT_EQ(original.size(), 1000U);
}

} // namespace

} // namespace twodoors::tests
