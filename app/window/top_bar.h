// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/actions.h"
#include "lessons/lesson.h"

#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QSlider>
#include <QToolButton>

namespace twodoors
{

class GuestField;

/// The bar over everything: which run, its steps, its wire. Says itself shortly where there is
/// little room.
class TopBar final : public QWidget
{
    Q_OBJECT

public:
    /// How the speed of play is chosen: 0 … fastest, each twice as fast as the one before.
    static constexpr int fastest = 6;
    static constexpr int usualSpeed = 2;

    TopBar(Appearance &appearance, Actions &actions, QWidget *parent = nullptr);

    [[nodiscard]] GuestField &guests() noexcept { return *m_guests; }
    [[nodiscard]] QMenu &exports() noexcept { return *m_exports; }
    [[nodiscard]] QMenu &flights() noexcept { return *m_flights; }

    /// The lesson that runs; with an empty id, something else of this name.
    void showLesson(const std::string &id);
    void showOther(const QString &name);

    [[nodiscard]] int speed() const { return m_speed->value(); }
    void setSpeed(int speed) { m_speed->setValue(speed); }
    /// How much faster than at the usual speed lines go.
    [[nodiscard]] qreal speedFactor() const;

    /// Only what moves the run: for a projector.
    void present(bool presents);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void lessonChosen(const std::string &id);
    void fileWanted();
    void peersWanted();
    void speedChanged();
    void languageToggled();

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] QToolButton *button(Deed deed);
    [[nodiscard]] QWidget *segments(Deed first, Deed last, const char *chosen);
    void fillRuns();
    void choose(int index);
    void say();
    void measure();
    void setCompact(bool compact);
    void sayAll(bool compact);
    void sayButton(QToolButton &button, Deed deed);

    Appearance &m_appearance;
    Actions &m_actions;
    QList<std::pair<QToolButton *, Deed>> m_buttons;
    QLabel *m_title;
    QComboBox *m_run;
    GuestField *m_guests;
    QSlider *m_speed;
    QLabel *m_speedText;
    QToolButton *m_flight;
    QToolButton *m_export;
    QToolButton *m_language;
    QMenu *m_exports;
    QMenu *m_flights;
    QWidget *m_protocol;
    QWidget *m_wire;
    std::vector<Lesson> m_lessons; ///< those built in
    std::string m_lesson;
    QString m_other; ///< the name of what runs, where it is none of the lessons
    int m_fullWidth = 0;
    bool m_isCompact = false;
    bool m_isPresenting = false;
};

} // namespace twodoors
