// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/code/code_view.h"
#include "widgets/code/line_words.h"

#include <QWidget>

class QActionGroup;
class QLabel;
class QStackedLayout;
class QToolButton;
class QVBoxLayout;

namespace twodoors
{

class NamesModel;
class NamesView;

/// The client's or the server's program at the cursor: its text with the line it is in, what that
/// line does, and what its names hold. Of several guests, the one in front.
class CodePane final : public QWidget
{
    Q_OBJECT

public:
    /// `role` is Client or Server. The viewpoint must outlive the pane.
    CodePane(Viewpoint &view, Role role, QWidget *parent = nullptr);
    ~CodePane() override;

    [[nodiscard]] Language language() const noexcept { return m_language; }
    /// Who is shown: of the clients, the guest in front.
    [[nodiscard]] Who who() const noexcept { return m_shown.who; }
    [[nodiscard]] CodeView &code() const noexcept { return *m_code; }
    [[nodiscard]] NamesModel &names() const noexcept { return *m_names; }

public slots:
    void setLanguage(Language language);
    /// Whether this side of the run is somebody else's, whose program cannot be known.
    void setOutside(bool isOutside);

signals:
    /// The person has chosen the language of the text, for both panes.
    void languageChosen(Language language);

private:
    void build();
    QWidget *buildHeader();
    QWidget *buildNames();
    void restyle();
    void say();
    void showRun();
    void showText();
    void showMoment();
    void showGuestChoice();
    void fillGuestMenu();
    void choose(int row);
    void explainChosen();

    [[nodiscard]] Ink accent() const noexcept;
    [[nodiscard]] ShownProgram toShow() const;
    [[nodiscard]] Who frontProgram() const;
    [[nodiscard]] std::vector<Who> guests() const;
    [[nodiscard]] QString whyNoProgram() const;
    [[nodiscard]] std::vector<LineMark> rowMarks(const LineMarks &marks) const;
    [[nodiscard]] Rows rowsOfCurrent(const LineMarks &marks) const;
    [[nodiscard]] const Appearance &appearance() const { return m_view.appearance(); }

    Viewpoint &m_view;
    Role m_role;
    Language m_language = Language::Python;
    bool m_isOutside = false;
    ShownProgram m_shown;
    int m_chosenRow = -1;

    QLabel *m_title = nullptr;
    QToolButton *m_guestChoice = nullptr;
    QToolButton *m_languageChoice = nullptr;
    QActionGroup *m_languages = nullptr;
    CodeView *m_code = nullptr;
    QLabel *m_noProgram = nullptr;
    QStackedLayout *m_stack = nullptr;
    QWidget *m_namesPart = nullptr;
    QVBoxLayout *m_namesLayout = nullptr;
    QLabel *m_namesTitle = nullptr;
    NamesModel *m_names = nullptr;
    NamesView *m_namesView = nullptr;
};

} // namespace twodoors
