// SPDX-License-Identifier: GPL-3.0-or-later
// A file that the window is opened with and that is not what it should be.
#include "window/open_window.h"

#include <QFile>

namespace twodoors::tests
{

namespace
{

const std::string line = R"("t":1,"who":"server","evidence":"call","kind":"line","line":4})"
                         "\n";

std::string session(int events)
{
    std::string text = headerLine(headerOfNow("tcp-echo", "lab", {}, {}));
    for (int i = 1; i <= events; ++i)
        text += "{\"seq\":" + std::to_string(i) + "," + line;
    return text;
}

/// A capture of frames that hold no IP packet (pcap-savefile(5)).
std::string capture(int frames)
{
    using namespace std::string_literals;
    std::string text = "\xd4\xc3\xb2\xa1\x02\0\x04\0\0\0\0\0\0\0\0\0\xff\xff\0\0\x01\0\0\0"s;
    for (int i = 0; i < frames; ++i)
        text += "\x01\0\0\0\x01\0\0\0\x10\0\0\0\x10\0\0\0"s + std::string(12, '\x02')
                + "\x88\xcc\x02\x07"s;
    return text;
}

struct Row {
    const char *name;
    std::string (*make)();
    const char *words;
    std::uint32_t events = 0; ///< that are shown all the same
};

void PrintTo(const Row &row, std::ostream *out)
{
    *out << row.name;
}

class BadFile : public testing::TestWithParam<Row>
{};

INSTANTIATE_TEST_SUITE_P(
    Window, BadFile,
    testing::Values(
        Row{"empty", [] { return std::string(); }, "is empty"},
        Row{"text", [] { return std::string("hello\nworld\n"); }, "not a session file"},
        Row{"binary", [] { return std::string(5000, '\0'); }, "not a session file"},
        Row{"otherProtocols", [] { return capture(500); }, "without any IP packet"},
        Row{"cutCapture", [] { return capture(5).substr(0, 50); }, "middle of a packet"},
        Row{"cutSession", [] { return session(5000).substr(0, session(4999).size() + 20); },
            "4999 events", 4999},
        Row{"damagedSession", [] { return session(5000) + "{\"seq\":7}\n" + session(9); },
            "5000 events", 5000}),
    [](const auto &row) { return std::string(row.param.name); });

TEST_P(BadFile, isNamedAndWhatCameBeforeIsShown)
{
    QTemporaryDir folder;
    QFile file(folder.filePath("damaged"));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(QByteArray::fromStdString(GetParam().make()));
    file.close();
    WindowOptions options;
    options.file = file.fileName().toStdString();
    options.tongue = Tongue::English;
    OpenWindow window(options);
    EXPECT_TRUE(QTest::qWaitFor([&] { return window.notices().contains(GetParam().words); }))
        << window.notices().toStdString();
    EXPECT_EQ(number(window->viewpoint().latest()), GetParam().events);
    QTest::keyClick(&*window, Qt::Key_Space);
    QTest::keyClick(&*window, Qt::Key_Home);
    window->grab();
}

TEST(BadFile, ofALessonThatIsGoneIsNamedAndTheRunStays)
{
    QTemporaryDir folder;
    const QString file = folder.filePath("mine.yaml");
    ASSERT_TRUE(QFile::copy(TWODOORS_SOURCE_DIR "/resources/lessons/udp-echo.yaml", file));
    WindowOptions options;
    options.file = file.toStdString();
    options.tongue = Tongue::English;
    OpenWindow window(options);
    ASSERT_TRUE(window.isRunning());
    ASSERT_TRUE(QFile::remove(file));
    const Seq before = window->viewpoint().latest();
    window.of(Deed::Restart).trigger();
    EXPECT_TRUE(QTest::qWaitFor([&] { return window->statusLine().text().contains("ENOENT"); }))
        << window->statusLine().text().toStdString();
    EXPECT_GE(window->viewpoint().latest(), before);
    EXPECT_TRUE(window->isVisible());
}

} // namespace

} // namespace twodoors::tests
