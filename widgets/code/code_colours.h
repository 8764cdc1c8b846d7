// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "programs/program_text.h"
#include "widgets/theme.h"

#include <Qsci/qscilexer.h>
#include <memory>

namespace twodoors
{

/// The type that code panes are set in.
[[nodiscard]] QFont codeFont(const Theme &theme);

/// A lexer for the language with nothing but the theme's inks and type. `dpi` is the screen's
/// logical one, because Scintilla wants its type in points.
[[nodiscard]] std::unique_ptr<QsciLexer> makeLexer(Language language, const Theme &theme, int dpi);

} // namespace twodoors
