// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/code/code_view.h"

#include "widgets/code/code_colours.h"
#include "widgets/code/explanation_box.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMenu>
#include <QToolTip>
#include <Qsci/qscicommandset.h>
#include <algorithm>
#include <cmath>

namespace twodoors
{

namespace
{

constexpr int currentMarker = 0;

} // namespace

CodeView::CodeView(Appearance &appearance, Ink accent, QWidget *parent)
    : QsciScintilla(parent), m_appearance(appearance), m_accent(accent)
{
    setReadOnly(true);
    setFrameShape(QFrame::NoFrame);
    setUtf8(true);
    setEolMode(EolUnix);
    setTabWidth(2);
    setIndentationWidth(2);
    setWrapMode(WrapWord);
    setWrapIndentMode(WrapIndentDeeplyIndented);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setAnnotationDisplay(AnnotationStandard);
    setFolding(NoFoldStyle);
    setCaretLineVisible(false);
    markerDefine(Background, currentMarker);
    for (int i = 0; i < margins(); ++i) {
        setMarginWidth(i, 0);
        setMarginMarkerMask(i, 0);
    }
    setMarginType(0, SymbolMargin);
    for (const auto command : {QsciCommand::ZoomIn, QsciCommand::ZoomOut}) {
        // the size of the type is the window's
        standardCommands()->find(command)->setKey(0);
        standardCommands()->find(command)->setAlternateKey(0);
    }
    connect(this, &QsciScintilla::cursorPositionChanged, this, [this](int row) {
        viewport()->update();
        if (row != m_caretRow)
            emit rowChosen(row);
        m_caretRow = row;
    });
    connect(&m_appearance, &Appearance::changed, this, &CodeView::restyle);
    restyle();
}

CodeView::~CodeView()
{
    setLexer(nullptr);
}

void CodeView::restyle()
{
    auto lexer = makeLexer(m_text.language(), theme(), logicalDpiY());
    setLexer(lexer.get());
    m_lexer = std::move(lexer);

    const QColor panel = theme().colour(Ink::Panel);
    setPaper(panel);
    setColor(theme().colour(Ink::Text));
    setCaretForegroundColor(theme().colour(Ink::Text));
    setMarginsBackgroundColor(panel);
    setMarginsForegroundColor(theme().colour(Ink::Dim));
    setMarkerBackgroundColor(theme().colour(Ink::SelectedRow), currentMarker);
    setSelectionBackgroundColor(theme().colour(tintOf(m_accent)));
    resetSelectionForegroundColor();
    setMatchedBraceBackgroundColor(panel);
    const int extra = static_cast<int>(std::lround(theme().px(3)));
    setExtraAscent(extra);
    setExtraDescent(extra);
    SendScintilla(SCI_SETMARGINLEFT, 0L, 0L);
    SendScintilla(SCI_SETMARGINRIGHT, 0L, rightGap());
    setMarginWidth(0, static_cast<int>(margin().width));

    layOutExplanations();
    showCurrent();
    viewport()->update();
}

void CodeView::showText(CodeText text)
{
    clearAnnotations();
    m_explanation = {};
    m_chosen = {};
    m_current = {};
    m_text = std::move(text);
    m_marks.assign(static_cast<std::size_t>(m_text.rowCount()), LineMark::None);
    setReadOnly(false);
    setText(m_text.text());
    setReadOnly(true);
    m_caretRow = 0;
    restyle();
}

void CodeView::showMoment(std::vector<LineMark> marks, Rows current, Explanation explanation)
{
    const bool isElsewhere = current != m_current || explanation != m_explanation;
    if (!isElsewhere && marks == m_marks)
        return;
    m_marks = std::move(marks);
    m_current = current;
    m_explanation = std::move(explanation);
    markerDeleteAll(currentMarker);
    for (int row = m_current.first; row < m_current.end; ++row)
        markerAdd(row, currentMarker);
    if (isElsewhere) {
        layOutExplanations();
        showCurrent();
    }
    viewport()->update();
}

void CodeView::explainChosen(Explanation explanation)
{
    if (explanation == m_chosen)
        return;
    const auto shown = [this](long row) { return SendScintilla(SCI_VISIBLEFROMDOCLINE, row); };
    const long first = SendScintilla(SCI_GETFIRSTVISIBLELINE);
    const long top = SendScintilla(SCI_DOCLINEFROMVISIBLE, first);
    const long offset = first - shown(top);
    m_chosen = std::move(explanation);
    layOutExplanations();
    // what is looked at stays where it is, but for making room for the new words
    long wanted = shown(top) + offset;
    if (isExplained(m_chosen)) {
        const long end = shown(m_chosen.rows.last() + 1);
        wanted = std::max(wanted, end - SendScintilla(SCI_LINESONSCREEN));
    }
    SendScintilla(SCI_SETFIRSTVISIBLELINE, wanted);
    viewport()->update();
}

LineMark CodeView::markAt(int row) const noexcept
{
    return row < 0 || row >= static_cast<int>(m_marks.size())
               ? LineMark::None
               : m_marks[static_cast<std::size_t>(row)];
}

int CodeView::rowHeight() const
{
    return textHeight(0);
}

QRect CodeView::rectOf(int row) const
{
    const long position = SendScintilla(SCI_POSITIONFROMLINE, row);
    const long top = SendScintilla(SCI_POINTYFROMPOSITION, 0L, position);
    const long height = SendScintilla(SCI_WRAPCOUNT, row) * rowHeight();
    return {0, static_cast<int>(top), viewport()->width(), static_cast<int>(height)};
}

int CodeView::rowAt(const QPoint &point) const
{
    const int x = std::max(point.x(), static_cast<int>(margin().width) + 1);
    const long position =
        SendScintilla(SCI_POSITIONFROMPOINT, static_cast<unsigned long>(x), point.y());
    const int row = static_cast<int>(SendScintilla(SCI_LINEFROMPOSITION, position));
    const bool isBelow = row == m_text.rowCount() - 1
                         && point.y() > rectOf(row).bottom() + annotationRows(row) * rowHeight();
    return m_text.rowCount() == 0 || isBelow ? -1 : row;
}

int CodeView::annotationRows(int row) const
{
    return static_cast<int>(SendScintilla(SCI_ANNOTATIONGETLINES, row));
}

bool CodeView::isExplained(const Explanation &explanation) const
{
    return !explanation.rows.isEmpty() && !explanation.text.isEmpty();
}

int CodeView::rightGap() const
{
    return static_cast<int>(std::lround(theme().px(6)));
}

qreal CodeView::boxLeft() const
{
    return margin().width - theme().px(6);
}

qreal CodeView::boxWidth() const
{
    return std::max(viewport()->width() - boxLeft() - theme().px(12), theme().px(80));
}

void CodeView::layOut(const Explanation &explanation)
{
    const ExplanationBox box(theme(), explanation.text, boxWidth());
    const qreal height = box.height() + 2 * ExplanationBox::gap(theme());
    const int rows = std::max(1, static_cast<int>(std::ceil(height / rowHeight())));
    // the words are painted over it, so that the annotation itself only has to be tall enough
    annotate(explanation.rows.last(), explanation.text + QString(rows - 1, '\n'), STYLE_DEFAULT);
}

void CodeView::layOutExplanations()
{
    clearAnnotations();
    if (isExplained(m_chosen))
        layOut(m_chosen);
    if (isExplained(m_explanation))
        layOut(m_explanation);
}

void CodeView::showCurrent()
{
    SendScintilla(SCI_ENSUREVISIBLE, 0L); // wraps what is not wrapped yet
    const auto displayed = [this](int row) { return SendScintilla(SCI_VISIBLEFROMDOCLINE, row); };
    const long screen = SendScintilla(SCI_LINESONSCREEN);
    const int lastRow = std::max(m_text.rowCount() - 1, 0);
    const auto endOf = [&](int row) {
        return displayed(row) + SendScintilla(SCI_WRAPCOUNT, row) + annotationRows(row);
    };
    const bool fits = endOf(lastRow) <= screen;
    const Rows rows = isExplained(m_explanation) ? m_explanation.rows : m_current;
    const int first = rows.isEmpty() ? m_text.firstRowOfLines() : rows.first;
    // a third down, wherever the view stood before: a moment looks the same from either side
    long top = displayed(first) - screen / 3;
    if (!rows.isEmpty())
        top = std::min(std::max(top, endOf(rows.last()) - screen), displayed(first));
    SendScintilla(SCI_SETFIRSTVISIBLELINE, fits ? 0L : std::max(top, 0L));
}

QSize CodeView::minimumSizeHint() const
{
    return {static_cast<int>(theme().px(160)), rowHeight() * 4};
}

void CodeView::resizeEvent(QResizeEvent *event)
{
    QsciScintilla::resizeEvent(event);
    layOutExplanations();
    showCurrent();
}

void CodeView::wheelEvent(QWheelEvent *event)
{
    if (event->modifiers().testFlag(Qt::ControlModifier))
        event->ignore();
    else
        QsciScintilla::wheelEvent(event);
}

void CodeView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && isExplained(m_chosen))
        emit rowChosen(-1);
    else
        QsciScintilla::keyPressEvent(event);
}

void CodeView::mouseReleaseEvent(QMouseEvent *event)
{
    QsciScintilla::mouseReleaseEvent(event);
    if (event->button() == Qt::LeftButton)
        emit rowChosen(rowAt(event->pos()));
}

void CodeView::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    QAction *copying = menu.addAction(m_appearance.words("code.copy"), this, &CodeView::copy);
    copying->setEnabled(hasSelectedText());
    menu.addAction(m_appearance.words("code.select-all"), this, [this] { selectAll(); });
    menu.exec(event->globalPos());
}

bool CodeView::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QsciScintilla::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const int row = rowAt(help->pos());
    const QString tip = m_tips && row >= 0 ? m_tips(row) : QString();
    if (tip.isEmpty())
        QToolTip::hideText();
    else // as rich text it is wrapped
        QToolTip::showText(help->globalPos(), "<qt>" + tip.toHtmlEscaped() + "</qt>", viewport());
    return true;
}

void CodeView::focusInEvent(QFocusEvent *event)
{
    QsciScintilla::focusInEvent(event);
    viewport()->update();
}

void CodeView::focusOutEvent(QFocusEvent *event)
{
    QsciScintilla::focusOutEvent(event);
    viewport()->update();
}

} // namespace twodoors
