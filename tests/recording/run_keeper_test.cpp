// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording/run_keeper.h"

#include "recording/open_recording.h"
#include "recording/recordings.h"

#include <algorithm>
#include <csignal>
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

namespace twodoors::tests
{

namespace
{

using namespace std::chrono_literals;
using testing::IsEmpty;
using testing::SizeIs;

class RunKeeping : public testing::Test
{
protected:
    [[nodiscard]] RunFolder folder(const RunBounds &bounds = {}) const
    {
        return RunFolder(path, bounds);
    }

    [[nodiscard]] std::vector<std::filesystem::path> files() const
    {
        std::vector<std::filesystem::path> found;
        for (const auto &entry : std::filesystem::directory_iterator(path))
            found.push_back(entry.path());
        std::ranges::sort(found);
        return found;
    }

    /// The file of a run whose program was killed after so many remarks.
    void leaveBehind(std::string start, std::size_t remarks) const
    {
        Recording recording;
        recording.header = someHeader();
        recording.header.start = std::move(start);
        for (std::size_t i = 0; i < remarks; ++i)
            remark(recording, "x");
        auto running = folder({1000}).begin(recording.header);
        ASSERT_TRUE(running);
        auto writer =
            SessionWriter::into(std::move(running->file), running->path, recording.header);
        ASSERT_TRUE(writer && !writer->catchUp(recording.journal));
    }

    [[nodiscard]] std::vector<std::size_t> crashedEvents() const
    {
        std::vector<std::size_t> events;
        for (const KeptRun &run : folder().crashed())
            events.push_back(run.events);
        return events;
    }

    const TemporaryFolder temporary;
    const std::filesystem::path path = temporary.file("state") / "twodoors" / "runs";
};

/// Yields until it is so, for as long as a busy machine may take.
template <class Condition>
bool until(Condition &&condition)
{
    const auto deadline = std::chrono::steady_clock::now() + 60s;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline)
            return false;
        std::this_thread::yield();
    }
    return true;
}

TEST_F(RunKeeping, writesARunAsItGoesForItsOwnerAlone)
{
    Recording recording;
    recording.header = someHeader();
    RunKeeper keeper(recording, folder());
    for (std::size_t i = 1; i <= 100; ++i) {
        remark(recording, "x");
        ASSERT_TRUE(until([&] { return keeper.written() == i; }));
    }
    ASSERT_THAT(files(), SizeIs(1));
    const auto file = files().front();
    EXPECT_EQ(std::filesystem::status(file).permissions(), std::filesystem::perms(0600));
    for (auto made = path; made != temporary.file("state").parent_path(); made = made.parent_path())
        EXPECT_EQ(std::filesystem::status(made).permissions(), std::filesystem::perms(0700));
    EXPECT_EQ(textOf(file), sessionText(recording.journal));
    EXPECT_THAT(folder().crashed(), IsEmpty()) << "it is in use";
}

TEST_F(RunKeeping, endsAsIsChosen)
{
    Recording recording;
    recording.header = someHeader();
    {
        RunKeeper keeper(recording, folder());
        remark(recording, "x");
        keeper.end(AtEnd::Remove);
        EXPECT_THAT(files(), IsEmpty());
    }
    for (int i = 0; i < 2; ++i) {
        RunKeeper keeper(recording, folder());
        remark(recording, "to the last");
    }
    ASSERT_THAT(files(), SizeIs(2)) << "the second takes nothing from the first";
    EXPECT_EQ(textOf(files().back()), sessionText(recording.journal));
    EXPECT_THAT(folder().crashed(), IsEmpty());
}

/// Reads numbers as they come, until `enough` or the end; the last one.
std::size_t lastOf(int pipe, std::size_t enough)
{
    std::size_t last = 0;
    std::size_t number = 0;
    while (last < enough && ::read(pipe, &number, sizeof number) == sizeof number)
        last = number;
    return last;
}

TEST_F(RunKeeping, aKilledRunIsThereWithAllThatWasWritten)
{
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0);
    const Descriptor reader(ends[0]);
    Descriptor writer(ends[1]);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        Recording recording;
        prepare(recording);
        RunKeeper keeper(recording, folder());
        perform(recording);
        while (true) { // until it is killed
            remark(recording, "a run that goes on and on");
            const std::size_t written = keeper.written();
            static_cast<void>(::write(writer.get(), &written, sizeof written));
        }
    }
    writer.reset();
    const std::size_t said = lastOf(reader.get(), 3000);
    EXPECT_GE(said, 3000U);
    EXPECT_THAT(folder().crashed(), IsEmpty()) << "it still runs";
    ::kill(child, SIGKILL);
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);

    const auto crashed = folder().crashed();
    ASSERT_THAT(crashed, SizeIs(1));
    EXPECT_GE(crashed.front().events, said);
    EXPECT_EQ(crashed.front().header.lesson, "tcp-echo");
    EXPECT_EQ(crashed.front().bytes, std::filesystem::file_size(crashed.front().path));
    Recording recording;
    const auto opened = openRecording(crashed.front().path, recording);
    ASSERT_TRUE(opened);
    EXPECT_EQ(recording.journal.size(), crashed.front().events);
    EXPECT_EQ(recording.lesson->id, "tcp-echo");
    for (const Failure &word : opened->words)
        EXPECT_EQ(word.topic, "session-cut");
}

TEST_F(RunKeeping, findsTheCrashedNewestFirst)
{
    EXPECT_THAT(folder().crashed(), IsEmpty()) << "not even the folder is there";
    leaveBehind("2026-11-24T10:00:00.000Z", 1);
    leaveBehind("2026-11-24T12:00:00.000Z", 0); // nothing to offer
    leaveBehind("2026-11-24T11:00:00.000Z", 30);
    EXPECT_EQ(crashedEvents(), (std::vector<std::size_t>{30, 1}));
    writeText(files()[1], textOf(files()[1]) + R"({"seq":31,"t":)"); // cut in the middle
    writeText(path / "2026-11-24T13.running.jsonl", "rubbish\n");
    EXPECT_EQ(crashedEvents(), (std::vector<std::size_t>{30, 1}));
}

TEST_F(RunKeeping, takenIsInNobodyElsesHands)
{
    leaveBehind("2026-11-24T10:00:00.000Z", 1);
    leaveBehind("2026-11-24T11:00:00.000Z", 2);
    leaveBehind("2026-11-24T12:00:00.000Z", 3);
    const auto crashed = folder().crashed();
    ASSERT_THAT(crashed, SizeIs(3));
    {
        const auto taken = folder().take(crashed[0]);
        ASSERT_TRUE(taken);
        EXPECT_EQ(crashedEvents(), (std::vector<std::size_t>{2, 1}));
        const auto again = folder().take(crashed[0]);
        ASSERT_FALSE(again);
        EXPECT_EQ(again.failure().topic, "kept-in-use");
        EXPECT_TRUE(folder().discard(crashed[0]));
    }
    EXPECT_EQ(crashedEvents(), (std::vector<std::size_t>{3, 2, 1})) << "it was not discarded";
    EXPECT_FALSE(folder().take(crashed[0])->keep());
    EXPECT_FALSE(folder().discard(crashed[1]));
    EXPECT_EQ(crashedEvents(), std::vector<std::size_t>{1});
    EXPECT_THAT(files(), SizeIs(2)) << "the one that was kept stays";
    EXPECT_FALSE(folder().take(crashed[1])) << "it is gone";
}

TEST_F(RunKeeping, isBoundedAndTheOldestGoFirst)
{
    for (int hour = 10; hour < 16; ++hour)
        leaveBehind("2026-11-24T" + std::to_string(hour) + ":00:00.000Z",
                    static_cast<std::size_t>(hour));
    const auto oldest = folder().take(folder().crashed().back());
    Recording recording;
    recording.header = someHeader();
    recording.header.start = "2026-11-24T16:00:00.000Z";
    remark(recording, "x");
    const RunKeeper keeper(recording, folder({4}));
    ASSERT_TRUE(until([&] { return keeper.written() == 1; }));
    EXPECT_THAT(files(), SizeIs(5)) << "4, and the one in use";
    EXPECT_EQ(crashedEvents(), (std::vector<std::size_t>{15, 14, 13}));
    // of bytes, too: but the newest stays
    leaveBehind("2026-11-24T17:00:00.000Z", 17);
    ASSERT_TRUE(folder({20, 100}).begin(someHeader()));
    EXPECT_EQ(crashedEvents(), std::vector<std::size_t>{17});
}

/// Keeps a run in a child, whose limits are changed first; the topics of what it said, and whether
/// the run went on.
std::string saidInChild(const RunFolder &folder, const std::function<void()> &change)
{
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe(ends.data()), 0);
    const Descriptor reader(ends[0]);
    Descriptor writer(ends[1]);
    const int status = inChild([&] {
        change();
        Recording recording;
        recording.header = someHeader();
        recording.header.source.clear();
        std::atomic<int> said = 0;
        RunKeeper keeper(recording, folder, [&](const Failure &failure) {
            static_cast<void>(writeAll(writer.get(), failure.topic + '\n'));
            ++said;
        });
        for (int i = 0; i < 1000; ++i)
            remark(recording, std::string(100, 'x'));
        const bool isSaid = until([&] { return said > 0; });
        keeper.end(AtEnd::Keep);
        return isSaid && said == 1 && recording.journal.size() == 1000 ? 0 : 1;
    });
    EXPECT_EQ(status, 0);
    writer.reset();
    std::string text(1000, '\0');
    const ssize_t got = ::read(reader.get(), text.data(), text.size());
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return text;
}

TEST_F(RunKeeping, whatFailsIsSaidOnceAndTheRunGoesOn)
{
    const auto nothing = [] {};
    EXPECT_EQ(saidInChild(RunFolder("/proc/none/runs"), nothing), "kept-not-begun\n");
    EXPECT_EQ(saidInChild(folder({20, 20'000}), nothing), "kept-too-large\n");
    EXPECT_EQ(saidInChild(folder(),
                          [] {
                              ::signal(SIGXFSZ, SIG_IGN); // EFBIG, as ENOSPC on a full disk
                              const rlimit limit{10'000, 10'000};
                              ::setrlimit(RLIMIT_FSIZE, &limit);
                          }),
              "kept-not-written\n");
    for (const auto &file : files()) { // all that was written is whole
        Recording recording;
        const auto opened = openRecording(file, recording);
        EXPECT_TRUE(opened && opened->isWhole);
        EXPECT_GT(recording.journal.size(), 20U);
    }
}

TEST(RunFolder, standsWhereTheUsersStateIs)
{
    struct Row {
        const char *state;
        const char *home;
        const char *path;
    };
    for (const Row &row : {Row{"/s", "/h", "/s/twodoors/runs"},
                           Row{"relative", "/h", "/h/.local/state/twodoors/runs"},
                           Row{nullptr, "/h", "/h/.local/state/twodoors/runs"},
                           Row{nullptr, nullptr, nullptr}, Row{nullptr, "", nullptr}}) {
        EXPECT_EQ(inChild([&] {
                      const auto set = [](const char *name, const char *value) {
                          value == nullptr ? ::unsetenv(name) : ::setenv(name, value, 1);
                      };
                      set("XDG_STATE_HOME", row.state);
                      set("HOME", row.home);
                      const auto path = RunFolder::usual();
                      return (path ? row.path != nullptr && *path == row.path : row.path == nullptr)
                                 ? 0
                                 : 1;
                  }),
                  0);
    }
}

} // namespace

} // namespace twodoors::tests
