// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/code/code_pane.h"

#include "widgets/code/names_model.h"
#include "widgets/code/names_view.h"

#include <QActionGroup>
#include <QBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QStackedLayout>
#include <QToolButton>

namespace twodoors
{

namespace
{

QString textOf(Language language)
{
    return language == Language::C ? QStringLiteral("C") : QStringLiteral("Python");
}

QString asChoice(const QString &text)
{
    return text + QStringLiteral(" ▾");
}

QToolButton *makeChoice(QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setMenu(new QMenu(button));
    return button;
}

QFrame *makeLine(QWidget *parent)
{
    auto *line = new QFrame(parent);
    line->setObjectName("line");
    line->setFixedHeight(1);
    return line;
}

} // namespace

CodePane::CodePane(Viewpoint &view, Role role, QWidget *parent)
    : QWidget(parent), m_view(view), m_role(role)
{
    build();
    restyle();
    showRun();
    connect(&m_view, &Viewpoint::recordingChanged, this, &CodePane::showRun);
    connect(&m_view, &Viewpoint::cursorMoved, this, &CodePane::showMoment);
    connect(&m_view, &Viewpoint::frontGuestChanged, this, &CodePane::showMoment);
    connect(&m_view.appearance(), &Appearance::changed, this, [this] {
        restyle();
        showMoment();
    });
}

CodePane::~CodePane() = default;

void CodePane::build()
{
    setAttribute(Qt::WA_StyledBackground);
    m_code = new CodeView(m_view.appearance(), accent(), this);
    m_code->setTips([this](int row) { return wordsOfRow(m_view, m_shown, m_code->code(), row); });
    connect(m_code, &CodeView::rowChosen, this, &CodePane::choose);
    m_noProgram = new QLabel(this);
    m_noProgram->setObjectName("noProgram");
    m_noProgram->setWordWrap(true);
    m_noProgram->setAlignment(Qt::AlignTop | Qt::AlignLeft);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildHeader());
    layout->addWidget(makeLine(this));
    m_stack = new QStackedLayout;
    m_stack->addWidget(m_code);
    m_stack->addWidget(m_noProgram);
    layout->addLayout(m_stack, 1);
    layout->addWidget(buildNames());
}

QWidget *CodePane::buildHeader()
{
    auto *header = new QWidget(this);
    m_title = new QLabel(header);
    m_title->setObjectName("title");
    m_guestChoice = makeChoice(header);
    connect(m_guestChoice->menu(), &QMenu::aboutToShow, this, &CodePane::fillGuestMenu);
    m_languageChoice = makeChoice(header);
    m_languages = new QActionGroup(this);
    for (const Language language : {Language::Python, Language::C}) {
        QAction *action = m_languageChoice->menu()->addAction(textOf(language));
        action->setCheckable(true);
        m_languages->addAction(action);
        connect(action, &QAction::triggered, this, [this, language] {
            setLanguage(language);
            emit languageChosen(language);
        });
    }
    auto *layout = new QHBoxLayout(header);
    layout->addWidget(m_title, 1);
    layout->addWidget(m_guestChoice);
    layout->addWidget(m_languageChoice);
    header->setObjectName("header");
    return header;
}

QWidget *CodePane::buildNames()
{
    m_namesPart = new QWidget(this);
    m_namesTitle = new QLabel(m_namesPart);
    m_namesTitle->setObjectName("namesTitle");
    m_names = new NamesModel(m_view, this);
    m_namesView = new NamesView(appearance(), m_namesPart);
    m_namesView->setModel(m_names);
    m_namesTitle->setBuddy(m_namesView);
    auto *layout = new QVBoxLayout(m_namesPart);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeLine(m_namesPart));
    m_namesLayout = new QVBoxLayout;
    m_namesLayout->addWidget(m_namesTitle);
    m_namesLayout->addWidget(m_namesView);
    layout->addLayout(m_namesLayout);
    m_namesPart->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    return m_namesPart;
}

void CodePane::say()
{
    const Appearance &words = appearance();
    m_languageChoice->setText(asChoice(textOf(m_language)));
    m_languageChoice->setAccessibleName(words.words("code.language"));
    m_languageChoice->setToolTip(words.words("code.language"));
    m_guestChoice->setAccessibleName(words.words("code.guest"));
    m_guestChoice->setToolTip(words.words("code.guest"));
    m_namesTitle->setText(words.words("code.names"));
    m_namesView->setAccessibleName(words.words("code.names"));
    setWhatsThis(words.words("code.whats-this"));
    m_namesView->setWhatsThis(words.words("code.names-whats-this"));
    m_languages->actions().at(static_cast<int>(m_language))->setChecked(true);
}

void CodePane::setLanguage(Language language)
{
    if (language == m_language)
        return;
    m_language = language;
    say();
    showText();
}

void CodePane::setOutside(bool isOutside)
{
    m_isOutside = isOutside;
    showMoment();
}

void CodePane::showRun()
{
    m_shown = toShow();
    showText();
}

void CodePane::showText()
{
    m_chosenRow = -1;
    if (m_shown.program != nullptr)
        m_code->showText(CodeText(*m_shown.program, m_language, m_view.recording().header.server));
    m_names->showProgram(m_shown);
    m_stack->setCurrentWidget(m_shown.program == nullptr ? static_cast<QWidget *>(m_noProgram)
                                                         : m_code);
    m_namesPart->setVisible(m_shown.program != nullptr);
    m_languageChoice->setVisible(m_shown.program != nullptr);
    showMoment();
}

void CodePane::showMoment()
{
    if (const ShownProgram shown = toShow(); shown != m_shown) {
        m_shown = shown;
        showText();
        return;
    }
    showGuestChoice();
    if (m_shown.program == nullptr) {
        m_title->setText(m_view.whoText(m_shown.who));
        m_noProgram->setText(whyNoProgram());
        return;
    }
    const QString title = QString::fromStdString(m_shown.program->title);
    m_title->setText(title);
    m_code->setAccessibleName(
        appearance().words("code.text-of", {{{"title", m_shown.program->title}}}));

    const ProgramView *program = m_view.world().program(m_shown.who);
    const Seq last = program == nullptr ? Seq::None : program->lastEvent;
    const LineMarks marks(*m_shown.program, program,
                          last == Seq::None ? Event() : m_view.event(last));
    const Rows rows = rowsOfCurrent(marks);
    const QString sentence = m_view.sentence(last);
    m_code->showMoment(rowMarks(marks), marks.hasEnded() ? Rows() : rows, {rows, sentence});
    m_code->setAccessibleDescription(sentence);
    explainChosen();
    m_names->refresh();
}

std::vector<LineMark> CodePane::rowMarks(const LineMarks &marks) const
{
    const CodeText &text = m_code->code();
    std::vector<LineMark> rows(static_cast<std::size_t>(text.rowCount()), LineMark::None);
    // the other rows of a line in C are what is done when its call fails
    const auto areAllDone = [&](LineNumber line) {
        return text.language() == Language::Python
               && m_shown.program->find(line)->operation != Operation::BreakIfEmpty;
    };
    const auto markOf = [&](int row) {
        const LineNumber line = text.lineAt(row);
        if (line == LineNumber::None) {
            // of Python, what stands before the program's own lines is carried out, too
            const bool isDone = text.language() == Language::Python && marks.hasStarted()
                                && row < text.firstRowOfLines() && !text.isBlank(row);
            return isDone ? LineMark::Done : LineMark::None;
        }
        const LineMark mark = marks.of(line);
        const Rows own = text.rowsOf(line);
        if (row == own.first)
            return mark == LineMark::Handling ? LineMark::Done : mark;
        if (own.contains(row) && mark == LineMark::Done && areAllDone(line))
            return mark;
        if (marks.hasCaught(line) && row == text.rowsAfterBodyOf(line).first)
            return mark;
        return LineMark::None;
    };
    for (int row = 0; row < text.rowCount(); ++row)
        rows[static_cast<std::size_t>(row)] = markOf(row);
    return rows;
}

Rows CodePane::rowsOfCurrent(const LineMarks &marks) const
{
    const CodeText &text = m_code->code();
    const LineNumber line = marks.current();
    const Rows after = marks.hasCaught(line) ? text.rowsAfterBodyOf(line) : Rows();
    return after.isEmpty() ? text.rowsOf(line) : after;
}

void CodePane::choose(int row)
{
    m_chosenRow = row;
    explainChosen();
}

void CodePane::explainChosen()
{
    const Rows rows = m_code->code().rowsAround(m_chosenRow);
    const bool isSaid = m_chosenRow < 0 || m_code->explained() == rows;
    m_code->explainChosen(
        isSaid ? Explanation()
               : Explanation{rows, wordsOfRow(m_view, m_shown, m_code->code(), m_chosenRow)});
}

} // namespace twodoors
