// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/session_files.h"

#include <array>
#include <fmt/compile.h>
#include <fmt/format.h>
#include <regex>

namespace twodoors::tests
{

namespace
{

using namespace std::string_literals;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t manyEvents = 100'000;
#else
constexpr std::size_t manyEvents = 1'000'000;
#endif

class SessionFile : public testing::Test
{
protected:
    TemporaryFolder folder;
    SteadyClock clock;
    Journal journal{clock};
    Journal again{clock};

    ReadSession readBack(const std::filesystem::path &path)
    {
        auto read = readSession(path, again);
        EXPECT_TRUE(read);
        return read ? *read : ReadSession{};
    }
};

TEST_F(SessionFile, keepsEveryKindAndEveryField)
{
    fill(journal, 12);
    const auto path = folder.file("session.jsonl");
    auto writer = SessionWriter::open(path, someHeader());
    ASSERT_TRUE(writer);
    EXPECT_FALSE(writer->catchUp(journal));
    EXPECT_EQ(writer->written(), journal.size());

    const ReadSession read = readBack(path);
    EXPECT_FALSE(read.cut);
    EXPECT_FALSE(read.damage);
    EXPECT_EQ(headerLine(read.header), headerLine(someHeader()));
    EXPECT_EQ(read.header.server, someHeader().server);
    expectSame(journal, again);
    EXPECT_EQ(textOf(path), sessionText(journal));
}

TEST_F(SessionFile, keepsAnyBytes)
{
    std::string all;
    for (int byte = 0; byte < 256; ++byte)
        all += static_cast<char>(byte);
    const std::array<std::string, 9> texts{"",
                                           "\0"s,
                                           "\x01\x1f\x7f",
                                           "\"\\\"",
                                           "两扇门 🚪 \u2028",
                                           "\xff\xfe\0"s,
                                           all,
                                           std::string(1 << 20, 'x'),
                                           std::string(1 << 20, '\x80')};
    for (const std::string &text : texts) {
        for (const Kind kind : {Kind::Return, Kind::Fault}) {
            Event event;
            event.kind = kind;
            event.bytes = text;
            event.topic = text;
            event.into = text;
            event.from = text;
            journal.append(event);
        }
    }
    const std::string text = sessionText(journal);
    const auto read = readSessionText(text, again);
    ASSERT_TRUE(read);
    EXPECT_FALSE(read->damage);
    expectSame(journal, again);

    // from a file too, where the lines are longer than a block
    const auto path = folder.file("session.jsonl");
    writeText(path, text);
    Journal fromFile(clock);
    ASSERT_TRUE(readSession(path, fromFile));
    expectSame(journal, fromFile);
}

TEST_F(SessionFile, isWrittenAsItGoes)
{
    const auto path = folder.file("session.jsonl");
    auto writer = SessionWriter::open(path, someHeader());
    ASSERT_TRUE(writer);
    EXPECT_EQ(textOf(path), headerLine(someHeader()));
    for (std::size_t round = 1; round <= 3; ++round) {
        fill(journal, 1);
        EXPECT_FALSE(writer->catchUp(journal));
        EXPECT_FALSE(writer->catchUp(journal));
        EXPECT_EQ(writer->written(), journal.size());
        EXPECT_EQ(textOf(path), sessionText(journal));
    }
}

TEST_F(SessionFile, replacesAnOlderOne)
{
    const auto path = folder.file("session.jsonl");
    writeText(path, std::string(10'000, 'x'));
    ASSERT_TRUE(SessionWriter::open(path, someHeader()));
    EXPECT_EQ(textOf(path), headerLine(someHeader()));
}

TEST_F(SessionFile, hasAHeaderOfNow)
{
    const SessionHeader header =
        headerOfNow("udp-echo", "lab", endpointOf("[::1]:7"), "id: \"udp\"\n");
    EXPECT_FALSE(header.kernel.empty());
    EXPECT_TRUE(
        std::regex_match(header.start, std::regex(R"(20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\d\dZ)")))
        << header.start;
    const auto read = readSessionText(headerLine(header), again);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->header.lesson, "udp-echo");
    EXPECT_EQ(read->header.wire, "lab");
    EXPECT_EQ(read->header.server, endpointOf("[::1]:7"));
    EXPECT_EQ(read->header.source, "id: \"udp\"\n");
}

TEST_F(SessionFile, takesKeysInAnyOrderAndUnknownOnes)
{
    const auto read = readSessionText(
        "{\"source\":\"s\",\"later\":[1,{}],\"twodoors\":1}\r\n"
        "{\"text\":\"hi\",\"new\":null,\"kind\":\"note\",\"evidence\":\"person\",\"t\":5,"
        "\"who\":\"person\",\"seq\":1}\r\n",
        again);
    ASSERT_TRUE(read);
    EXPECT_FALSE(read->damage);
    EXPECT_EQ(read->header.source, "s");
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again.at(Seq{1}).bytes, "hi");
}

TEST_F(SessionFile, mayHoldAMillionEvents)
{
    std::string text = headerLine(someHeader());
    for (std::size_t seq = 1; seq <= manyEvents; ++seq)
        fmt::format_to(
            std::back_inserter(text),
            FMT_COMPILE("{{\"seq\":{0},\"t\":{0},\"who\":\"client\",\"evidence\":\"call\","
                        "\"kind\":\"call\",\"name\":\"recv\",\"size\":{0}}}\n"),
            seq);
    const auto path = folder.file("session.jsonl");
    writeText(path, text);
    const ReadSession read = readBack(path);
    EXPECT_FALSE(read.cut);
    EXPECT_FALSE(read.damage);
    ASSERT_EQ(again.size(), manyEvents);
    for (std::size_t seq = 1; seq <= manyEvents; seq += 997)
        ASSERT_EQ(again.at(static_cast<Seq>(seq)).size, static_cast<std::int64_t>(seq));
}

TEST_F(SessionFile, saysWhyItCannotBeOpened)
{
    struct Row {
        std::string path;
        int error;
    };
    for (const auto &[path, error] : std::to_array<Row>({
             {folder.file("none/session.jsonl").string(), ENOENT},
             {folder.file("").string(), EISDIR},
         })) {
        const auto writer = SessionWriter::open(path, someHeader());
        ASSERT_FALSE(writer) << path;
        EXPECT_EQ(writer.failure().topic, "file-not-writable");
        EXPECT_EQ(writer.failure().error, error);
        const auto read = readSession(path, again);
        ASSERT_FALSE(read) << path;
        EXPECT_EQ(read.failure().topic, "file-not-readable");
        EXPECT_EQ(read.failure().error, error);
    }
}

} // namespace

} // namespace twodoors::tests
