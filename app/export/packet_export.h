// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "notes/catalogue.h"
#include "wire/pcapng_writer.h"

namespace twodoors
{

/// Writes the journal's packets with the sentences of the catalogue as their comments.
[[nodiscard]] std::optional<Failure> writePackets(PcapngWriter &writer, const Journal &journal,
                                                  const SessionHeader &header,
                                                  const Catalogue &catalogue,
                                                  const PcapngExtent &extent = {});

} // namespace twodoors
