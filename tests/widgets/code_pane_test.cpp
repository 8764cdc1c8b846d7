// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/code/code_pane.h"
#include "widgets/code/names_model.h"
#include "widgets/recorded_run.h"

#include <QApplication>
#include <QHelpEvent>
#include <QLabel>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QToolTip>
#include <Qsci/qscilexer.h>
#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

constexpr Who client{Role::Client, 0};
constexpr Who server{Role::Server, 0};

class CodePanes : public testing::Test
{
protected:
    static void SetUpTestSuite() { s_echo = std::make_unique<RecordedRun>("tcp-echo"); }
    static void TearDownTestSuite() { s_echo.reset(); }

    void SetUp() override
    {
        for (CodePane *pane : {&m_client, &m_server}) {
            pane->resize(290, 620);
            pane->show();
        }
    }

    [[nodiscard]] static const RecordedRun &echo() { return *s_echo; }

    void look(const RecordedRun &run, Seq at)
    {
        ASSERT_NE(at, Seq::None);
        run.show(m_view);
        m_view.setCursor(at);
    }

    /// The first row that has the text in it.
    [[nodiscard]] static int rowOf(const CodePane &pane, const QString &text)
    {
        const QStringList rows = pane.code().text().split('\n');
        for (int row = 0; row < rows.size(); ++row) {
            if (rows[row].contains(text))
                return row;
        }
        ADD_FAILURE() << "no row has " << text.toStdString();
        return -1;
    }

    [[nodiscard]] static LineMark markAt(const CodePane &pane, const QString &text)
    {
        return pane.code().markAt(rowOf(pane, text));
    }

    [[nodiscard]] static QString under(const CodePane &pane, const QString &text)
    {
        return pane.code().annotation(rowOf(pane, text)).trimmed();
    }

    /// All that the pane shows, as text.
    [[nodiscard]] static QString described(const CodePane &pane)
    {
        const CodeView &code = pane.code();
        QString out;
        for (int row = 0; row < code.code().rowCount(); ++row) {
            out += QString("%1%2 %3\n")
                       .arg(code.currentRows().contains(row) ? '>' : ' ')
                       .arg(static_cast<int>(code.markAt(row)))
                       .arg(code.annotation(row));
        }
        const NamesModel &names = pane.names();
        for (int row = 0; row < names.rowCount(); ++row)
            out += names.index(row, 0).data(Qt::AccessibleTextRole).toString() + '\n';
        return out;
    }

    Appearance m_appearance{Tongue::English};
    Viewpoint m_view{m_appearance};
    CodePane m_client{m_view, Role::Client};
    CodePane m_server{m_view, Role::Server};

private:
    static inline std::unique_ptr<RecordedRun> s_echo;
};

TEST_F(CodePanes, MarkTheLineThatWaitsAndTickThoseThatAreDone)
{
    look(echo(), echo().call(client, CallName::Connect, Kind::Call));
    EXPECT_EQ(markAt(m_server, "accept()"), LineMark::Waiting);
    EXPECT_TRUE(m_server.code().currentRows().contains(rowOf(m_server, "accept()")));
    for (const char *done : {"from socket", "server = ", "socket(AF", "bind(", "listen(", "while"})
        EXPECT_EQ(markAt(m_server, done), LineMark::Done) << done;
    for (const char *ahead : {"try:", "recv(", "except", "close()"})
        EXPECT_EQ(markAt(m_server, ahead), LineMark::None) << ahead;
    EXPECT_EQ(markAt(m_client, "connect("), LineMark::At);
    EXPECT_EQ(markAt(m_client, "stdin"), LineMark::None);
}

TEST_F(CodePanes, ExplainTheLineByItsLastEvent)
{
    struct Moment {
        Kind kind;
        LineMark mark;
    };
    for (const Moment moment :
         {Moment{Kind::Call, LineMark::At}, Moment{Kind::Wait, LineMark::Waiting},
          Moment{Kind::Return, LineMark::Done}}) {
        const Seq at = echo().call(server, CallName::Accept, moment.kind);
        look(echo(), at);
        EXPECT_EQ(under(m_server, "accept()"), m_view.sentence(at));
        EXPECT_EQ(markAt(m_server, "accept()"), moment.mark);
        EXPECT_EQ(m_server.code().accessibleDescription(), m_view.sentence(at));
    }
    const Seq came =
        echo().find([](const Event &e) { return e.kind == Kind::Line && e.who == client; });
    look(echo(), came);
    EXPECT_EQ(under(m_client, "socket(AF"), m_view.sentence(came));
    EXPECT_EQ(markAt(m_client, "socket(AF"), LineMark::At);
}

TEST_F(CodePanes, ShowNothingDoneBeforeTheStart)
{
    echo().show(m_view);
    m_view.setCursor(Seq::None);
    for (const CodePane *pane : {&m_client, &m_server}) {
        EXPECT_TRUE(pane->code().currentRows().isEmpty());
        for (int row = 0; row < pane->code().lines(); ++row) {
            EXPECT_EQ(pane->code().markAt(row), LineMark::None);
            EXPECT_TRUE(pane->code().annotation(row).isEmpty());
        }
    }
}

TEST_F(CodePanes, ClearTheTicksOfALoopWhenItsNextTurnBegins)
{
    const Seq secondAccept = echo().call(server, CallName::Accept, Kind::Call, 2);
    look(echo(), secondAccept);
    EXPECT_EQ(markAt(m_server, "listen("), LineMark::Done);
    EXPECT_EQ(markAt(m_server, "accept()"), LineMark::At);
    for (const char *ahead : {"try:", "recv(", "upper()", "sendall(", "close()"})
        EXPECT_EQ(markAt(m_server, ahead), LineMark::None) << ahead;
}

TEST_F(CodePanes, ShowTheLineThatFailed)
{
    const RecordedRun run("client-first");
    const Seq ended = run.find([](const Event &e) {
        return e.kind == Kind::Line && e.who == Who{Role::Client, 1} && e.line == LineNumber::None;
    });
    look(run, ended);
    EXPECT_EQ(markAt(m_client, "connect("), LineMark::Failed);
    EXPECT_EQ(under(m_client, "connect("), m_view.sentence(ended));
    EXPECT_TRUE(m_client.code().currentRows().isEmpty()) << "it is over";
}

TEST_F(CodePanes, StandAfterThePartInWhichACallFailed)
{
    auto recording = std::make_shared<Recording>();
    recording->lesson = orThrow(builtInLesson("tcp-echo"));
    Event event;
    event.kind = Kind::Line;
    event.who = server;
    for (const int line : {1, 2, 3, 4, 5, 6, 8, 7}) {
        event.line = static_cast<LineNumber>(line);
        event.error = line == 7 ? ECONNRESET : 0;
        recording->journal.append(event);
    }
    m_view.look(recording);
    m_view.catchUp();
    EXPECT_EQ(markAt(m_server, "recv("), LineMark::Failed);
    EXPECT_EQ(markAt(m_server, "except"), LineMark::Handling);
    EXPECT_EQ(markAt(m_server, "try:"), LineMark::Done);
    EXPECT_EQ(markAt(m_server, "upper()"), LineMark::None);
    EXPECT_TRUE(m_server.code().currentRows().contains(rowOf(m_server, "except")));
    EXPECT_EQ(under(m_server, "print(\"Failed:\""), m_view.sentence(m_view.latest()));
}

TEST_F(CodePanes, ShowTheProgramsOwnTextInBothLanguages)
{
    look(echo(), echo().call(client, CallName::Connect, Kind::Call));
    for (const Language language : {Language::Python, Language::C}) {
        m_server.setLanguage(language);
        const Recording &recording = m_view.recording();
        QString text = QString::fromStdString(joined(
            programText(*recording.lesson->programOf(server), language, recording.header.server)));
        EXPECT_EQ(m_server.code().text().replace('\t', "    ") + '\n', text);
        EXPECT_TRUE(m_server.code().isReadOnly());
    }
    const CodeView &code = m_server.code();
    EXPECT_TRUE(code.currentRows().contains(rowOf(m_server, "accept(")));
    EXPECT_EQ(code.markAt(code.currentRows().first), LineMark::Waiting);
    EXPECT_EQ(code.annotation(code.currentRows().last()).trimmed(), code.accessibleDescription());
    EXPECT_EQ(markAt(m_server, "#include"), LineMark::None);
    EXPECT_EQ(markAt(m_server, "if (listen("), LineMark::Done);
    EXPECT_EQ(markAt(m_server, "perror(\"listen\")"), LineMark::None) << "it never ran";
}

TEST_F(CodePanes, ShowAMomentTheSameFromEitherSide)
{
    echo().show(m_view);
    m_view.setCursor(Seq::None);
    const std::uint32_t end = number(m_view.latest());
    std::vector<QString> text;
    std::vector<QImage> pictures;
    const auto picture = [this] { return m_server.grab().toImage(); };
    for (std::uint32_t seq = 0; seq <= end; ++seq) {
        m_view.setCursor(static_cast<Seq>(seq));
        text.push_back(described(m_client) + described(m_server));
        pictures.push_back(picture());
    }
    for (std::uint32_t seq = end + 1; seq-- > 0;) {
        m_view.setCursor(static_cast<Seq>(seq));
        ASSERT_EQ(described(m_client) + described(m_server), text[seq]) << seq;
        ASSERT_EQ(picture(), pictures[seq]) << seq;
    }
}

TEST_F(CodePanes, SpeakTheLanguageOfTheWindow)
{
    const Seq at = echo().call(server, CallName::Accept, Kind::Wait);
    look(echo(), at);
    const QString english = under(m_server, "accept()");
    m_appearance.setTongue(Tongue::Chinese);
    EXPECT_NE(under(m_server, "accept()"), english);
    EXPECT_EQ(under(m_server, "accept()"), m_view.sentence(at));
    EXPECT_EQ(m_server.findChild<QLabel *>("namesTitle")->text(), "名字和它们的值");
}

TEST_F(CodePanes, WearOnlyTheThemesInks)
{
    look(echo(), echo().call(server, CallName::Accept, Kind::Wait));
    for (const Theme::Mood mood : {Theme::Mood::Dark, Theme::Mood::Light}) {
        const Theme theme(mood);
        m_appearance.setTheme(theme);
        for (const Language language : {Language::C, Language::Python}) {
            m_server.setLanguage(language);
            const QsciLexer *lexer = m_server.code().lexer();
            for (int style = 0; style < 128; ++style) {
                if (lexer->description(style).isEmpty())
                    continue;
                EXPECT_EQ(lexer->paper(style), theme.colour(Ink::Panel)) << style;
                EXPECT_EQ(lexer->font(style).family(), theme.code().family()) << style;
                for (const Ink ground : {Ink::Panel, Ink::SelectedRow})
                    EXPECT_GE(contrast(lexer->color(style), theme.colour(ground)), 4.5) << style;
            }
        }
        const CodeView &code = m_server.code();
        const QRect row = code.rectOf(code.currentRows().first);
        const QImage picture = code.viewport()->grab().toImage();
        EXPECT_EQ(picture.pixelColor(1, row.center().y()), theme.colour(Ink::Present));
        EXPECT_EQ(picture.pixelColor(row.right() - 1, row.center().y()),
                  theme.colour(Ink::SelectedRow));
        EXPECT_EQ(picture.pixelColor(1, row.top() - 3), theme.colour(Ink::Panel));
    }
}

TEST_F(CodePanes, MakeRoomForTheWordsAtEveryWidth)
{
    look(echo(), echo().call(server, CallName::Recv, Kind::Return));
    const int row = rowOf(m_server, "recv(");
    const auto linesUnder = [&] { return m_server.code().annotation(row).count('\n'); };
    m_server.resize(700, 620);
    const auto wide = linesUnder();
    m_server.resize(260, 620);
    EXPECT_GT(linesUnder(), wide);
    EXPECT_EQ(under(m_server, "recv("), m_server.code().accessibleDescription());
    EXPECT_FALSE(m_server.code().horizontalScrollBar()->isVisible());
}

TEST_F(CodePanes, KeepTheCurrentLineInView)
{
    m_server.setLanguage(Language::C);
    m_server.resize(290, 480);
    echo().show(m_view);
    const CodeView &code = m_server.code();
    for (std::uint32_t seq = 1; seq <= number(m_view.latest()); ++seq) {
        m_view.setCursor(static_cast<Seq>(seq));
        if (code.currentRows().isEmpty())
            continue;
        const QRect row = code.rectOf(code.currentRows().first);
        ASSERT_GE(row.top(), 0) << seq;
        ASSERT_LE(row.bottom(), code.viewport()->height()) << seq;
    }
}

TEST_F(CodePanes, ExplainARowThatIsChosen)
{
    look(echo(), echo().call(client, CallName::Connect, Kind::Call));
    CodeView &code = m_server.code();
    const int listening = rowOf(m_server, "listen(");
    QTest::mouseClick(code.viewport(), Qt::LeftButton, {},
                      code.rectOf(listening).topLeft() + QPoint(90, 8));
    EXPECT_TRUE(
        under(m_server, "listen(").startsWith("Asks the kernel to make this socket a welcome"));
    EXPECT_FALSE(under(m_server, "accept()").isEmpty()) << "that of the moment stays";

    QTest::keyClick(code.viewport(), Qt::Key_Up);
    code.viewport()->grab(); // Scintilla tells of the caret when it paints
    EXPECT_TRUE(under(m_server, "listen(").isEmpty());
    EXPECT_FALSE(under(m_server, "bind(").isEmpty());

    m_appearance.setTongue(Tongue::Chinese);
    EXPECT_FALSE(under(m_server, "bind(").contains("Asks"));
    QTest::keyClick(&code, Qt::Key_Escape);
    EXPECT_TRUE(under(m_server, "bind(").isEmpty());
}

TEST_F(CodePanes, ExplainARowUnderThePointer)
{
    look(echo(), echo().call(client, CallName::Connect, Kind::Call));
    const CodeView &code = m_server.code();
    const auto tipAt = [&](const QPoint &point) {
        QHelpEvent help(QEvent::ToolTip, point, code.viewport()->mapToGlobal(point));
        QApplication::sendEvent(code.viewport(), &help);
        return QToolTip::text();
    };
    const QPoint listening = code.rectOf(rowOf(m_server, "listen(")).center();
    EXPECT_TRUE(tipAt(listening).contains("Asks the kernel to make this socket a welcome door"));
    QToolTip::hideText();
}

TEST_F(CodePanes, ExplainEveryRowThatIsNotBlank)
{
    look(echo(), echo().find([](const Event &e) { return e.kind == Kind::Line; }));
    for (const Tongue tongue : {Tongue::English, Tongue::Chinese}) {
        m_appearance.setTongue(tongue);
        for (const Language language : {Language::Python, Language::C}) {
            m_client.setLanguage(language);
            const CodeText &text = m_client.code().code();
            for (int row = 0; row < text.rowCount(); ++row) {
                const QString words = wordsOfRow(
                    m_view, {client, m_view.recording().lesson->programOf(client)}, text, row);
                EXPECT_EQ(words.isEmpty(), text.isBlank(row)) << row;
                EXPECT_FALSE(words.contains('{') || words.contains(" .")) << words.toStdString();
            }
        }
    }
}

TEST_F(CodePanes, ShareTheLanguageOfTheText)
{
    look(echo(), echo().call(server, CallName::Accept, Kind::Wait));
    QSignalSpy spy(&m_client, &CodePane::languageChosen);
    QObject::connect(&m_client, &CodePane::languageChosen, &m_server, &CodePane::setLanguage);
    for (const QToolButton *button : m_client.findChildren<QToolButton *>()) {
        for (QAction *action : button->menu()->actions()) {
            if (action->text() == "C")
                action->trigger();
        }
    }
    EXPECT_EQ(spy.count(), 1);
    EXPECT_EQ(m_client.language(), Language::C);
    EXPECT_EQ(m_server.language(), Language::C);
    EXPECT_TRUE(m_server.code().text().contains("int main(void)"));
}

TEST_F(CodePanes, BringAGuestToTheFront)
{
    const RecordedRun run("next-guest", {"one", "two"});
    const Who second{Role::Client, 2};
    look(run, run.find([=](const Event &e) { return e.kind == Kind::Value && e.who == second; }));
    EXPECT_EQ(m_client.who(), (Who{Role::Client, 1})) << "the first one to begin with";
    EXPECT_TRUE(described(m_client).contains("sentence: \"one\""));

    QToolButton *choice = nullptr;
    for (QToolButton *button : m_client.findChildren<QToolButton *>()) {
        if (button->text().startsWith(m_view.whoText({Role::Client, 1})))
            choice = button;
    }
    ASSERT_NE(choice, nullptr);
    EXPECT_TRUE(choice->isVisible());
    emit choice->menu()->aboutToShow();
    ASSERT_EQ(choice->menu()->actions().size(), 2);
    choice->menu()->actions().at(1)->trigger();
    EXPECT_EQ(m_view.frontGuest(), second);
    EXPECT_EQ(m_client.who(), second);
    EXPECT_TRUE(described(m_client).contains("sentence: \"two\""));
}

TEST_F(CodePanes, SayWhyThereIsNoProgram)
{
    const auto words = [](const CodePane &pane) {
        const auto *label = pane.findChild<QLabel *>("noProgram");
        return label->isVisible() ? label->text() : QString();
    };
    EXPECT_EQ(words(m_client), m_appearance.words("code.none.run"));

    auto capture = std::make_shared<Recording>();
    capture->header.wire = SessionHeader::captureWire;
    m_view.look(capture);
    EXPECT_EQ(words(m_server), m_appearance.words("code.none.capture"));
    m_appearance.setTongue(Tongue::Chinese);
    EXPECT_EQ(words(m_server), m_appearance.words("code.none.capture"));

    echo().show(m_view);
    EXPECT_EQ(words(m_client), QString());
    m_client.setOutside(true);
    EXPECT_EQ(words(m_client), m_appearance.words("code.none.guest"));
    EXPECT_FALSE(m_client.code().isVisible());
    m_client.setOutside(false);
    EXPECT_TRUE(m_client.code().isVisible());
}

} // namespace

} // namespace twodoors::tests
