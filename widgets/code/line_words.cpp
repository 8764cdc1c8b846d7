// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/code/line_words.h"

namespace twodoors
{

namespace
{

/// Lines of which the run's own sentence says what has happened, and not what is asked for.
std::string_view ownWordsOf(const ProgramLine &line, const ProgramView *program,
                            const std::string &value)
{
    const bool isUnknown = program == nullptr || program->find(value) == nullptr;
    switch (line.operation) {
    case Operation::Try:
        return "code.line.try";
    case Operation::Print:
        return isUnknown ? "code.line.print" : "";
    case Operation::BreakIfEmpty:
        return isUnknown ? "code.line.break-if-empty" : "";
    default:
        return "";
    }
}

} // namespace

QString wordsOfRow(const Viewpoint &view, const ShownProgram &shown, const CodeText &text, int row)
{
    if (shown.program == nullptr || text.isBlank(row))
        return {};
    const Appearance &appearance = view.appearance();
    const ProgramLine *line = shown.program->find(text.lineAt(row));
    if (line == nullptr) {
        const bool isAddress =
            text.language() == Language::Python && row == text.firstRowOfLines() - 1;
        return appearance.words(isAddress ? "code.line.server" : "code.line.frame");
    }

    const std::string value =
        line->value == NameId::None ? std::string() : shown.program->nameText(line->value);
    const std::pair<std::string, std::string> values[]{{"name", value}};
    const std::string_view own = ownWordsOf(*line, view.world().program(shown.who), value);
    if (!own.empty())
        return appearance.words(own, values);

    Event event;
    event.kind = Kind::Line;
    event.who = shown.who;
    event.line = line->number;
    return QString::fromStdString(view.notes().sentence(event, view.world()));
}

} // namespace twodoors
