// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "programs/c_helpers.h"
#include "programs/text_parts.h"

#include <set>

namespace twodoors
{

/// Writes the operations of a program as the inside of main(), and notes what they need around
/// them.
class COperations
{
public:
    /// Both must outlive this object.
    COperations(const Program &program, TextBuilder &text, Family family);

    void write(const std::vector<ProgramLine> &lines);

    [[nodiscard]] const std::set<std::string_view> &headers() const noexcept { return m_headers; }
    [[nodiscard]] const std::set<CHelper> &helpers() const noexcept { return m_helpers; }

private:
    /// A try that is being written, and whether a goto leaves it.
    struct OpenTry {
        LineNumber line;
        bool isLeft;
    };

    [[nodiscard]] const std::string &text(NameId name) const { return m_program.nameText(name); }
    void need(CHelper helper);
    void add(std::string_view text) { m_text.add(text, m_line); }
    void writeBody(const ProgramLine &line);
    /// What becomes of a failed call, after "if (…) {".
    void writeFailure(std::string_view call);
    /// `call` is the call with its arguments, which fails by returning less than 0.
    void writeChecked(std::string_view name, std::string_view call);
    void writeAssigned(std::string_view name, std::string_view variable, std::string_view call);
    [[nodiscard]] std::string givenAddress(NameId name) const;
    /// The arguments that take an address, made ready.
    [[nodiscard]] std::string takenAddress(NameId name);
    void writeCall(const ProgramLine &line);
    void writeReceiving(const ProgramLine &line);
    void writeOption(const ProgramLine &line);
    void writePoll(const ProgramLine &line);
    void writeOwn(const ProgramLine &line);

    const Program &m_program;
    TextBuilder &m_text;
    Family m_family;
    std::set<NameId> m_tcpDoors;
    std::set<std::string_view> m_headers;
    std::set<CHelper> m_helpers;
    std::vector<OpenTry> m_tries;
    LineNumber m_line = LineNumber::None;
};

} // namespace twodoors
