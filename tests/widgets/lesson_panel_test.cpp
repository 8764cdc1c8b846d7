// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/lesson/lesson_panel.h"

#include "widgets/lesson/lesson_words.h"

#include <QFontMetricsF>
#include <QLabel>
#include <QRegularExpression>
#include <QTextDocument>
#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

std::shared_ptr<Recording> recordingOf(const Result<Lesson> &lesson)
{
    auto recording = std::make_shared<Recording>();
    recording->lesson = *lesson;
    recording->header.lesson = recording->lesson->id;
    recording->header.wire = "lab";
    recording->header.kernel = "6.18.0";
    return recording;
}

class LessonPanels : public testing::Test
{
protected:
    void look(std::shared_ptr<Recording> recording, const QSize &size = QSize(1280, 200))
    {
        m_view.look(std::move(recording));
        m_panel.resize(size);
        m_panel.show();
    }

    [[nodiscard]] QString html() const { return m_panel.columnTexts().join(QString()); }

    /// As a person reads it.
    [[nodiscard]] QString text() const
    {
        QTextDocument document;
        document.setHtml(html());
        return document.toPlainText();
    }

    Appearance m_appearance{Tongue::English};
    Viewpoint m_view{m_appearance};
    LessonPanel m_panel{m_view};
};

TEST_F(LessonPanels, saysAimCastAndOrigin)
{
    look(recordingOf(builtInLesson("next-guest")));
    for (const char *words :
         {"The welcome door stays", "Two guests knock", "client 2: TCPClient, starts once client 1",
          "two private hosts", "Linux kernel: 6.18.0"})
        EXPECT_TRUE(text().contains(QString::fromUtf8(words))) << words;
}

TEST_F(LessonPanels, textOfOthersIsNeverMarkup)
{
    auto recording = recordingOf(
        readLesson("{id: evil, title: '<img src=x> <b>bold</b> & <a href=\"http://x\">link</a>', "
                   "messages: ['</p><h1>big'], run: [{server: TCPServer}]}"));
    recording->header.kernel = "<script>";
    look(recording);
    EXPECT_FALSE(html().contains(QStringLiteral("<img")));
    EXPECT_FALSE(html().contains(QStringLiteral("<a ")));
    EXPECT_FALSE(html().contains(QStringLiteral("<h1")));
    EXPECT_FALSE(html().contains(QStringLiteral("<script")));
    EXPECT_TRUE(text().contains(QStringLiteral("<b>bold</b> & <a href=\"http://x\">link</a>")))
        << qPrintable(text());
}

TEST_F(LessonPanels, aCaptureSaysWhatItCannotKnow)
{
    auto recording = std::make_shared<Recording>();
    recording->header.wire = SessionHeader::captureWire;
    look(recording);
    EXPECT_TRUE(text().contains(QStringLiteral("the doors are inferred")));
    EXPECT_TRUE(text().contains(QStringLiteral("packet capture")));
}

TEST_F(LessonPanels, chineseIsComplete)
{
    m_appearance.setTongue(Tongue::Chinese);
    look(recordingOf(builtInLesson("next-guest")));
    EXPECT_EQ(m_panel.tabTitle(), QStringLiteral("课程说明"));
    static const QRegularExpression english(QStringLiteral("[A-Za-z]{3,} [A-Za-z]{2,} [a-z]{2,}"));
    EXPECT_FALSE(english.match(text()).hasMatch()) << qPrintable(english.match(text()).captured());
    EXPECT_FALSE(text().contains(QStringLiteral("lessonpanel."))) << "a key without words";
}

TEST(LessonWords, everyWordOfTheGlossaryIsExplainedInBothLanguages)
{
    for (const Tongue tongue : {Tongue::English, Tongue::Chinese}) {
        const Catalogue catalogue(tongue);
        const std::string stop = tongue == Tongue::Chinese ? "。" : ".";
        std::size_t keys = 0;
        for (const std::string &key : catalogue.keys())
            keys += key.starts_with("lessonpanel.word.") && key.ends_with(".means") ? 1U : 0U;
        EXPECT_EQ(keys, glossaryKeys.size());
        for (const std::string_view word : glossaryKeys) {
            const std::string key = "lessonpanel.word." + std::string(word);
            EXPECT_FALSE(catalogue.pattern(key + ".name").empty()) << key;
            EXPECT_TRUE(catalogue.pattern(key + ".means").ends_with(stop)) << key;
        }
    }
}

TEST_F(LessonPanels, linesAreNoLongerThanReadsWell)
{
    const auto recording = recordingOf(builtInLesson("tcp-echo"));
    const qreal letter = QFontMetricsF(m_appearance.theme().words()).averageCharWidth();
    for (const QSize size :
         {QSize(400, 900), QSize(900, 700), QSize(1280, 200), QSize(3840, 400)}) {
        look(recording, size);
        int columns = 0;
        for (const QLabel *column : m_panel.findChildren<QLabel *>()) {
            if (column->isHidden())
                continue;
            ++columns;
            EXPECT_LE(column->width(), 75 * letter + 1) << size.width();
            EXPECT_LE(column->geometry().right(), m_panel.viewport()->width()) << size.width();
        }
        EXPECT_EQ(columns, size.width() == 400 ? 1 : size.width() == 900 ? 2 : 3);
    }
}

} // namespace

} // namespace twodoors::tests
