// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/appearance.h"

#include <QFrame>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <functional>
#include <vector>

namespace twodoors
{

class StepDots;

/// What one step of the tour speaks of.
struct TourStep {
    std::string key; ///< of its words: tour.<key>.title and tour.<key>.text
    /// The parts spoken of, in the window's coordinates; none where they are hidden.
    std::function<QList<QRect>()> places;
};

/// Lies over the window, dims all but the parts spoken of, and says what they are for. As long as
/// it is there, all keys are its own.
class Tour final : public QWidget
{
    Q_OBJECT

public:
    /// Covers `window`, and takes the focus until it is finished. The appearance must outlive it.
    Tour(Appearance &appearance, std::vector<TourStep> steps, QWidget &window);

    [[nodiscard]] std::size_t step() const noexcept { return m_step; }
    [[nodiscard]] QRect cardPlace() const { return m_card->geometry(); }

    void goOn();
    void goBack();

signals:
    /// Gone through, or left early.
    void finished();

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void finish();
    bool hear(const QKeyEvent &event);
    void keepFocus(const QWidget *focused);
    void say();
    void place();
    void placeLater();
    [[nodiscard]] QPoint bestPlace(QSize card) const;

    Appearance &m_appearance;
    std::vector<TourStep> m_steps;
    std::size_t m_step = 0;
    QList<QRect> m_places;
    QPointer<QWidget> m_focusBefore;
    bool m_isPlacing = false;
    QFrame *m_card;
    QLabel *m_title;
    QLabel *m_text;
    StepDots *m_dots;
    QPushButton *m_skip;
    QPushButton *m_back;
    QPushButton *m_next;
};

} // namespace twodoors
