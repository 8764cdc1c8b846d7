// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_context.h"

#include "base/text.h"

#include <unistd.h>

namespace twodoors
{

void CommandContext::complain(const Failure &failure) const
{
    complain(catalogue.text(failure));
}

void CommandContext::complain(const std::string &sentence) const
{
    const std::string line = "twodoors: " + printable(sentence) + '\n';
    // where standard error cannot be written there is nowhere left to say so
    static_cast<void>(writeAll(STDERR_FILENO, line));
}

int finished(const CommandContext &context, const Output &output, int status)
{
    if (!output.failure())
        return status;
    if (!output.isAbandoned())
        context.complain(*output.failure());
    return ExitStatus::fault;
}

} // namespace twodoors
