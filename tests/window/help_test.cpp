// SPDX-License-Identifier: GPL-3.0-or-later
// The keys at a glance, and the about box.
#include "app/window/about_dialog.h"
#include "app/window/keys_dialog.h"
#include "app/window/system_motion.h"
#include "window/open_window.h"

#include <QClipboard>
#include <QFile>
#include <QLabel>
#include <QRegularExpression>
#include <QScrollBar>
#include <algorithm>

namespace twodoors::tests
{

namespace
{

std::vector<KeyRow> rowsOf(const Appearance &appearance, const Actions &actions)
{
    std::vector<KeyRow> rows;
    for (const KeyGroup &group : keyMap(appearance, actions))
        rows.insert(rows.end(), group.rows.begin(), group.rows.end());
    return rows;
}

} // namespace

class Help : public testing::TestWithParam<Tongue>
{
protected:
    Appearance m_appearance{GetParam()};
    QWidget m_window;
    Actions m_actions{m_appearance, m_window};
};

INSTANTIATE_TEST_SUITE_P(Both, Help, testing::Values(Tongue::English, Tongue::Chinese),
                         [](const auto &tongue) { return std::string(codeOf(tongue.param)); });

TEST_P(Help, showsEachActionThatHasAKeyOnce)
{
    const std::vector<KeyRow> rows = rowsOf(m_appearance, m_actions);
    for (std::size_t i = 0; i < deedCount; ++i) {
        const QAction &action = m_actions.of(static_cast<Deed>(i));
        const auto shown = std::ranges::count_if(
            rows, [&](const KeyRow &row) { return row.more == action.whatsThis(); });
        EXPECT_EQ(shown, action.shortcuts().isEmpty() ? 0 : 1) << action.text().toStdString();
    }
}

TEST_P(Help, saysEveryKeyInTheChosenLanguage)
{
    static const QRegularExpression english("[a-z]{4,}");
    static const QRegularExpression formats("pcapng|Markdown");
    for (const KeyGroup &group : keyMap(m_appearance, m_actions)) {
        EXPECT_FALSE(group.rows.empty()) << group.title.toStdString();
        for (const KeyRow &row : group.rows) {
            EXPECT_FALSE(row.what.isEmpty());
            EXPECT_FALSE(row.what.startsWith("keymap")) << row.what.toStdString();
            if (GetParam() == Tongue::Chinese) {
                EXPECT_FALSE(QString(row.what).remove(formats).contains(english))
                    << row.what.toStdString();
            }
        }
    }
}

TEST_P(Help, cutsNoKeyAndNoWordAtAnySize)
{
    for (const qreal scale : {1.0, 1.4}) {
        m_appearance.setTheme(Theme(Theme::Mood::Light, scale));
        m_window.resize(1280, 720);
        m_window.setStyleSheet({});
        KeysDialog dialog(m_appearance, m_actions, &m_window);
        dialog.show();
        QTest::qWait(0);
        EXPECT_LE(dialog.width(), 1280);
        EXPECT_LE(dialog.height(), 720);
        for (const QLabel *label : dialog.findChildren<QLabel *>()) {
            if (!label->wordWrap()) {
                EXPECT_GE(label->width(), label->sizeHint().width()) << label->text().toStdString();
            }
        }
    }
}

TEST_P(Help, saysVersionsThatCanBeSelectedAndCopied)
{
    RunReport report;
    report.hasWire = true;
    AboutDialog dialog(m_appearance, report, nullptr);
    for (const char *part : {"6.", "QScintilla", "Linux", "GPL-3.0-or-later"})
        EXPECT_THAT(dialog.text().toStdString(), testing::HasSubstr(part));
    EXPECT_THAT(dialog.text().toStdString(),
                testing::HasSubstr(m_appearance.words("about.lab-works").toStdString()));
    const auto values = dialog.findChildren<QLabel *>("AboutValue");
    EXPECT_GE(values.size(), 6);
    for (const QLabel *value : values) {
        EXPECT_TRUE(value->textInteractionFlags() & Qt::TextSelectableByKeyboard);
        EXPECT_FALSE(value->text().isEmpty()) << value->accessibleName().toStdString();
    }
}

TEST_P(Help, saysWhyTheLabIsMissing)
{
    RunReport report;
    report.labMissing = Failure{"no-display", {}};
    AboutDialog dialog(m_appearance, report, nullptr);
    EXPECT_THAT(dialog.text().toStdString(),
                testing::HasSubstr(m_appearance.words("about.loopback").toStdString()));
}

TEST(SystemMotion, isReadFromTheDesktopsSettings)
{
    struct Case {
        const char *file;
        const char *text;
        bool reduces;
    };
    const Case cases[]{
        {"kdeglobals", "[KDE]\nAnimationDurationFactor=0\n", true},
        {"kdeglobals", "[KDE]\nAnimationDurationFactor=0.5\n", false},
        {"gtk-3.0/settings.ini", "[Settings]\ngtk-enable-animations=false\n", true},
        {"gtk-4.0/settings.ini", "[Settings]\ngtk-enable-animations=0\n", true},
        {"gtk-4.0/settings.ini", "[Settings]\ngtk-enable-animations=1\n", false},
    };
    for (const Case &one : cases) {
        const QTemporaryDir folder;
        QDir(folder.path()).mkpath("gtk-3.0");
        QDir(folder.path()).mkpath("gtk-4.0");
        EXPECT_FALSE(reducesMotion(folder.path()));
        QFile file(folder.filePath(one.file));
        ASSERT_TRUE(file.open(QFile::WriteOnly));
        file.write(one.text);
        file.close();
        EXPECT_EQ(reducesMotion(folder.path()), one.reduces) << one.text;
    }
}

} // namespace twodoors::tests
