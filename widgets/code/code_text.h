// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "programs/program_text.h"

#include <QString>
#include <vector>

namespace twodoors
{

/// Rows of the shown text, half open; counted from 0.
struct Rows {
    int first = 0;
    int end = 0;

    [[nodiscard]] bool isEmpty() const noexcept { return first >= end; }
    [[nodiscard]] int last() const noexcept { return end - 1; }
    [[nodiscard]] bool contains(int row) const noexcept { return row >= first && row < end; }

    friend bool operator==(const Rows &, const Rows &) noexcept = default;
};

/// A program's text as a pane shows it, and which of its rows are which line. A level of
/// indentation is a tab, so that deep lines have room in a narrow pane.
class CodeText
{
public:
    CodeText() = default;
    CodeText(const Program &program, Language language, const Endpoint &server);

    [[nodiscard]] const QString &text() const noexcept { return m_text; }
    [[nodiscard]] Language language() const noexcept { return m_language; }
    [[nodiscard]] int rowCount() const noexcept { return static_cast<int>(m_rows.size()); }
    [[nodiscard]] bool isBlank(int row) const noexcept;

    /// The line that a row belongs to; None for what every program needs, and outside of the text.
    [[nodiscard]] LineNumber lineAt(int row) const noexcept;
    /// The rows together with which a row says one thing: those of its line, or itself alone.
    [[nodiscard]] Rows rowsAround(int row) const noexcept;
    /// Where a line is written. Of a line with a body, what stands before the body.
    [[nodiscard]] Rows rowsOf(LineNumber line) const noexcept;
    /// Of a line with a body, what stands after the body; empty where nothing does.
    [[nodiscard]] Rows rowsAfterBodyOf(LineNumber line) const noexcept;
    /// The first row that belongs to a line.
    [[nodiscard]] int firstRowOfLines() const noexcept;

private:
    struct Row {
        LineNumber line = LineNumber::None;
        bool isBlank = false;
    };

    [[nodiscard]] int groupEnd(int row) const noexcept;

    Language m_language = Language::Python;
    QString m_text;
    std::vector<Row> m_rows;
};

} // namespace twodoors
