// SPDX-License-Identifier: GPL-3.0-or-later
// What is looked at, written into files by the window's own deeds.
#include "recording/open_recording.h"
#include "recording/recordings.h"
#include "window/open_window.h"
#include "wire/made_packets.h"

#include <QElapsedTimer>

namespace twodoors::tests
{

namespace
{

using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

/// A window whose files go into a folder of their own.
class SavingFiles : public testing::Test
{
protected:
    void open()
    {
        WindowOptions options;
        options.tongue = Tongue::English;
        options.file = start;
        window = std::make_unique<OpenWindow>(std::move(options));
        answerWith("saved");
    }

    /// As large as its name says, so that saving it takes a while.
    void lookAtALongRun(std::size_t remarks = 300'000)
    {
        auto recording = std::make_shared<Recording>();
        recordLong(*recording, remarks);
        (*window)->viewpoint().look(recording);
        while ((*window)->viewpoint().catchUp()) {}
    }

    void answerWith(const char *name)
    {
        (*window)->saving().askWith([this, name](const Saving::Question &asked) {
            question = asked;
            return QString::fromStdString(folder.file(name).string());
        });
    }

    [[nodiscard]] bool save(Deed deed)
    {
        window->of(deed).trigger();
        return QTest::qWaitFor([&] { return !(*window)->saving().isUnderWay(); });
    }

    [[nodiscard]] std::vector<std::string> files() const
    {
        std::vector<std::string> names;
        for (const auto &entry : std::filesystem::directory_iterator(folder.file("")))
            names.push_back(entry.path().filename());
        return names;
    }

    const TemporaryFolder elsewhere;
    std::string start{}; ///< the file that the window opens at its start
    const TemporaryFolder folder;
    std::unique_ptr<OpenWindow> window;
    Saving::Question question;
};

TEST_F(SavingFiles, writesEachKind)
{
    open();
    ASSERT_TRUE(window->runOnLoopback());
    const std::tuple<Deed, const char *, const char *> kinds[]{
        {Deed::SaveSession, "jsonl", "{\"twodoors\""},
        {Deed::SaveMarkdown, "md", "# "},
        {Deed::SaveHtml, "html", "<!"},
        {Deed::SaveCsv, "csv", "what it means"},
        {Deed::SavePng, "png", "PNG"},
        {Deed::SaveSvg, "svg", "<svg"},
        {Deed::SavePdf, "pdf", "%PDF"}};
    for (const auto &[deed, ending, beginning] : kinds) {
        ASSERT_TRUE(save(deed));
        EXPECT_EQ(question.usual, QString("tcp-echo.") + ending);
        EXPECT_EQ(question.ending, ending);
        EXPECT_THAT(textOf(folder.file("saved")), HasSubstr(beginning)) << ending;
        EXPECT_THAT((*window)->statusLine().text().toStdString(), StartsWith("Saved: "));
        EXPECT_FALSE(window->showsProgress());
    }
    EXPECT_THAT(files(), testing::ElementsAre("saved")) << "what was there is replaced";
}

TEST_F(SavingFiles, aSavedSessionIsTheSameRun)
{
    open();
    ASSERT_TRUE(window->runOnLoopback());
    ASSERT_TRUE(save(Deed::SaveSession));
    Recording read;
    ASSERT_TRUE(openRecording(folder.file("saved"), read));
    ASSERT_GT(read.journal.size(), 5U);
    std::string expected = headerLine((*window)->viewpoint().recording().header);
    for (std::size_t seq = 1; seq <= read.journal.size(); ++seq)
        appendJsonLine(expected, (*window)->viewpoint().event(static_cast<Seq>(seq)));
    EXPECT_EQ(textOf(folder.file("saved")), expected);
}

TEST_F(SavingFiles, writesPacketsWhereThereAreReal)
{
    open();
    ASSERT_TRUE(window->runOnLoopback());
    ASSERT_TRUE(save(Deed::SavePackets));
    EXPECT_TRUE(window->saysOver("There are no packets to write"));
    EXPECT_THAT(files(), IsEmpty());

    start = elsewhere.file("x.pcap");
    writeText(start, pcapFile(echoPackets(end("10.0.0.1:40000"), end("10.0.0.2:12000"))));
    open();
    ASSERT_TRUE(QTest::qWaitFor([&] { return window->of(Deed::SavePackets).isEnabled(); }));
    ASSERT_TRUE(save(Deed::SavePackets));
    Recording read;
    const auto opened = openRecording(folder.file("saved"), read);
    ASSERT_TRUE(opened);
    EXPECT_GT(opened->packets, 0U);
}

TEST_F(SavingFiles, saysWhereItCannot)
{
    open();
    ASSERT_TRUE(window->runOnLoopback());
    answerWith("no such folder/x");
    ASSERT_TRUE(save(Deed::SaveHtml));
    EXPECT_TRUE(window->saysOver("cannot be made"));
    window->of(Deed::Chinese).trigger();
    EXPECT_TRUE(window->saysOver("no such folder"));
    EXPECT_FALSE(window->notices().contains("cannot"));
    answerWith("saved");
    ASSERT_TRUE(save(Deed::SaveHtml));
    EXPECT_THAT(window->notices().toStdString(), IsEmpty());
}

TEST_F(SavingFiles, whereNowhereIsChosenDoesNothing)
{
    open();
    ASSERT_TRUE(window->runOnLoopback());
    (*window)->saving().askWith([](const Saving::Question &) { return QString(); });
    window->of(Deed::SaveCsv).trigger();
    EXPECT_FALSE((*window)->saving().isUnderWay());
}

TEST_F(SavingFiles, isCancelledByEscapeAndLeavesNothing)
{
    open();
    ASSERT_TRUE(window->isRunning());
    lookAtALongRun();
    window->of(Deed::SaveHtml).trigger();
    EXPECT_FALSE(window->of(Deed::SaveCsv).isEnabled());
    ASSERT_TRUE(QTest::qWaitFor([&] { return window->showsProgress(); }));
    QTest::keyClick(&**window, Qt::Key_Left); // it goes on meanwhile
    EXPECT_TRUE((*window)->viewpoint().isInPast());
    QTest::keyClick(&**window, Qt::Key_Escape);
    ASSERT_TRUE(QTest::qWaitFor([&] { return !(*window)->saving().isUnderWay(); }));
    EXPECT_THAT((*window)->statusLine().text().toStdString(), HasSubstr("was not saved"));
    EXPECT_FALSE(window->showsProgress());
    EXPECT_THAT(files(), IsEmpty());
    EXPECT_TRUE((*window)->viewpoint().isInPast()) << "the key was for the work";
    QTest::keyClick(&**window, Qt::Key_Escape);
    EXPECT_FALSE((*window)->viewpoint().isInPast());
}

TEST_F(SavingFiles, endsAtOnceWithTheWindow)
{
    open();
    ASSERT_TRUE(window->isRunning());
    lookAtALongRun();
    window->of(Deed::SaveCsv).trigger();
    ASSERT_TRUE(QTest::qWaitFor([&] { return window->showsProgress(); }));
    QElapsedTimer timer;
    timer.start();
    window.reset();
    EXPECT_LT(timer.elapsed(), 200);
    EXPECT_THAT(files(), IsEmpty());
}

} // namespace

} // namespace twodoors::tests
