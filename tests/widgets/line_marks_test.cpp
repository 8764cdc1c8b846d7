// SPDX-License-Identifier: GPL-3.0-or-later
#include "lessons/lesson.h"
#include "widgets/code/line_marks.h"

#include <cerrno>
#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

constexpr Who server{Role::Server, 0};

/// What a program does, in one journal.
class Doing
{
public:
    explicit Doing(std::string_view title) : m_program(*builtInProgram(title)) {}

    void come(int line, int error = 0)
    {
        Event event;
        event.kind = Kind::Line;
        event.line = static_cast<LineNumber>(line);
        event.error = error;
        take(event);
    }

    void call(Kind kind, int error = 0)
    {
        Event event;
        event.kind = kind;
        event.call = CallName::Recv;
        event.error = error;
        if (kind == Kind::Call)
            m_call = static_cast<Seq>(m_count + 1);
        if (kind == Kind::Wait)
            event.cause = m_call;
        take(event);
    }

    /// A sign for each line: + done, x failed, > at, ~ waiting, ! handling a failure.
    [[nodiscard]] std::string signs() const
    {
        const LineMarks marks = this->marks();
        std::string signs;
        for (std::size_t i = 1; i <= m_program.lineCount(); ++i)
            signs += " +x>~!"[static_cast<std::size_t>(marks.of(static_cast<LineNumber>(i)))];
        return signs;
    }

    [[nodiscard]] LineMarks marks() const
    {
        return LineMarks(m_program, m_world.program(server), m_last);
    }

private:
    void take(Event event)
    {
        event.seq = static_cast<Seq>(++m_count);
        event.who = server;
        m_last = event;
        m_world.apply(event);
    }

    Program m_program;
    World m_world;
    Event m_last;
    std::uint32_t m_count = 0;
    Seq m_call = Seq::None;
};

struct Way {
    std::string_view name;
    std::string_view program;
    std::vector<int> lines; ///< below 0: with an error; 0: the end
    std::string_view signs;
};

void PrintTo(const Way &way, std::ostream *out)
{
    *out << way.name;
}

class LineMarksOf : public testing::TestWithParam<Way>
{};

TEST_P(LineMarksOf, AWay)
{
    Doing doing(GetParam().program);
    for (const int line : GetParam().lines)
        doing.come(std::abs(line), line < 0 ? ECONNRESET : 0);
    EXPECT_EQ(doing.signs(), GetParam().signs);
}

// TCPServer: 1 socket … 5 loop {6 accept, 7 try {8 recv, 9 upper, 10 send}, 11 close}.
// TCPStreamServer: … 5 loop {6 accept, 7 clear, 8 try {9 loop {10 recv, 11 break, 12 append},
// 13 upper, 14 send}, 15 close}.
INSTANTIATE_TEST_SUITE_P(
    Ways, LineMarksOf,
    testing::Values(
        Way{"nothing", "TCPServer", {}, "           "},
        Way{"first", "TCPServer", {1}, ">          "},
        Way{"inTheTry", "TCPServer", {1, 2, 3, 4, 5, 6, 8, 9}, "++++++++>  "},
        Way{"nextTurn", "TCPServer", {1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 5}, "++++>      "},
        Way{"nextTurnGoesOn", "TCPServer", {1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 5, 6}, "+++++>     "},
        Way{"caught", "TCPServer", {1, 2, 3, 4, 5, 6, 8, -7}, "++++++!x   "},
        Way{"afterCaught", "TCPServer", {1, 2, 3, 4, 5, 6, 8, -7, 11}, "+++++++x  >"},
        Way{"turnAfterCaught", "TCPServer", {1, 2, 3, 4, 5, 6, 8, -7, 11, 5, 6}, "+++++>     "},
        Way{"pieces", "TCPStreamServer", {1, 5, 6, 7, 9, 10, 11, 12, 9, 10}, "+   +++++>     "},
        Way{"leftByBreak",
            "TCPStreamServer",
            {1, 5, 6, 7, 9, 10, 11, 12, 9, 10, 11, 13},
            "+   +++++++ >  "},
        Way{"innerLoopOfTheTurnBefore",
            "TCPStreamServer",
            {1, 5, 6, 7, 9, 10, 11, 13, 14, 15, 5, 6},
            "+   +>         "},
        Way{"ended", "TCPClient", {1, 2, 3, 4, 5, 6, 7, 0}, "+++++++"}),
    [](const auto &way) { return std::string(way.param.name); });

TEST(LineMarks, FollowTheCallOfALine)
{
    Doing doing("TCPClient");
    doing.come(1);
    doing.come(2);
    EXPECT_EQ(doing.signs(), "+>     ");
    doing.call(Kind::Call);
    EXPECT_EQ(doing.signs(), "+>     ");
    doing.call(Kind::Wait);
    EXPECT_EQ(doing.signs(), "+~     ");
    doing.call(Kind::Return);
    EXPECT_EQ(doing.signs(), "++     ");
    EXPECT_EQ(doing.marks().current(), LineNumber{2}) << "until it comes to the next line";
}

TEST(LineMarks, SayWhereAProgramFailed)
{
    Doing doing("TCPClient");
    doing.come(1);
    doing.come(2);
    doing.call(Kind::Call);
    doing.call(Kind::Return, ECONNREFUSED);
    EXPECT_EQ(doing.signs(), "+x     ");
    doing.come(0, ECONNREFUSED);
    EXPECT_EQ(doing.signs(), "+x     ");
    EXPECT_TRUE(doing.marks().hasEnded());
    EXPECT_EQ(doing.marks().current(), LineNumber{2});
}

TEST(LineMarks, DoNotCallAStoppedLineFailed)
{
    Doing doing("TCPClient");
    doing.come(1);
    doing.come(2);
    doing.come(0, ECANCELED);
    EXPECT_EQ(doing.signs(), "+      ");
}

TEST(LineMarks, TakeLinesThatTheProgramDoesNotHave)
{
    Doing doing("TCPClient");
    doing.come(1);
    doing.come(65535);
    EXPECT_EQ(doing.signs(), ">      ");
}

} // namespace

} // namespace twodoors::tests
