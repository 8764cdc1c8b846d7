// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/about_dialog.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <Qsci/qsciglobal.h>
#include <cmath>
#include <sys/utsname.h>

namespace twodoors
{

namespace
{

/// The lines before it are names and numbers.
constexpr int lineOfLab = 5;

QString compilerName()
{
#ifdef __clang__
    return "Clang " __clang_version__;
#else
    return "GCC " __VERSION__;
#endif
}

QString kernelName()
{
    utsname name{};
    if (uname(&name) != 0)
        return {};
    return QString("%1 %2 %3").arg(name.sysname, name.release, name.machine);
}

QString versionOf(const QString &running, const QString &built)
{
    return running == built ? running : QString("%1 (%2)").arg(running, built);
}

} // namespace

AboutDialog::AboutDialog(const Appearance &appearance, const RunReport &report, QWidget *parent)
    : QDialog(parent), m_appearance(appearance)
{
    const auto words = [&appearance](const char *key) {
        return appearance.words(std::string("about.") + key);
    };
    const std::vector<std::pair<std::string, std::string>> values{{"version", TWODOORS_VERSION}};
    const QString version = appearance.words("about.version", values);
    m_lines = {{words("qt"), versionOf(qVersion(), QT_VERSION_STR)},
               {words("qscintilla"), QSCINTILLA_VERSION_STR},
               {words("compiler"), compilerName()},
               {words("kernel"), kernelName()},
               {words("platform"), QGuiApplication::platformName()},
               {words("lab"), labText(report)},
               {words("licence"), words("licence-text")}};
    setWindowTitle(words("title"));
    setWhatsThis(appearance.words("window.tip.about"));

    const auto px = [&appearance](qreal length) {
        return static_cast<int>(std::lround(appearance.theme().px(length)));
    };
    const auto selectable = [this](const QString &text, const char *name) {
        auto *label = new QLabel(text, this);
        label->setObjectName(name);
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        return label;
    };
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(px(18));
    grid->setVerticalSpacing(px(7));
    grid->setColumnStretch(1, 1);
    int row = 0;
    for (const auto &[name, value] : m_lines) {
        auto *what = new QLabel(name, this);
        what->setObjectName("Hint");
        auto *text = selectable(value, "AboutValue");
        if (row < lineOfLab)
            text->setFont(appearance.theme().code(12));
        text->setAccessibleName(name);
        text->setAccessibleDescription(value);
        grid->addWidget(what, row, 0, Qt::AlignLeft | Qt::AlignTop);
        grid->addWidget(text, row++, 1);
    }
    auto *name = new QLabel(appearance.words("window.name"), this);
    name->setObjectName("AboutName");
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setText(words("close"));
    QPushButton *copy = buttons->addButton(words("copy"), QDialogButtonBox::ActionRole);
    copy->setToolTip(words("copy-tip"));
    copy->setAutoDefault(false);
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(text()); });
    connect(buttons, &QDialogButtonBox::rejected, this, &AboutDialog::reject);

    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(px(24), px(20), px(24), px(20));
    all->setSpacing(px(6));
    all->addWidget(name);
    all->addWidget(selectable(version, "Hint"));
    all->addSpacing(px(8));
    all->addWidget(selectable(words("motto"), "AboutMotto"));
    all->addSpacing(px(10));
    all->addLayout(grid);
    all->addSpacing(px(14));
    all->addStretch(1);
    all->addWidget(buttons);
    m_lines.prepend({appearance.words("window.name"), version});
    for (QWidget *part : findChildren<QWidget *>())
        part->ensurePolished();
    resize(px(560), all->totalHeightForWidth(px(560)));
    buttons->button(QDialogButtonBox::Close)->setFocus();
}

QString AboutDialog::text() const
{
    QString text;
    for (const auto &[name, value] : m_lines)
        text += name + ": " + value + '\n';
    return text;
}

QString AboutDialog::labText(const RunReport &report) const
{
    if (report.hasWire)
        return m_appearance.words("about.lab-works");
    if (!report.labMissing)
        return m_appearance.words("about.lab-unknown");
    const std::vector<std::pair<std::string, std::string>> values{
        {"why", m_appearance.words(*report.labMissing).toStdString()}};
    return m_appearance.words("about.lab-missing", values) + '\n'
           + m_appearance.words("about.loopback");
}

} // namespace twodoors
