// SPDX-License-Identifier: GPL-3.0-or-later
// As gmock_main, but a test that starts a lab starts this very program as its helper.
#include "lab/lab_helper.h"

#include <gmock/gmock.h>

int main(int argc, char **argv)
{
    if (const auto status = twodoors::runAsLabHelper(argc, argv))
        return *status;
    testing::InitGoogleMock(&argc, argv);
    return RUN_ALL_TESTS();
}
