// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/viewpoint.h"

#include <QMainWindow>

namespace twodoors
{
class Canvas;
class LogPanel;
class Scrubber;
} // namespace twodoors

namespace twodoors::bench
{

/// What stands in the window beside the canvas and the scrubber.
enum class Beside : std::uint8_t { Nothing, Log, AllPanels };

/// The window's parts on one viewpoint, laid out as the main window has them; 1920 by 1080.
class BenchWindow
{
public:
    static constexpr QSize size{1920, 1080};

    explicit BenchWindow(Beside beside);
    ~BenchWindow();
    BenchWindow(const BenchWindow &) = delete;
    BenchWindow &operator=(const BenchWindow &) = delete;

    [[nodiscard]] QMainWindow &window() noexcept { return m_window; }
    [[nodiscard]] Viewpoint &view() noexcept { return m_view; }
    [[nodiscard]] Canvas &canvas() noexcept { return *m_canvas; }
    [[nodiscard]] Scrubber &scrubber() noexcept { return *m_scrubber; }
    /// nullptr where there is none.
    [[nodiscard]] LogPanel *log() noexcept { return m_log; }

private:
    Appearance m_appearance;
    Viewpoint m_view;
    QMainWindow m_window;
    Canvas *m_canvas;
    Scrubber *m_scrubber;
    LogPanel *m_log = nullptr;
};

} // namespace twodoors::bench
