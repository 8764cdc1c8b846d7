// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/journal.h"
#include "journal/session_file.h"
#include "lessons/lesson.h"
#include "notes/notes.h"
#include "output.h"

#include <memory>
#include <optional>

namespace twodoors
{

enum class LogFormat : std::uint8_t { Text, JsonLines, Markdown };

/// One row of an annotated log.
struct LogRow {
    const Event &event;
    std::string who;
    std::string headline;
    std::string sentence;
};

/// Writes a journal as an annotated log, as it grows: each event once, in order. A call is one row
/// with its return, or, where the kernel saw it wait, one when it waits and one when it returns.
class LogPrinter
{
public:
    /// What a log is written from; all must outlive the printer.
    struct Source {
        Output &output;
        const Catalogue &catalogue;
        const SessionHeader &header;
        const Lesson *lesson; ///< nullptr where it is not known
    };

    explicit LogPrinter(const Source &source);
    LogPrinter(const LogPrinter &) = delete;
    LogPrinter &operator=(const LogPrinter &) = delete;
    virtual ~LogPrinter() = default;

    virtual void begin() = 0;
    /// Prints what the journal has gained up to `end` events.
    void catchUp(const Journal &journal, std::size_t end);
    /// Prints the calls that never returned.
    void finish();

protected:
    virtual void print(const LogRow &row) = 0;
    /// For formats that show events as they are.
    virtual void printPlain(const Event &event);
    [[nodiscard]] virtual bool wantsRows() const noexcept { return true; }

    [[nodiscard]] const Source &source() const noexcept { return m_source; }
    /// Where and when all this was recorded.
    [[nodiscard]] std::string origin() const;

private:
    void take(const Event &event);
    void print(const Event &event, std::string headline, std::string sentence);

    Source m_source;
    Notes m_notes;
    World m_world;
    std::size_t m_printed = 0;
    std::vector<Event> m_keptBack; ///< calls that have not returned, at most one a program
};

[[nodiscard]] std::unique_ptr<LogPrinter> makeLogPrinter(LogFormat format,
                                                         const LogPrinter::Source &source);

/// Whether colours are wanted on this output: a terminal, and NO_COLOR not set (no-color.org).
[[nodiscard]] bool wantsColour(const Output &output);

/// Breaks a text into lines of at most `width` columns: at spaces, and between wide characters.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t width);

} // namespace twodoors
