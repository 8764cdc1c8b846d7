// SPDX-License-Identifier: GPL-3.0-or-later
// As test_main.cpp, with an application for widgets, which needs no display unless one is asked
// for.
#include "lab/lab_helper.h"

#include <QApplication>
#include <gmock/gmock.h>

int main(int argc, char **argv)
{
    if (const auto status = twodoors::runAsLabHelper(argc, argv))
        return *status;
    testing::InitGoogleMock(&argc, argv);
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication::setStyle("fusion");
    const QApplication application(argc, argv);
    return RUN_ALL_TESTS();
}
