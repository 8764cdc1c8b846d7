// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/appearance.h"
#include "widgets/code/code_text.h"
#include "widgets/code/line_marks.h"

#include <Qsci/qsciscintilla.h>
#include <functional>
#include <memory>

namespace twodoors
{

/// Words that stand under rows of a text.
struct Explanation {
    Rows rows;
    QString text;

    friend bool operator==(const Explanation &, const Explanation &) = default;
};

/// The text of one program, read-only, with a mark beside each row, the rows in which the program
/// is, and explanations under rows. Knows nothing of a run.
class CodeView final : public QsciScintilla
{
    Q_OBJECT

public:
    /// `accent` is the ink of the program. The appearance must outlive the view.
    CodeView(Appearance &appearance, Ink accent, QWidget *parent = nullptr);
    ~CodeView() override;

    /// Another text, with no marks and no explanations yet.
    void showText(CodeText text);
    [[nodiscard]] const CodeText &code() const noexcept { return m_text; }

    /// `marks` by row; `current` are the rows in which the program is.
    void showMoment(std::vector<LineMark> marks, Rows current, Explanation explanation);
    /// What the person asked about; may be empty.
    void explainChosen(Explanation explanation);
    /// Gives the words for a row under the pointer.
    void setTips(std::function<QString(int row)> tips) { m_tips = std::move(tips); }

    [[nodiscard]] LineMark markAt(int row) const noexcept;
    [[nodiscard]] Rows currentRows() const noexcept { return m_current; }
    /// The rows under which the moment's explanation stands.
    [[nodiscard]] Rows explained() const noexcept { return m_explanation.rows; }
    /// The row at a point of the viewport, an explanation counting as the row above it; -1 outside.
    [[nodiscard]] int rowAt(const QPoint &point) const;
    /// What a row takes in the viewport, without what stands under it.
    [[nodiscard]] QRect rectOf(int row) const;

    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    /// The person went to a row, by mouse or keyboard; -1 where they let go of it.
    void rowChosen(int row);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    struct MarginGeometry {
        qreal mark;   ///< left edge of the marks
        qreal number; ///< right edge of the numbers
        qreal width;
    };

    void restyle();
    void layOutExplanations();
    void layOut(const Explanation &explanation);
    void showCurrent();
    [[nodiscard]] const Theme &theme() const noexcept { return m_appearance.theme(); }
    [[nodiscard]] MarginGeometry margin() const;
    [[nodiscard]] QRectF boxUnder(const Explanation &explanation) const;
    [[nodiscard]] int rightGap() const;
    [[nodiscard]] qreal boxLeft() const;
    [[nodiscard]] qreal boxWidth() const;
    [[nodiscard]] int rowHeight() const;
    [[nodiscard]] int annotationRows(int row) const;
    [[nodiscard]] bool isExplained(const Explanation &explanation) const;

    void paintMargin(QPainter &painter) const;
    void paintMark(QPainter &painter, LineMark mark, const QRectF &place) const;
    void paintBox(QPainter &painter, const Explanation &explanation, Ink ground, Ink ink) const;

    Appearance &m_appearance;
    Ink m_accent;
    CodeText m_text;
    std::unique_ptr<QsciLexer> m_lexer;
    std::vector<LineMark> m_marks;
    Rows m_current;
    Explanation m_explanation;
    Explanation m_chosen;
    std::function<QString(int)> m_tips;
    int m_caretRow = 0;
};

} // namespace twodoors
