// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/code/code_text.h"
#include "widgets/viewpoint.h"

namespace twodoors
{

/// A program as one pane shows it.
struct ShownProgram {
    Who who;
    const Program *program = nullptr; ///< nullptr where there is none to show

    friend bool operator==(const ShownProgram &, const ShownProgram &) noexcept = default;
};

/// What a row of the text asks for, whether or not the program ever comes to it; empty for a row
/// that says nothing.
[[nodiscard]] QString wordsOfRow(const Viewpoint &view, const ShownProgram &shown,
                                 const CodeText &text, int row);

} // namespace twodoors
