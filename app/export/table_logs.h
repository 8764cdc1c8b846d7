// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/export/log_printer.h"

namespace twodoors
{

/// One file with nothing beside it, light or dark as its reader's system is: HTML 5, UTF-8.
[[nodiscard]] std::unique_ptr<LogPrinter> makeHtmlLog(const LogPrinter::Source &source);

/// RFC 4180 in UTF-8 with a byte order mark, without which spreadsheets guess another encoding.
/// No cell is taken for a formula.
[[nodiscard]] std::unique_ptr<LogPrinter> makeCsvLog(const LogPrinter::Source &source);

} // namespace twodoors
