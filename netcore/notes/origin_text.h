// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/session_file.h"
#include "notes/catalogue.h"

namespace twodoors
{

/// Where and when all of a recording was recorded: the line under its title.
[[nodiscard]] std::string originText(const SessionHeader &header, const Catalogue &catalogue);

} // namespace twodoors
