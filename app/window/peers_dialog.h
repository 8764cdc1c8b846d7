// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/run_choice.h"
#include "widgets/appearance.h"

#include <QDialog>

class QComboBox;
class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QRadioButton;
class QSpinBox;

namespace twodoors
{

/// Asks which part of a run stands here, and where the other one is. Nothing listens on an address
/// beyond this machine unless it is chosen here.
class PeersDialog final : public QDialog
{
    Q_OBJECT

public:
    PeersDialog(Appearance &appearance, QWidget *parent);

    /// What was chosen, once the dialog is accepted.
    [[nodiscard]] const RunChoice &choice() const noexcept { return m_choice; }

    void accept() override;

private:
    void say();
    void showPart();

    Appearance &m_appearance;
    QRadioButton *m_server;
    QRadioButton *m_client;
    QComboBox *m_protocol;
    QComboBox *m_addresses;
    QLineEdit *m_name;
    QSpinBox *m_port;
    QLabel *m_where;
    QLabel *m_to;
    QLabel *m_portLabel;
    QLabel *m_over;
    QLabel *m_words;
    QDialogButtonBox *m_buttons;
    RunChoice m_choice;
};

} // namespace twodoors
