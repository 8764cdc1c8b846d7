// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/lab_recording.h"
#include "widgets/pictures/export_with_progress.h"
#include "widgets/pictures/page_breaks.h"

#include <QDir>
#include <QElapsedTimer>
#include <QImage>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>
#include <gmock/gmock.h>
#include <sys/stat.h>

namespace twodoors::tests
{

namespace
{

/// A recording that is looked at, in a dark window, and a folder for its pictures.
class Exporter
{
public:
    explicit Exporter(std::shared_ptr<const Recording> recording, Tongue tongue = Tongue::English)
        : m_appearance(tongue, Theme(Theme::Mood::Dark)), m_view(m_appearance)
    {
        m_view.look(std::move(recording));
        catchUpWholly(m_view);
        m_index.catchUp(m_view.journal(), m_view.latest());
    }

    [[nodiscard]] Viewpoint &view() { return m_view; }
    [[nodiscard]] const TimelineIndex &index() const { return m_index; }
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
    [[nodiscard]] QStringList files() const
    {
        return QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden);
    }

    std::optional<Failure> write(const QString &name, PictureOptions options = {},
                                 const PictureProgress &progress = {})
    {
        options.format = *pictureFormatOf(name);
        return exportPicture(path(name), m_view, m_index, options, progress);
    }

    /// Where it fails, why, in the window's language.
    QString whyNot(const QString &name)
    {
        const auto failure = write(name);
        return failure ? m_appearance.words(*failure) : QString();
    }

private:
    Appearance m_appearance;
    Viewpoint m_view;
    TimelineIndex m_index;
    QTemporaryDir m_folder;
};

/// What a tool of poppler says of a file; nothing where the tool is missing.
std::optional<QString> saidBy(const QString &tool, const QStringList &arguments)
{
    if (QStandardPaths::findExecutable(tool).isEmpty())
        return std::nullopt;
    QProcess process;
    process.start(tool, arguments);
    if (!process.waitForFinished() || process.exitCode() != 0)
        return std::nullopt;
    // a font's glyph may serve a radical and the letter that looks the same
    return QString::fromUtf8(process.readAllStandardOutput())
        .replace(u'⻔', u'门')
        .replace(u'⻚', u'页');
}

int pagesOf(const QString &pdfInfo)
{
    for (const QString &line : pdfInfo.split('\n')) {
        if (line.startsWith("Pages:"))
            return line.mid(6).trimmed().toInt();
    }
    return 0;
}

std::size_t pixelsOf(const QImage &image, const QColor &colour)
{
    std::size_t count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += image.pixelColor(x, y) == colour ? 1U : 0U;
    }
    return count;
}

QStringList textsOfSvg(const QString &path)
{
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::ReadOnly));
    QXmlStreamReader reader(&file);
    QStringList texts;
    while (!reader.atEnd()) {
        if (reader.readNext() == QXmlStreamReader::StartElement && reader.name() == u"text")
            texts += reader.readElementText().trimmed();
    }
    EXPECT_FALSE(reader.hasError()) << reader.errorString().toStdString();
    return texts;
}

class PictureOfARun : public testing::Test
{
protected:
    void SetUp() override
    {
        if (const auto why = labMissing())
            GTEST_SKIP() << *why;
    }
};

TEST_F(PictureOfARun, APngIsAsLargeAsWantedAndShowsDoorsAndTheHeldPacketOnALightGround)
{
    LabRecording run("tcp-echo", true);
    run.stepUntil([&run](const World &) { return run.inHand() != PacketId::None; });
    Exporter exporter(run.recording());
    PictureOptions options;
    options.size = {900, 640};
    ASSERT_FALSE(exporter.write("held.png", options));
    run.session().stop();
    const QImage image(exporter.path("held.png"));
    EXPECT_EQ(image.size(), options.size * 2);
    const Theme light;
    EXPECT_EQ(image.pixelColor(0, 0), light.colour(Ink::Panel));
    for (const Ink ink : {Ink::Held, Ink::Client, Ink::Welcome})
        EXPECT_GT(pixelsOf(image, light.colour(ink)), 200U) << static_cast<int>(ink);
}

TEST_F(PictureOfARun, InTheWindowsThemeAPngIsDark)
{
    LabRecording run("udp-echo");
    run.playToTheEnd();
    Exporter exporter(run.recording());
    PictureOptions options;
    options.theme = exporter.view().theme();
    ASSERT_FALSE(exporter.write("dark.png", options));
    EXPECT_EQ(QImage(exporter.path("dark.png")).pixelColor(0, 0),
              Theme(Theme::Mood::Dark).colour(Ink::Panel));
}

TEST_F(PictureOfARun, APngOfTheWholeTimelineIsAsHighAsTheRunIsLong)
{
    LabRecording run("tcp-echo");
    run.playToTheEnd();
    Exporter exporter(run.recording());
    PictureOptions options{.size = {900, 400}, .scale = 1};
    ASSERT_FALSE(exporter.write("part.png", options));
    options.wholeTimeline = true;
    ASSERT_FALSE(exporter.write("whole.png", options));
    EXPECT_EQ(QImage(exporter.path("part.png")).height(), 400);
    EXPECT_GT(QImage(exporter.path("whole.png")).height(), 1000);
}

TEST_F(PictureOfARun, AnSvgHasItsTextsAsText)
{
    LabRecording run("tcp-echo");
    run.playToTheEnd();
    PictureOptions options;
    options.wholeTimeline = true;
    Exporter english(run.recording());
    const auto whileDoorsStand = static_cast<Seq>(number(english.view().latest()) * 2 / 3);
    english.view().setCursor(whileDoorsStand);
    ASSERT_FALSE(english.write("en.svg", options));
    const QStringList texts = textsOfSvg(english.path("en.svg"));
    for (const char *text : {"SYN", "LISTEN", "SYN-ACK", "welcome door", "half open"})
        EXPECT_TRUE(texts.contains(text)) << text;
    Exporter chinese(run.recording(), Tongue::Chinese);
    chinese.view().setCursor(whileDoorsStand);
    ASSERT_FALSE(chinese.write("zh.svg", options));
    const QStringList words = textsOfSvg(chinese.path("zh.svg"));
    for (const char *text : {"SYN", "LISTEN", "欢迎之门", "半开", "客户端主机"})
        EXPECT_TRUE(words.contains(text)) << text;
}

TEST_F(PictureOfARun, APdfHasTheWholeTimelineOnNumberedPages)
{
    LabRecording run("next-guest");
    run.playToTheEnd();
    for (const Tongue tongue : {Tongue::English, Tongue::Chinese}) {
        Exporter exporter(run.recording(), tongue);
        ASSERT_FALSE(exporter.write("run.pdf"));
        QFile file(exporter.path("run.pdf"));
        ASSERT_TRUE(file.open(QIODevice::ReadOnly));
        EXPECT_TRUE(file.read(5) == "%PDF-");
        const auto info = saidBy("pdfinfo", {exporter.path("run.pdf")});
        const auto text = saidBy("pdftotext", {"-layout", exporter.path("run.pdf"), "-"});
        if (!info || !text)
            GTEST_SKIP() << "pdfinfo and pdftotext (poppler-utils) are not installed";
        const int pages = pagesOf(*info);
        EXPECT_GE(pages, 2);
        EXPECT_TRUE(info->contains("(A4)"));
        const bool isEnglish = tongue == Tongue::English;
        const QString last = QString(isEnglish ? "page %1 of %1" : "第 %1 页，共 %1 页").arg(pages);
        EXPECT_TRUE(text->contains(last)) << last.toStdString();
        const QStringList said =
            isEnglish ? QStringList{"SYN-ACK", "LISTEN", "welcome", "The moment shown"}
                      : QStringList{"SYN-ACK", "LISTEN", "欢迎之门", "图中时刻"};
        for (const QString &words : said)
            EXPECT_TRUE(text->contains(words)) << words.toStdString();
        EXPECT_EQ(text->count(isEnglish ? "knock 1" : "敲门 1"), 2) << "of two guests";
    }
}

TEST_F(PictureOfARun, APageEndsWhereNoLabelIs)
{
    LabRecording run("next-guest");
    run.playToTheEnd();
    Exporter exporter(run.recording());
    const PictureGround ground(exporter.view(), exporter.index(), Theme(), 780);
    for (const qreal room : {200.0, 333.0, 500.0}) {
        const auto breaks =
            breakIntoPages(ground, Pace::Steps, {room, room, 100}, [] { return true; });
        ASSERT_TRUE(breaks);
        ASSERT_GE(breaks->parts.size(), 3U);
        qreal done = 0;
        for (const PagePart &part : breaks->parts) {
            EXPECT_LE(part.height, room);
            EXPECT_NEAR(part.top * breaks->zoom, done, 0.01);
            done += part.height;
        }
        EXPECT_NEAR(done, ground.timelineHeight(Pace::Steps, breaks->zoom), 0.01);
        const Scene all =
            timelineScene(ground.sight(), {{0, 0, 780, done}, 0, breaks->zoom, Pace::Steps});
        for (std::size_t page = 1; page < breaks->parts.size(); ++page) {
            const qreal cut = breaks->parts[page].top * breaks->zoom;
            for (const Shape &shape : all.shapes) {
                const bool isCut = shape.kind == ShapeKind::Text && shape.area.top() < cut - 0.01
                                   && shape.area.bottom() > cut + 0.01;
                EXPECT_FALSE(isCut) << shape.text.toStdString();
            }
        }
    }
}

TEST_F(PictureOfARun, ThePastIsShownAsThePast)
{
    LabRecording run("tcp-echo");
    run.playToTheEnd();
    Exporter exporter(run.recording());
    exporter.view().setCursor(static_cast<Seq>(5));
    PictureOptions options;
    options.wholeTimeline = true;
    ASSERT_FALSE(exporter.write("past.svg", options));
    const QStringList texts = textsOfSvg(exporter.path("past.svg"));
    EXPECT_FALSE(texts.contains("SYN"));
    EXPECT_TRUE(texts.filter("End").isEmpty()) << "no key can be pressed on a picture";
    EXPECT_TRUE(exporter.view().isInPast());
}

TEST_F(PictureOfARun, ACancelledExportLeavesNoFileAndNoneIsDamaged)
{
    LabRecording run("next-guest");
    run.playToTheEnd();
    Exporter exporter(run.recording());
    for (const char *name : {"cancelled.png", "cancelled.svg", "cancelled.pdf"}) {
        const auto cancel = [](int done, int) { return done == 0; };
        const auto failure = exporter.write(name, {}, cancel);
        ASSERT_TRUE(failure);
        EXPECT_EQ(failure->topic, "picture-cancelled");
    }
    EXPECT_TRUE(exporter.files().isEmpty());
    ASSERT_FALSE(exporter.write("kept.svg"));
    const auto before = textsOfSvg(exporter.path("kept.svg"));
    EXPECT_TRUE(exporter.write("kept.svg", {}, [](int, int) { return false; }));
    EXPECT_EQ(textsOfSvg(exporter.path("kept.svg")), before);
    EXPECT_EQ(exporter.files(), QStringList{"kept.svg"});
}

TEST_F(PictureOfARun, BehindAProgressDialogTheCursorStaysAndFollowsAgain)
{
    LabRecording run("tcp-echo");
    run.playToTheEnd();
    Exporter exporter(run.recording());
    PictureOptions options;
    options.format = PictureFormat::Pdf;
    EXPECT_FALSE(exportWithProgress(nullptr, exporter.path("run.pdf"), exporter.view(),
                                    exporter.index(), options));
    EXPECT_FALSE(exporter.view().isInPast());
    EXPECT_EQ(exporter.files(), QStringList{"run.pdf"});
}

TEST(Picture, WhereItCannotBeWrittenItSaysWhy)
{
    const auto empty = std::make_shared<Recording>();
    Exporter english(empty);
    const QString why = english.whyNot("missing/run.pdf");
    EXPECT_TRUE(why.contains("missing/run.pdf")) << why.toStdString();
    EXPECT_TRUE(why.contains("ENOENT")) << why.toStdString();
    Exporter chinese(empty, Tongue::Chinese);
    const QString warum = chinese.whyNot("missing/run.png");
    EXPECT_TRUE(warum.contains("missing/run.png")) << warum.toStdString();
    EXPECT_NE(warum, english.whyNot("missing/run.png"));
    ASSERT_TRUE(QDir().mkdir(english.path("folder.png")));
    EXPECT_TRUE(english.whyNot("folder.png").contains("directory"));
}

TEST(Picture, NeverTakesThePlaceOfSomethingThatIsNoFile)
{
    Exporter exporter(std::make_shared<Recording>());
    const QString pipe = exporter.path("pipe");
    ASSERT_EQ(::mkfifo(pipe.toLocal8Bit().constData(), 0600), 0);
    for (const char *name : {"pipe.png", "pipe.svg", "pipe.pdf"}) {
        ASSERT_TRUE(QFile::link(pipe, exporter.path(name)));
        const auto failure = exporter.write(name);
        ASSERT_TRUE(failure) << name;
        EXPECT_EQ(failure->error, EINVAL);
    }
    struct stat kept = {};
    ASSERT_EQ(::stat(pipe.toLocal8Bit().constData(), &kept), 0);
    EXPECT_TRUE(S_ISFIFO(kept.st_mode));
}

TEST(Picture, BeforeTheFirstEventThereIsOneToo)
{
    Exporter exporter(std::make_shared<Recording>());
    for (const char *name : {"empty.png", "empty.svg", "empty.pdf"})
        EXPECT_FALSE(exporter.write(name)) << name;
}

TEST(Picture, TheEndingOfTheNameSaysTheFormat)
{
    EXPECT_EQ(pictureFormatOf("a/b.PNG"), PictureFormat::Png);
    EXPECT_EQ(pictureFormatOf("b.svg"), PictureFormat::Svg);
    EXPECT_EQ(pictureFormatOf("b.x.pdf"), PictureFormat::Pdf);
    EXPECT_EQ(pictureFormatOf("b.jpeg"), std::nullopt);
    EXPECT_EQ(pictureFormatOf("b"), std::nullopt);
}

std::shared_ptr<Recording> manyCalls(std::uint32_t count)
{
    auto made = std::make_shared<Recording>();
    Event call;
    call.kind = Kind::Call;
    call.call = CallName::Recv;
    call.who = {Role::Client, 0};
    Event back = call;
    back.kind = Kind::Return;
    for (std::uint32_t seq = 1; seq < count; seq += 2) {
        call.t = Nanoseconds{seq * 1000LL};
        made->journal.restore(call);
        back.t = Nanoseconds{(seq + 1) * 1000LL};
        back.cause = static_cast<Seq>(seq);
        made->journal.restore(back);
    }
    return made;
}

TEST(Picture, OfVeryManyEventsKeepsToItsPagesAndSaysThatItIsDenser)
{
    Exporter exporter(manyCalls(200'000));
    QElapsedTimer time;
    time.start();
    std::vector<int> totals;
    ASSERT_FALSE(exporter.write("many.pdf", {}, [&totals](int, int total) {
        totals.push_back(total);
        return true;
    }));
    EXPECT_LT(time.elapsed(), 30'000);
    EXPECT_LE(totals.back(), mostPicturePages);
    EXPECT_GT(totals.back(), mostPicturePages / 2);
    const auto text = saidBy("pdftotext", {"-l", "1", exporter.path("many.pdf"), "-"});
    if (!text)
        GTEST_SKIP() << "pdftotext (poppler-utils) is not installed";
    EXPECT_TRUE(text->contains("200000 events"));
    EXPECT_TRUE(text->contains("denser")) << text->toStdString();
}

TEST(Picture, OfVeryManyEventsIsNoLargerThanAPictureMayBe)
{
    Exporter exporter(manyCalls(200'000));
    PictureOptions options;
    options.wholeTimeline = true;
    ASSERT_FALSE(exporter.write("many.png", options));
    const QImage image(exporter.path("many.png"));
    EXPECT_LE(image.height(), longestPictureSide);
    EXPECT_GT(image.height(), longestPictureSide / 2);
}

} // namespace

} // namespace twodoors::tests
