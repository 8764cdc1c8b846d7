// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/export/packet_export.h"

#include "notes/notes.h"

namespace twodoors
{

std::optional<Failure> writePackets(PcapngWriter &writer, const Journal &journal,
                                    const SessionHeader &header, const Catalogue &catalogue,
                                    const PcapngExtent &extent)
{
    const Notes notes(catalogue, nullptr, header.server.family);
    World world;
    const auto sentence = [&](const Event &event) {
        // of what was sent a sentence may tell which knock it is; the others ask nothing more
        while (isSighting(event.verb) && world.seq() < event.seq)
            world.apply(journal.at(static_cast<Seq>(number(world.seq()) + 1U)));
        return notes.sentence(event, world);
    };
    return writer.write(journal, header, sentence, "Two Doors " TWODOORS_VERSION, extent);
}

} // namespace twodoors
