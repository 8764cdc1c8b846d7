// SPDX-License-Identifier: GPL-3.0-or-later
//
// What any program of these libraries needs to show a window: what the window's start is held
// against.
#include "first_paint.h"

#include <QMainWindow>

int main(int count, char **words)
{
    QApplication::setStyle("fusion");
    QApplication application(count, words);
    QMainWindow window;
    window.resize(1440, 900);
    const twodoors::bench::EndAfterFirstPaint end(
        [&window](const QObject &painted) { return &painted == &window; });
    window.show();
    return QApplication::exec();
}
