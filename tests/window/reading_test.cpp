// SPDX-License-Identifier: GPL-3.0-or-later
// Files that are opened in the window: long ones, odd ones, dropped ones.
#include "recording/recordings.h"
#include "window/open_window.h"
#include "wire/made_packets.h"

#include <QDropEvent>
#include <QElapsedTimer>
#include <QMimeData>

namespace twodoors::tests
{

namespace
{

class ReadingFiles : public testing::Test
{
protected:
    [[nodiscard]] std::string put(const char *name, std::string_view text) const
    {
        writeText(folder.file(name), text);
        return folder.file(name);
    }

    [[nodiscard]] std::string session(std::size_t remarks) const
    {
        Recording run;
        recordLong(run, remarks);
        const std::filesystem::path path = folder.file("run.jsonl");
        auto writer = SessionWriter::open(path, run.header);
        EXPECT_TRUE(writer && !writer->catchUp(run.journal));
        return path;
    }

    static std::unique_ptr<OpenWindow> open(const std::string &file)
    {
        WindowOptions options;
        options.tongue = Tongue::English;
        options.file = file;
        return std::make_unique<OpenWindow>(std::move(options));
    }

    const TemporaryFolder folder;
};

TEST_F(ReadingFiles, fromTheCommandLineAreNamedInTheTitle)
{
    const auto window = open(session(10));
    EXPECT_TRUE(QTest::qWaitFor([&] { return (*window)->reading().isComplete(); }));
    EXPECT_EQ((*window)->windowTitle(), "run.jsonl · Two Doors");
    EXPECT_EQ(window->notices(), "");
    RunChoice choice;
    choice.ground = RunChoice::Ground::Loopback;
    choice.server.port = 0;
    (*window)->run(choice);
    EXPECT_TRUE(QTest::qWaitFor([&] { return (*window)->windowTitle() == "Two Doors"; }));
}

TEST_F(ReadingFiles, areSeenWhileTheyAreReadAndStopByEscape)
{
    const auto window = open(session(400'000));
    ASSERT_TRUE(QTest::qWaitFor([&] { return window->showsProgress(); }));
    EXPECT_GT((*window)->viewpoint().latest(), Seq::None);
    QTest::keyClick(&**window, Qt::Key_Home);
    EXPECT_EQ((*window)->viewpoint().cursor(), Seq::None);
    QTest::keyClick(&**window, Qt::Key_Escape);
    EXPECT_TRUE(window->saysOver("run.jsonl was stopped"));
    EXPECT_FALSE(window->showsProgress());
    EXPECT_FALSE((*window)->reading().isComplete());
    EXPECT_EQ((*window)->windowTitle(), "run.jsonl · Two Doors");
    const std::size_t read = (*window)->viewpoint().journal().size();
    EXPECT_TRUE(window->saysOver(QString("first %1 events").arg(read)));
    EXPECT_TRUE(QTest::qWaitFor([&] { return number((*window)->viewpoint().latest()) == read; }));
}

TEST_F(ReadingFiles, endAtOnceWithTheWindow)
{
    auto window = open(session(400'000));
    ASSERT_TRUE(QTest::qWaitFor([&] { return window->showsProgress(); }));
    QElapsedTimer timer;
    timer.start();
    window.reset();
    EXPECT_LT(timer.elapsed(), 200);
}

TEST_F(ReadingFiles, thatAreOddAreShownWithAllThatIsToBeKnown)
{
    const std::string note = R"({"seq":1,"t":1,"who":"client","evidence":"person","kind":"note"})";
    SessionHeader badLesson = someHeader();
    badLesson.source = "id: [";
    const std::string arp(60, 'a');
    const std::pair<std::string, QStringList> rows[]{
        {headerLine(badLesson) + note + "\n{\"seq\":2,", {"cut off", "YAML"}},
        {pcapFile({arp, arp, arp}, {.linkType = 1}), {"without any IP packet", "3 of 3"}},
        {headerLine(someHeader()) + note + "\nrubbish\n", {"line 3"}},
        {"", {"empty"}},
        {"hello\n", {"not a session file"}},
    };
    const auto window = open(session(1));
    ASSERT_TRUE(QTest::qWaitFor([&] { return (*window)->reading().isComplete(); }));
    for (const auto &[text, words] : rows) {
        (*window)->openFile(put("odd", text));
        EXPECT_TRUE(window->saysOver("odd")) << text;
        for (const QString &word : words)
            EXPECT_TRUE(window->notices().contains(word, Qt::CaseInsensitive))
                << word.toStdString() << " in " << window->notices().toStdString();
    }
}

TEST_F(ReadingFiles, areTheFirstThatIsOneOfThoseDropped)
{
    const auto window = open(put("x.txt", "hello\n"));
    ASSERT_TRUE(window->saysOver("x.txt"));
    QMimeData data;
    data.setUrls({QUrl("https://example.org/"), QUrl::fromLocalFile(folder.file("").c_str()),
                  QUrl::fromLocalFile(folder.file("x.txt").c_str()),
                  QUrl::fromLocalFile(session(1).c_str())});
    QDragEnterEvent enter(QPoint(9, 9), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&**window, &enter);
    EXPECT_TRUE(enter.isAccepted());
    QDropEvent drop(QPointF(9, 9), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&**window, &drop);
    EXPECT_TRUE(QTest::qWaitFor([&] { return (*window)->reading().isComplete(); }));
    EXPECT_EQ((*window)->windowTitle(), "run.jsonl · Two Doors");
    EXPECT_EQ(window->notices(), "");
}

} // namespace

} // namespace twodoors::tests
