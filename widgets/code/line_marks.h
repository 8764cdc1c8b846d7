// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "programs/program.h"
#include "world/world.h"

#include <vector>

namespace twodoors
{

enum class LineMark : std::uint8_t {
    None,    ///< not yet come to, or left out, in this pass
    Done,    ///< in this pass
    Failed,  ///< its call failed
    At,      ///< the program stands or runs here
    Waiting, ///< the kernel has said that the program sleeps in this line's call
    Handling ///< of a try: a call in its body has failed, and the program stands after the body
};

/// How far a program has come, line by line.
///
/// The order of the lines does not tell it: a failed call leaves the rest of a try out, a break the
/// rest of a loop. A line is done when the program has come to it since the present turn of each
/// loop around it began, which the World knows.
class LineMarks
{
public:
    LineMarks() = default;
    /// `view` is nullptr for a program that has not started; `last` is the event view->lastEvent.
    LineMarks(const Program &program, const ProgramView *view, const Event &last);

    /// Where the program is, or where it came to its end; None before it starts.
    [[nodiscard]] LineNumber current() const noexcept { return m_current; }
    [[nodiscard]] bool hasStarted() const noexcept { return m_current != LineNumber::None; }
    [[nodiscard]] bool hasEnded() const noexcept { return m_hasEnded; }
    [[nodiscard]] LineMark of(LineNumber line) const noexcept;
    /// Of a try: whether a call in its body has failed in this pass.
    [[nodiscard]] bool hasCaught(LineNumber line) const noexcept;

    friend bool operator==(const LineMarks &, const LineMarks &) = default;

private:
    struct Marked {
        LineMark mark = LineMark::None;
        bool caught = false;

        friend bool operator==(const Marked &, const Marked &) = default;
    };

    /// The last event of a line in the body that belongs to this pass, and which line it is of.
    struct Latest {
        Seq seq = Seq::None;
        LineNumber line = LineNumber::None;
    };

    Latest markLines(const std::vector<ProgramLine> &lines, const ProgramView &view, Seq turn);
    void markCurrent(const ProgramView &view, const Event &last);
    [[nodiscard]] Marked &at(LineNumber line) { return m_marks[number(line)]; }

    std::vector<Marked> m_marks; ///< by line number
    LineNumber m_current = LineNumber::None;
    bool m_hasEnded = false;
};

} // namespace twodoors
