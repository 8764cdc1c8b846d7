// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_line.h"

#include "lab/lab_helper.h"

#include <cstdlib>
#include <exception>

int main(int argc, char **argv)
{
    using namespace twodoors;
    if (const auto status = runAsLabHelper(argc, argv))
        return *status;
    try {
        StopSignals signals;
        return commandLine({argv, argv + argc}, signals);
    } catch (const std::exception &exception) {
        // out of memory or of threads, or a fault in the built-in texts
        static_cast<void>(writeAll(2, std::string("twodoors: ") + exception.what() + '\n'));
        return ExitStatus::fault;
    }
}
