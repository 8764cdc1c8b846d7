// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace twodoors
{

/// Ends every TCP socket of the calling thread's network namespace at once. A closed connection
/// that waits for a peer's acknowledgement would otherwise keep the namespace on the machine until
/// its patience is over: hours, in a lab.
void endTcpOfThisHost();

} // namespace twodoors
