// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/peers_dialog.h"

#include "app/window/choice_box.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHostInfo>
#include <QLabel>
#include <QLineEdit>
#include <QNetworkInterface>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>

namespace twodoors
{

namespace
{

using Values = std::vector<std::pair<std::string, std::string>>;

} // namespace

PeersDialog::PeersDialog(Appearance &appearance, QWidget *parent)
    : QDialog(parent), m_appearance(appearance), m_server(new QRadioButton(this)),
      m_client(new QRadioButton(this)), m_protocol(new ChoiceBox(this)),
      m_addresses(new ChoiceBox(this)), m_name(new QLineEdit(this)), m_port(new QSpinBox(this)),
      m_where(new QLabel(this)), m_to(new QLabel(this)), m_portLabel(new QLabel(this)),
      m_over(new QLabel(this)), m_words(new QLabel(this)),
      m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this))
{
    m_protocol->addItem("TCP", "tcp-echo");
    m_protocol->addItem("UDP", "udp-echo");
    m_addresses->addItem("127.0.0.1"); // first: nobody but this machine
    for (const QHostAddress &address : QNetworkInterface::allAddresses()) {
        if (!address.isNull() && address != QHostAddress(QHostAddress::LocalHost))
            m_addresses->addItem(address.toString());
    }
    m_name->setText("127.0.0.1");
    m_port->setRange(1, 65535);
    m_port->setValue(RunChoice::usualPort);
    m_port->setButtonSymbols(QSpinBox::NoButtons); // nobody goes to a port step by step
    m_words->setWordWrap(true);
    for (QAbstractButton *button : m_buttons->buttons())
        button->setIcon({}); // the system's are of another style
    m_server->setChecked(true);

    auto *layout = new QFormLayout(this);
    layout->addRow(m_server);
    layout->addRow(m_client);
    layout->addRow(m_over, m_protocol);
    layout->addRow(m_where, m_addresses);
    layout->addRow(m_to, m_name);
    layout->addRow(m_portLabel, m_port);
    layout->addRow(m_words);
    layout->addRow(m_buttons);
    m_over->setBuddy(m_protocol);
    m_where->setBuddy(m_addresses);
    m_to->setBuddy(m_name);
    m_portLabel->setBuddy(m_port);

    connect(m_server, &QRadioButton::toggled, this, &PeersDialog::showPart);
    connect(m_addresses, &QComboBox::currentIndexChanged, this, &PeersDialog::showPart);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &PeersDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &PeersDialog::reject);
    connect(&m_appearance, &Appearance::changed, this, &PeersDialog::say);
    say();
}

void PeersDialog::say()
{
    const auto words = [this](const char *key) {
        return m_appearance.words(std::string("window.peers.") + key);
    };
    setWindowTitle(words("title"));
    m_server->setText(words("server"));
    m_client->setText(words("client"));
    m_over->setText(words("over"));
    m_where->setText(words("where"));
    m_to->setText(words("to"));
    m_portLabel->setText(words("port"));
    m_buttons->button(QDialogButtonBox::Ok)->setText(words("start"));
    m_buttons->button(QDialogButtonBox::Cancel)->setText(words("cancel"));
    m_protocol->setAccessibleName(words("over"));
    m_addresses->setAccessibleName(words("where"));
    m_name->setAccessibleName(words("to"));
    m_port->setAccessibleName(words("port"));
    showPart();
}

void PeersDialog::showPart()
{
    const bool isServer = m_server->isChecked();
    m_addresses->setEnabled(isServer);
    m_where->setEnabled(isServer);
    m_name->setEnabled(!isServer);
    m_to->setEnabled(!isServer);
    const QString address = m_addresses->currentText();
    const Values values{{"address", address.toStdString()}};
    m_words->setText(!isServer ? QString()
                     : QHostAddress(address).isLoopback()
                         ? m_appearance.words("window.peers.safe")
                         : m_appearance.words("window.peers.warning", values));
}

void PeersDialog::accept()
{
    const auto port = static_cast<std::uint16_t>(m_port->value());
    m_choice = RunChoice();
    m_choice.lesson = m_protocol->currentData().toString().toStdString();
    m_choice.part = m_server->isChecked() ? Part::ServerOnly : Part::ClientOnly;
    const QString name = m_server->isChecked() ? m_addresses->currentText() : m_name->text();
    if (const auto address = endpointFromAddress(name.toStdString(), port)) {
        m_choice.server = *address;
        QDialog::accept();
        return;
    }
    const Values values{{"name", name.toStdString()}};
    m_words->setText(m_appearance.words("window.peers.looking", values));
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(false);
    QHostInfo::lookupHost(name, this, [this, port, values](const QHostInfo &info) {
        m_buttons->button(QDialogButtonBox::Ok)->setEnabled(true);
        for (const QHostAddress &found : info.addresses()) {
            if (const auto address = endpointFromAddress(found.toString().toStdString(), port)) {
                m_choice.server = *address;
                QDialog::accept();
                return;
            }
        }
        m_words->setText(m_appearance.words("window.peers.unknown", values));
    });
}

} // namespace twodoors
