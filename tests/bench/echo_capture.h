// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>

namespace twodoors::bench
{

/// Writes a capture (pcap, link type raw IP) of so many packets: TCP echo exchanges of ten packets
/// each, a connection each, as loopback shows them; checksums, sequence numbers and times are
/// right. False where the file could not be written.
[[nodiscard]] bool writeEchoCapture(const std::filesystem::path &path, std::size_t packets);

} // namespace twodoors::bench
