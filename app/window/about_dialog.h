// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/conductor.h"
#include "widgets/appearance.h"

#include <QDialog>
#include <QList>

namespace twodoors
{

/// What Two Doors is made of here, in lines that can be selected and copied.
class AboutDialog final : public QDialog
{
    Q_OBJECT

public:
    AboutDialog(const Appearance &appearance, const RunReport &report, QWidget *parent);

    /// All lines, as they are copied.
    [[nodiscard]] QString text() const;

private:
    [[nodiscard]] QString labText(const RunReport &report) const;

    const Appearance &m_appearance;
    QList<std::pair<QString, QString>> m_lines;
};

} // namespace twodoors
