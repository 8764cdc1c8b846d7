// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/states/label_places.h"
#include "widgets/states/states_scene.h"

#include <QLineF>
#include <algorithm>
#include <cmath>

namespace twodoors
{

namespace
{

using Ground = StateStep::Ground;

/// Tokens of one box in rows: in full, in short, or so many as there is room for and how many more
/// there are.
class TokenRows
{
public:
    TokenRows(const PlacedBox &box, const StatesGeometry &geometry, const Appearance &appearance)
        : m_box(box), m_appearance(appearance),
          m_metrics(appearance.theme().words(geometry.labelSize, QFont::Medium)),
          m_pad(appearance.theme().px(7)), m_gap(appearance.theme().px(3)),
          m_height(geometry.tokenHeight),
          m_most(std::max<std::size_t>(
              static_cast<std::size_t>(box.tokens.height() / geometry.tokenHeight + 0.01), 1))
    {}

    void place(const std::vector<StateToken> &tokens, std::vector<PlacedToken> &placed) const
    {
        qreal y = m_box.tokens.top();
        for (const auto &row : fitting(tokens)) {
            const qreal width = widthOf(row);
            qreal x = std::clamp(m_box.rect.center().x() - width / 2, m_box.tokens.left(),
                                 std::max(m_box.tokens.left(), m_box.tokens.right() - width));
            for (PlacedToken token : row) {
                token.rect = {x, y, widthOf(token.text), m_height - 1};
                x += token.rect.width() + m_gap;
                placed.push_back(std::move(token));
            }
            y += m_height;
        }
    }

private:
    using Row = std::vector<PlacedToken>;

    [[nodiscard]] qreal widthOf(const QString &text) const
    {
        return std::ceil(m_metrics.horizontalAdvance(text)) + 2 * m_pad;
    }

    [[nodiscard]] qreal widthOf(const Row &row) const
    {
        qreal width = -m_gap;
        for (const PlacedToken &token : row)
            width += widthOf(token.text) + m_gap;
        return width;
    }

    [[nodiscard]] std::vector<Row> wrapped(const Row &tokens) const
    {
        std::vector<Row> rows;
        for (const PlacedToken &token : tokens) {
            if (!rows.empty()) {
                rows.back().push_back(token);
                if (widthOf(rows.back()) <= m_box.tokens.width())
                    continue;
                rows.back().pop_back();
            }
            rows.push_back({token});
        }
        return rows;
    }

    [[nodiscard]] std::vector<Row> fitting(const std::vector<StateToken> &tokens) const
    {
        Row all;
        for (const StateToken &token : tokens)
            all.push_back({{}, token.text, token});
        const auto fits = [this](const std::vector<Row> &rows) {
            return rows.size() <= m_most && std::ranges::all_of(rows, [this](const Row &row) {
                       return widthOf(row) <= m_box.tokens.width();
                   });
        };
        std::vector<Row> rows = wrapped(all);
        if (fits(rows))
            return rows;
        for (PlacedToken &token : all)
            token.text = token.token.shortText;
        rows = wrapped(all);
        for (std::size_t shown = std::min(all.size(), mostShown); shown > 1 && !fits(rows);) {
            all.resize(--shown);
            const std::pair<std::string, std::string> values[] = {
                {"count", std::to_string(tokens.size() - shown)}};
            PlacedToken rest{{}, m_appearance.words("states.more", values), {}};
            rest.token.box = tokens.front().box;
            all.push_back(std::move(rest));
            rows = wrapped(all);
        }
        return rows;
    }

    static constexpr std::size_t mostShown = 24;

    const PlacedBox &m_box;
    const Appearance &m_appearance;
    QFontMetricsF m_metrics;
    qreal m_pad;
    qreal m_gap;
    qreal m_height;
    std::size_t m_most; ///< rows
};

/// A bowed line from one box's edge to another's.
QPolygonF bowed(const QRectF &from, const QRectF &to)
{
    const QLineF chord(from.center(), to.center());
    if (chord.length() < 1)
        return {};
    const QPointF aside(-chord.dy(), chord.dx());
    const QPointF middle = chord.pointAt(0.5) + aside * 0.12;
    QPolygonF path;
    constexpr int pieces = 32;
    for (int i = 0; i <= pieces; ++i) {
        const qreal t = static_cast<qreal>(i) / pieces;
        const QPointF at =
            chord.p1() * ((1 - t) * (1 - t)) + middle * (2 * t * (1 - t)) + chord.p2() * (t * t);
        if (!from.contains(at) && !to.contains(at))
            path << at;
    }
    return path;
}

std::string_view skipWord(Ground ground) noexcept
{
    return ground == Ground::Failed     ? "states.failed"
           : ground == Ground::Inferred ? "states.inferred"
                                        : "states.notSeen";
}

/// The path of a step that is not the figure's: along the arrow that the figure has between the
/// two boxes for another cause, or a way of its own.
QPolygonF skipPath(const WayStep &step, const StatesGeometry &geometry)
{
    if (step.from == FigureBox::FinWait1 && step.to == FigureBox::TimeWait)
        return geometry.skippedFinWait2.path;
    if (const auto arrow = arrowBetween(stateOf(step.from), stateOf(step.to)))
        return geometry.arrows[*arrow].path;
    return bowed(geometry.box(step.from).rect, geometry.box(step.to).rect);
}

/// The place nearest to `wanted` where the words of a step cover nothing.
QRectF freePlace(const QPointF &wanted, const QSizeF &size, const StatesGeometry &geometry,
                 const std::vector<QRectF> &taken)
{
    const QRectF canvas(QPointF(), geometry.size);
    QRectF best(QPointF(), size);
    best.moveCenter(wanted);
    qreal least = -1;
    for (int step = -24; step <= 24; ++step) {
        for (int level = -24; level <= 24; ++level) {
            const QPointF aside(step * 8.0, level * 5.0);
            const qreal distance = QPointF::dotProduct(aside, aside);
            if (least >= 0 && distance >= least)
                continue;
            QRectF rect(QPointF(), size);
            rect.moveCenter(wanted + aside);
            if (!canvas.contains(rect) || std::ranges::any_of(taken, [&](const QRectF &other) {
                    return other.intersects(rect);
                }))
                continue;
            best = rect;
            least = distance;
        }
    }
    return best;
}

/// What the words of steps must not cover.
std::vector<QRectF> takenBy(const StatesGeometry &geometry, const PlacedScene &placed)
{
    std::vector<QRectF> taken;
    for (const PlacedBox &box : geometry.boxes)
        taken.push_back(box.rect);
    const qreal radius = geometry.tokenHeight / 2;
    for (std::size_t i = 0; i < geometry.arrows.size(); ++i) {
        taken.push_back(geometry.arrows[i].label);
        const QPointF at = geometry.arrows[i].number;
        if (!placed.numbers[i].isEmpty())
            taken.emplace_back(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius);
    }
    for (const PlacedToken &token : placed.tokens)
        taken.push_back(token.rect);
    return taken;
}

} // namespace

PlacedScene placedScene(const StatesScene &scene, const StatesGeometry &geometry,
                        const Appearance &appearance)
{
    PlacedScene placed;
    std::array<std::vector<StateToken>, figureBoxCount> byBox;
    for (const StateToken &token : scene.tokens)
        byBox[indexOf(token.box)].push_back(token);
    for (std::size_t i = 0; i < figureBoxCount; ++i) {
        if (!byBox[i].empty())
            TokenRows(geometry.boxes[i], geometry, appearance).place(byBox[i], placed.tokens);
    }

    for (const WayStep &step : scene.steps) {
        if (!step.arrow)
            continue;
        QString &numbers = placed.numbers[*step.arrow];
        numbers +=
            (numbers.isEmpty() ? QString() : QStringLiteral(", ")) + QString::number(step.number);
        placed.isInferred[*step.arrow] = step.ground == Ground::Inferred;
    }

    const QFontMetricsF metrics(appearance.theme().words(geometry.labelSize, QFont::DemiBold));
    std::vector<QRectF> taken = takenBy(geometry, placed);
    for (const WayStep &step : scene.steps) {
        if (step.arrow)
            continue;
        PlacedSkip skip{.path = skipPath(step, geometry),
                        .label = {},
                        .text = QStringLiteral("%1  %2")
                                    .arg(step.number)
                                    .arg(appearance.words(skipWord(step.ground))),
                        .step = step};
        const QSizeF size(std::ceil(metrics.horizontalAdvance(skip.text))
                              + appearance.theme().px(12),
                          geometry.tokenHeight);
        skip.label = freePlace(pointAlong(skip.path, 0.5), size, geometry, taken);
        taken.push_back(skip.label);
        placed.skips.push_back(std::move(skip));
    }
    return placed;
}

} // namespace twodoors
