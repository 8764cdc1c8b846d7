// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording/open_recording.h"

#include "recording/recordings.h"
#include "wire/made_packets.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <thread>

namespace twodoors::tests
{

namespace
{

/// A file, and where to find it.
class OpenRecording : public testing::Test
{
protected:
    void put(std::string_view text) const { writeText(file, text); }

    [[nodiscard]] std::string sessionOf(const Recording &recording) const
    {
        auto writer = SessionWriter::open(file, recording.header);
        EXPECT_TRUE(writer && !writer->catchUp(recording.journal));
        return textOf(file);
    }

    static std::string topicOf(const Result<OpenedRecording> &opened)
    {
        return opened ? std::string() : opened.failure().topic;
    }

    const TemporaryFolder folder;
    const std::filesystem::path file = folder.file("recording");
};

TEST_F(OpenRecording, ofASessionIsTheSameRun)
{
    Recording run;
    record(run);
    static_cast<void>(sessionOf(run));
    Recording read;
    const auto opened = openRecording(file, read);
    ASSERT_TRUE(opened);
    EXPECT_TRUE(opened->isWhole);
    EXPECT_TRUE(opened->words.empty());
    expectSame(run.journal, read.journal);
    EXPECT_EQ(headerLine(read.header), headerLine(run.header));
    ASSERT_TRUE(read.lesson);
    EXPECT_EQ(read.lesson->id, "tcp-echo");
}

TEST_F(OpenRecording, isKnownBeforeItsFirstEventComes)
{
    Recording run;
    record(run);
    const std::string session = sessionOf(run);
    const std::string capture = pcapFile(echoPackets(end("10.0.0.1:40000"), end("10.0.0.2:12000")));
    const std::string empty = pcapFile({});
    for (const std::string *text : {&session, &capture, &empty}) {
        put(*text);
        Recording read;
        std::vector<std::string> known;
        const auto opened =
            openRecording(file, read, {{}, [&] {
                                           EXPECT_EQ(read.journal.size(), 0U);
                                           EXPECT_EQ(read.lesson.has_value(), text == &session);
                                           known.push_back(headerLine(read.header));
                                       }});
        ASSERT_TRUE(opened);
        EXPECT_EQ(known, std::vector{headerLine(read.header)});
        EXPECT_EQ(read.journal.size() > 0, text != &empty);
    }
}

/// What was reported: never back, never beyond the whole.
struct Reports {
    std::size_t count = 0;
    std::size_t last = 0;
    std::size_t whole = 0;

    void operator()(std::size_t done, std::size_t total)
    {
        EXPECT_GE(done, last);
        EXPECT_LE(done, total);
        ++count;
        last = done;
        whole = total;
    }
};

/// A session file and a capture of some megabytes.
std::vector<std::string> largeFiles()
{
    Recording run;
    recordLong(run, 40'000);
    std::string session = headerLine(run.header);
    for (std::size_t seq = 1; seq <= run.journal.size(); ++seq)
        appendJsonLine(session, run.journal.at(static_cast<Seq>(seq)));
    std::vector<std::string> packets;
    for (int i = 0; i < 20'000; ++i)
        packets.push_back(udpPacket(end("10.0.0.1:40000"), end("10.0.0.2:12000"), "datagram"));
    return {session, pcapFile(packets)};
}

TEST_F(OpenRecording, saysHowFarItIsAndStopsWhenAsked)
{
    for (const std::string &text : largeFiles()) {
        put(text);
        Reports reports;
        Recording whole;
        ASSERT_TRUE(openRecording(file, whole, {{{}, std::ref(reports)}, {}}));
        EXPECT_GE(reports.count, 4U);
        EXPECT_EQ(reports.whole % text.size(), 0U);
        EXPECT_GE(reports.last, reports.whole * 8 / 10);

        std::stop_source stop;
        Recording half;
        const auto stopInTheMiddle = [&](std::size_t done, std::size_t total) {
            if (done > total / 2)
                stop.request_stop();
        };
        const auto opened = openRecording(file, half, {{stop.get_token(), stopInTheMiddle}, {}});
        EXPECT_EQ(topicOf(opened), "cancelled");
        EXPECT_LT(half.journal.size(), whole.journal.size());
    }
}

TEST_F(OpenRecording, canBeStoppedWhileNobodyWrites)
{
    ASSERT_EQ(::mkfifo(file.c_str(), 0600), 0);
    std::stop_source stop;
    Recording recording;
    const auto stopAtOnce = [&](std::size_t, std::size_t) { stop.request_stop(); };
    // once nobody has opened it, once somebody has and is silent
    Descriptor writer;
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(topicOf(openRecording(file, recording, {{stop.get_token(), stopAtOnce}, {}})),
                  "cancelled");
        writer.reset(::open(file.c_str(), O_RDWR | O_CLOEXEC));
    }
}

TEST_F(OpenRecording, canBeLookedAtWhileItGrows)
{
    put(largeFiles().front());
    Recording recording;
    std::atomic<bool> isKnown = false;
    std::size_t seen = 0;
    std::jthread viewer([&](const std::stop_token &stop) {
        isKnown.wait(false);
        EXPECT_EQ(recording.lesson->id, recording.header.lesson);
        while (!stop.stop_requested() || seen < recording.journal.size()) {
            for (; seen < recording.journal.size(); ++seen)
                ASSERT_EQ(recording.journal.at(static_cast<Seq>(seen + 1)).seq,
                          static_cast<Seq>(seen + 1));
        }
    });
    const auto opened = openRecording(file, recording, {{}, [&] {
                                                            isKnown = true;
                                                            isKnown.notify_all();
                                                        }});
    viewer.request_stop();
    viewer.join();
    EXPECT_TRUE(opened);
    EXPECT_EQ(seen, recording.journal.size());
}

/// What a file is made into, and what is said of it.
struct Row {
    std::string name;
    std::string text;
    std::vector<std::string> topics;
    bool isWhole = false;
};

void PrintTo(const Row &row, std::ostream *out)
{
    *out << row.name;
}

class OddRecording : public OpenRecording, public testing::WithParamInterface<Row>
{};

TEST_P(OddRecording, isSaid)
{
    put(GetParam().text);
    Recording recording;
    const auto opened = openRecording(file, recording);
    ASSERT_TRUE(opened) << topicOf(opened);
    EXPECT_EQ(opened->isWhole, GetParam().isWhole);
    std::vector<std::string> topics;
    for (const Failure &word : opened->words) {
        topics.push_back(word.topic);
        EXPECT_EQ(valueOf(word, "file"), file);
        EXPECT_EQ(valueOf(word, "events"), std::to_string(recording.journal.size()));
        const std::string sentence = Catalogue(Tongue::Chinese).text(word);
        EXPECT_EQ(sentence.find('{'), std::string::npos) << sentence;
    }
    EXPECT_EQ(topics, GetParam().topics);
}

std::string header(std::string_view source)
{
    SessionHeader header = someHeader();
    header.source = source;
    return headerLine(header);
}

const std::string line = R"({"seq":1,"t":1,"who":"client","evidence":"person","kind":"note"})";

INSTANTIATE_TEST_SUITE_P(
    Each, OddRecording,
    testing::Values(Row{"whole", header("") + line + '\n', {}, true},
                    Row{"cut", header("") + line.substr(0, 20), {"session-cut"}},
                    Row{"damaged", header("") + line + "\nrubbish\n", {"session-line-not-json"}},
                    Row{"badLesson", header("id: [") + line + '\n', {"yaml-not-readable"}},
                    Row{"badLessonAndCut",
                        header("id: [") + line.substr(0, 20),
                        {"yaml-not-readable", "session-cut"}},
                    Row{"emptyCapture", pcapFile({}), {"capture-empty"}, true},
                    Row{"skipped",
                        pcapFile({std::string(60, 'a')}, {.linkType = 1}),
                        {"capture-empty", "capture-skipped"},
                        true},
                    Row{"truncated",
                        pcapFile({udpPacket(end("10.0.0.1:4000"), end("10.0.0.2:12000"),
                                            std::string(100, 'x'))},
                                 {.snapLength = 40}),
                        {"capture-truncated"},
                        true}),
    [](const auto &row) { return row.param.name; });

TEST_F(OpenRecording, ofWhatIsNoneSaysWhy)
{
    Recording recording;
    EXPECT_EQ(topicOf(openRecording(file, recording)), "file-not-readable");
    put("");
    EXPECT_EQ(topicOf(openRecording(file, recording)), "session-empty");
    put("hello\n");
    const auto opened = openRecording(file, recording);
    EXPECT_EQ(topicOf(opened), "session-not-json");
    EXPECT_EQ(valueOf(opened.failure(), "file"), file);
}

} // namespace

} // namespace twodoors::tests
