// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/code/line_marks.h"

#include <algorithm>
#include <cerrno>

namespace twodoors
{

LineMarks::LineMarks(const Program &program, const ProgramView *view, const Event &last)
    : m_marks(program.lineCount() + 1)
{
    if (view == nullptr)
        return;
    m_current = markLines(program.lines, *view, Seq::None).line;
    if (view->line != LineNumber::None && program.find(view->line) != nullptr)
        m_current = view->line;
    m_hasEnded = view->hasEnded;
    if (hasStarted())
        markCurrent(*view, last);
}

LineMark LineMarks::of(LineNumber line) const noexcept
{
    const std::size_t place = number(line);
    return place < m_marks.size() ? m_marks[place].mark : LineMark::None;
}

bool LineMarks::hasCaught(LineNumber line) const noexcept
{
    const std::size_t place = number(line);
    return place < m_marks.size() && m_marks[place].caught;
}

LineMarks::Latest LineMarks::markLines(const std::vector<ProgramLine> &lines,
                                       const ProgramView &view, Seq turn)
{
    Latest latest;
    const auto come = [&latest](const Latest &other) {
        if (other.seq > latest.seq)
            latest = other;
    };
    for (const ProgramLine &line : lines) {
        const Seq own = view.lineEvent(line.number);
        const bool isOfThisTurn = own > turn;
        if (line.operation == Operation::Try) {
            // a try is not come to: it is there that the program lands when a call in it fails
            const Latest inside = markLines(line.body, view, turn);
            if (inside.seq != Seq::None)
                at(line.number).mark = LineMark::Done;
            if (isOfThisTurn && own > inside.seq) {
                at(line.number).caught = true;
                if (inside.line != LineNumber::None)
                    at(inside.line).mark = LineMark::Failed;
                come({own, line.number});
            }
            come(inside);
            continue;
        }
        if (!isOfThisTurn)
            continue;
        at(line.number).mark = LineMark::Done;
        come({own, line.number});
        if (line.operation == Operation::Loop)
            come(markLines(line.body, view, own));
    }
    return latest;
}

void LineMarks::markCurrent(const ProgramView &view, const Event &last)
{
    LineMark &mark = at(m_current).mark;
    if (view.hasEnded) {
        if (view.endError != 0)
            mark = view.endError == ECANCELED ? LineMark::None : LineMark::Failed;
    } else if (at(m_current).caught) {
        mark = LineMark::Handling;
    } else if (view.inCall != CallName::None) {
        mark = view.waits ? LineMark::Waiting : LineMark::At;
    } else if (last.kind == Kind::Return || last.kind == Kind::Value) {
        mark = last.error == 0 ? LineMark::Done : LineMark::Failed;
    } else {
        mark = LineMark::At;
    }
}

} // namespace twodoors
