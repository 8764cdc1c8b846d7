// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of a session file on a full disk.
#include "journal/session_files.h"

#include <algorithm>
#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>

namespace twodoors::tests
{

namespace
{

/// write(2) fails with EFBIG beyond so many bytes, after a partial write up to there.
void allowFileSize(rlim_t bytes)
{
    rlimit limit{};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
}

class FullDisk : public testing::TestWithParam<std::size_t>
{
protected:
    TemporaryFolder folder;
    std::filesystem::path path = folder.file("session.jsonl");
    SteadyClock clock;
    Journal journal{clock};

    void SetUp() override { fill(journal, 4); }

    void expectWholeLines()
    {
        const std::string text = textOf(path);
        ASSERT_TRUE(text.ends_with('\n'));
        EXPECT_TRUE(sessionText(journal).starts_with(text));
        Journal again(clock);
        const auto read = readSession(path, again);
        ASSERT_TRUE(read);
        EXPECT_FALSE(read->cut);
        EXPECT_FALSE(read->damage);
    }
};

INSTANTIATE_TEST_SUITE_P(SessionWriter, FullDisk,
                         testing::Values(std::size_t{0}, std::size_t{1}, std::size_t{97},
                                         std::size_t{1000}, std::size_t{5000}));

TEST_P(FullDisk, leavesWholeLinesAndSaysSo)
{
    const std::size_t room = headerLine(someHeader()).size() + GetParam();
    EXPECT_EQ(inChild([&] {
                  std::signal(SIGXFSZ, SIG_IGN);
                  auto writer = SessionWriter::open(path, someHeader());
                  if (!writer)
                      return 1;
                  allowFileSize(room);
                  const auto failure = writer->catchUp(journal);
                  if (!failure || failure->topic != "file-not-written" || failure->error != EFBIG
                      || valueOf(*failure, "file") != path.string())
                      return 2;
                  const std::string text = textOf(path);
                  const auto lines = std::count(text.begin(), text.end(), '\n') - 1;
                  return writer->written() == static_cast<std::size_t>(lines) ? 0 : 3;
              }),
              0);
    EXPECT_LE(textOf(path).size(), room);
    EXPECT_GT(textOf(path).size() + 1000, room); // as many as there was room for
    expectWholeLines();
}

TEST_P(FullDisk, goesOnWhenThereIsRoomAgain)
{
    const std::size_t room = headerLine(someHeader()).size() + GetParam();
    EXPECT_EQ(inChild([&] {
                  std::signal(SIGXFSZ, SIG_IGN);
                  auto writer = SessionWriter::open(path, someHeader());
                  if (!writer)
                      return 1;
                  allowFileSize(room);
                  if (!writer->catchUp(journal) || !writer->catchUp(journal))
                      return 2;
                  allowFileSize(RLIM_INFINITY);
                  return writer->catchUp(journal) ? 3 : 0;
              }),
              0);
    EXPECT_EQ(textOf(path), sessionText(journal));
    expectWholeLines();
}

TEST(FullDevice, isSaidWhenTheFileIsMade)
{
    struct stat status {};
    if (::stat("/dev/full", &status) != 0)
        GTEST_SKIP() << "there is no /dev/full";
    const auto writer = SessionWriter::open("/dev/full", someHeader());
    ASSERT_FALSE(writer);
    EXPECT_EQ(writer.failure().error, ENOSPC);
    EXPECT_EQ(valueOf(writer.failure(), "file"), "/dev/full");
}

TEST(FullDevice, maySwallowEverything)
{
    const SteadyClock clock;
    Journal journal(clock);
    fill(journal, 1);
    auto writer = SessionWriter::open("/dev/null", someHeader());
    ASSERT_TRUE(writer);
    EXPECT_FALSE(writer->catchUp(journal));
    EXPECT_EQ(writer->written(), journal.size());
}

} // namespace

} // namespace twodoors::tests
