// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/export/exports.h"

#include "recording/open_recording.h"
#include "recording/recordings.h"
#include "wire/made_packets.h"

#include <algorithm>
#include <csignal>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>

namespace twodoors::tests
{

namespace
{

using testing::HasSubstr;

using Export = std::optional<Failure> (*)(const std::filesystem::path &, const Recording &,
                                          std::size_t end, const ExportOptions &);

template <LogFormat format>
std::optional<Failure> log(const std::filesystem::path &path, const Recording &recording,
                           std::size_t end, const ExportOptions &options)
{
    return exportLog(path, format, recording, Catalogue(Tongue::Chinese), end, options);
}

std::optional<Failure> packets(const std::filesystem::path &path, const Recording &recording,
                               std::size_t end, const ExportOptions &options)
{
    return exportPackets(path, recording, Catalogue(Tongue::English), end, options);
}

struct Row {
    std::string name;
    Export write;
};

void PrintTo(const Row &row, std::ostream *out)
{
    *out << row.name;
}

/// A capture of some thousand datagrams, which everything can be exported of.
const Recording &manyPackets()
{
    static const auto recording = [] {
        auto made = std::make_unique<Recording>();
        std::vector<std::string> datagrams;
        for (int i = 0; i < 8000; ++i)
            datagrams.push_back(udpPacket(end("10.0.0.1:4000"), end("10.0.0.2:12000"), "hello"));
        const TemporaryFolder folder;
        writeText(folder.file("capture"), pcapFile(datagrams));
        EXPECT_TRUE(openRecording(folder.file("capture"), *made));
        return made;
    }();
    return *recording;
}

class Exports : public testing::TestWithParam<Row>
{
protected:
    [[nodiscard]] std::optional<std::string> exported(std::size_t end,
                                                      const ExportOptions &options = {}) const
    {
        const auto failure = GetParam().write(file, recording, end, options);
        return failure ? std::optional(failure->topic) : std::nullopt;
    }

    /// How many files there are, whatever their names.
    [[nodiscard]] std::size_t files() const
    {
        const std::filesystem::directory_iterator entries(file.parent_path());
        return static_cast<std::size_t>(
            std::distance(begin(entries), std::filesystem::end(entries)));
    }

    const TemporaryFolder folder;
    const std::filesystem::path file = folder.file("导出 file");
    const Recording &recording = manyPackets();
    const std::size_t size = recording.journal.size();
};

INSTANTIATE_TEST_SUITE_P(Each, Exports,
                         testing::Values(Row{"text", log<LogFormat::Text>},
                                         Row{"jsonLines", log<LogFormat::JsonLines>},
                                         Row{"markdown", log<LogFormat::Markdown>},
                                         Row{"html", log<LogFormat::Html>},
                                         Row{"csv", log<LogFormat::Csv>},
                                         Row{"session", exportSession}, Row{"packets", packets}),
                         [](const auto &row) { return row.param.name; });

TEST_P(Exports, areWholeAndSayHowFarTheyAre)
{
    std::size_t last = 0;
    std::size_t count = 0;
    ExportOptions options;
    options.progress.report = [&](std::size_t done, std::size_t total) {
        EXPECT_LE(last, done);
        EXPECT_LE(done, total);
        last = done;
        ++count;
    };
    EXPECT_EQ(exported(size, options), std::nullopt);
    EXPECT_GE(count, 3U);
    EXPECT_EQ(files(), 1U);
    EXPECT_GT(std::filesystem::file_size(file), 100'000U);
    const mode_t mask = ::umask(0);
    ::umask(mask);
    struct stat status {};
    ASSERT_EQ(::stat(file.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0666U & ~mask);
}

TEST_P(Exports, endWhereTheyAreAskedTo)
{
    EXPECT_EQ(exported(10), std::nullopt);
    const auto part = textOf(file);
    EXPECT_EQ(exported(11, {IfThere::Replace, {}}), std::nullopt);
    EXPECT_LT(part.size(), textOf(file).size());
    EXPECT_LT(textOf(file).size(), 30'000U);
}

TEST_P(Exports, leaveNothingWhenCancelled)
{
    std::stop_source stop;
    ExportOptions options;
    options.progress = {stop.get_token(), [&](std::size_t done, std::size_t total) {
                            if (done > total / 2)
                                stop.request_stop();
                        }};
    EXPECT_EQ(exported(size, options), "cancelled");
    EXPECT_EQ(files(), 0U);
    writeText(file, "before");
    options.ifThere = IfThere::Replace;
    EXPECT_EQ(exported(size, options), "cancelled");
    EXPECT_EQ(textOf(file), "before");
    EXPECT_EQ(files(), 1U);
}

TEST_P(Exports, leaveNothingWhenTheDiskIsFull)
{
    writeText(file, "before");
    EXPECT_EQ(
        inChild([this] {
            ::signal(SIGXFSZ, SIG_IGN); // EFBIG, as ENOSPC on a full disk
            const rlimit limit{70'000, 70'000};
            ::setrlimit(RLIMIT_FSIZE, &limit);
            const auto failure = GetParam().write(file, recording, size, {IfThere::Replace, {}});
            const bool isNamed = failure && failure->topic == "export-not-written"
                                 && failure->error == EFBIG && valueOf(*failure, "file") == file;
            return isNamed ? 0 : 1;
        }),
        0);
    EXPECT_EQ(textOf(file), "before");
    EXPECT_EQ(files(), 1U);
}

TEST_P(Exports, replaceNothingUnasked)
{
    writeText(file, "before");
    EXPECT_EQ(exported(10), "export-there");
    EXPECT_EQ(textOf(file), "before");
    // nor what somebody else makes meanwhile
    std::filesystem::remove(file);
    ExportOptions options;
    options.progress.report = [this](std::size_t, std::size_t) { writeText(file, "meanwhile"); };
    EXPECT_EQ(exported(size, options), "export-there");
    EXPECT_EQ(textOf(file), "meanwhile");
    EXPECT_EQ(files(), 1U);
}

TEST_P(Exports, replaceWhenAsked)
{
    const auto other = folder.file("other");
    writeText(other, "before");
    std::filesystem::permissions(other, std::filesystem::perms(0640));
    std::filesystem::create_symlink("other", file);
    EXPECT_EQ(exported(10, {IfThere::Replace, {}}), std::nullopt);
    EXPECT_TRUE(std::filesystem::is_symlink(file)) << "the link still leads there";
    EXPECT_NE(textOf(other), "before");
    EXPECT_EQ(std::filesystem::status(other).permissions(), std::filesystem::perms(0640));
    EXPECT_EQ(files(), 2U);
}

TEST_P(Exports, sayWhereTheyCannotStand)
{
    const auto options = ExportOptions{IfThere::Replace, {}};
    const auto at = [&](const std::filesystem::path &path) {
        const auto failure = GetParam().write(path, recording, 10, options);
        EXPECT_TRUE(failure);
        return failure ? Catalogue(Tongue::English).text(*failure) : std::string();
    };
    EXPECT_THAT(at(folder.file("none") / "x"), HasSubstr("ENOENT"));
    EXPECT_THAT(at(file.parent_path()), HasSubstr("EISDIR"));
    EXPECT_THAT(at(file.parent_path() / ""), HasSubstr("EISDIR"));
    ASSERT_EQ(::mkfifo(file.c_str(), 0600), 0);
    EXPECT_THAT(at(file), HasSubstr("no regular file"));
    EXPECT_THAT(at("/dev/null"), HasSubstr("no regular file"));
    EXPECT_EQ(files(), 1U);
}

TEST(ExportSession, isTheSameRunWhenOpened)
{
    const TemporaryFolder folder;
    Recording run;
    record(run);
    ASSERT_FALSE(exportSession(folder.file("s"), run, run.journal.size()));
    Recording again;
    const auto opened = openRecording(folder.file("s"), again);
    EXPECT_TRUE(opened && opened->isWhole);
    expectSame(run.journal, again.journal);
}

TEST(ExportPackets, ofARunWithoutRealOnesIsAWord)
{
    const TemporaryFolder folder;
    Recording run;
    record(run);
    const auto failure =
        exportPackets(folder.file("p"), run, Catalogue(Tongue::English), run.journal.size());
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->topic, "export-no-packets");
    EXPECT_FALSE(std::filesystem::exists(folder.file("p")));
}

} // namespace

} // namespace twodoors::tests
