// SPDX-License-Identifier: GPL-3.0-or-later
// Who the other side is, when it is outside of this program.
#include "app/window/peers_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QTest>
#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

class OutsidePeers : public testing::TestWithParam<Tongue>
{
protected:
    OutsidePeers() { dialog.show(); }

    template <class Part>
    [[nodiscard]] Part &only() const
    {
        const auto parts = dialog.findChildren<Part *>();
        EXPECT_EQ(parts.size(), 1);
        return *parts.first();
    }

    [[nodiscard]] QRadioButton &part(int index) const
    {
        return *dialog.findChildren<QRadioButton *>().at(index);
    }

    /// The field of a name; the choice of numbers has one of its own.
    [[nodiscard]] QLineEdit &name() const
    {
        for (QLineEdit *field : dialog.findChildren<QLineEdit *>()) {
            if (field->parentWidget() == &dialog)
                return *field;
        }
        throw std::logic_error("no field");
    }

    [[nodiscard]] bool says(const QString &words) const
    {
        for (const QLabel *label : dialog.findChildren<QLabel *>()) {
            if (label->text() == words)
                return true;
        }
        return false;
    }

    void begin()
    {
        QTest::mouseClick(only<QDialogButtonBox>().button(QDialogButtonBox::Ok), Qt::LeftButton);
    }

    Appearance appearance{GetParam()};
    PeersDialog dialog{appearance, nullptr};
};

INSTANTIATE_TEST_SUITE_P(InBothLanguages, OutsidePeers,
                         testing::Values(Tongue::English, Tongue::Chinese));

TEST_P(OutsidePeers, aServerListensToThisMachineAloneUnlessToldOtherwise)
{
    EXPECT_TRUE(part(0).isChecked());
    EXPECT_TRUE(says(appearance.words("window.peers.safe")));
    only<QSpinBox>().setValue(12345);
    begin();
    EXPECT_EQ(dialog.result(), QDialog::Accepted);
    EXPECT_EQ(dialog.choice().part, Part::ServerOnly);
    EXPECT_EQ(dialog.choice().lesson, "tcp-echo");
    EXPECT_EQ(dialog.choice().server.text(), "127.0.0.1:12345");
}

TEST_P(OutsidePeers, anotherAddressIsWarnedOf)
{
    auto &addresses = *dialog.findChildren<QComboBox *>().at(1);
    addresses.addItem("192.0.2.7");
    addresses.setCurrentIndex(addresses.count() - 1);
    const std::vector<std::pair<std::string, std::string>> values{{"address", "192.0.2.7"}};
    EXPECT_TRUE(says(appearance.words("window.peers.warning", values)));
}

TEST_P(OutsidePeers, aClientGoesWhereItIsSent)
{
    part(1).click();
    dialog.findChildren<QComboBox *>().at(0)->setCurrentIndex(1);
    EXPECT_TRUE(name().isEnabled());
    name().setText("127.0.0.1");
    only<QSpinBox>().setValue(7);
    begin();
    EXPECT_EQ(dialog.choice().part, Part::ClientOnly);
    EXPECT_EQ(dialog.choice().lesson, "udp-echo");
    EXPECT_EQ(dialog.choice().server.text(), "127.0.0.1:7");
}

TEST_P(OutsidePeers, aNameThatNobodyKnowsIsSaid)
{
    part(1).click();
    name().setText("nobody.invalid");
    begin();
    const std::vector<std::pair<std::string, std::string>> values{{"name", "nobody.invalid"}};
    EXPECT_TRUE(QTest::qWaitFor(
        [&] { return says(appearance.words("window.peers.unknown", values)); }, 20'000));
    EXPECT_TRUE(dialog.isVisible());
    EXPECT_TRUE(only<QDialogButtonBox>().button(QDialogButtonBox::Ok)->isEnabled());
}

} // namespace

} // namespace twodoors::tests
