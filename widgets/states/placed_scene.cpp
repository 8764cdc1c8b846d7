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

/// Tokens of one box from left to right: in full, in short, or so many as there is room for and
/// how many more there are.
class TokenRow
{
public:
    TokenRow(const PlacedBox &box, const Appearance &appearance, qreal labelSize)
        : m_box(box), m_appearance(appearance),
          m_metrics(appearance.theme().words(labelSize, QFont::Medium)),
          m_pad(appearance.theme().px(7)), m_gap(appearance.theme().px(3))
    {}

    void place(const std::vector<StateToken> &tokens, std::vector<PlacedToken> &placed) const
    {
        const std::vector<PlacedToken> row = fitting(tokens);
        const qreal width = widthOf(row);
        qreal x = std::clamp(m_box.rect.center().x() - width / 2, m_box.tokens.left(),
                             std::max(m_box.tokens.left(), m_box.tokens.right() - width));
        for (PlacedToken token : row) {
            token.rect = {x, m_box.tokens.top(), widthOf(token.text), m_box.tokens.height()};
            x += token.rect.width() + m_gap;
            placed.push_back(std::move(token));
        }
    }

private:
    [[nodiscard]] qreal widthOf(const QString &text) const
    {
        return std::ceil(m_metrics.horizontalAdvance(text)) + 2 * m_pad;
    }

    [[nodiscard]] qreal widthOf(const std::vector<PlacedToken> &row) const
    {
        qreal width = -m_gap;
        for (const PlacedToken &token : row)
            width += widthOf(token.text) + m_gap;
        return width;
    }

    [[nodiscard]] std::vector<PlacedToken> fitting(const std::vector<StateToken> &tokens) const
    {
        const qreal room = m_box.tokens.width();
        std::vector<PlacedToken> row;
        for (const StateToken &token : tokens)
            row.push_back({{}, token.text, token});
        if (widthOf(row) <= room)
            return row;
        for (PlacedToken &token : row)
            token.text = token.token.shortText;
        std::size_t shown = row.size();
        while (shown > 1 && widthOf(row) > room) {
            row.resize(--shown);
            const std::pair<std::string, std::string> values[] = {
                {"count", std::to_string(tokens.size() - shown)}};
            PlacedToken rest{{}, m_appearance.words("states.more", values), {}};
            rest.token.box = tokens.front().box;
            row.push_back(std::move(rest));
        }
        return row;
    }

    const PlacedBox &m_box;
    const Appearance &m_appearance;
    QFontMetricsF m_metrics;
    qreal m_pad;
    qreal m_gap;
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
        const QPointF at = chord.p1() * ((1 - t) * (1 - t)) + middle * (2 * t * (1 - t))
                           + chord.p2() * (t * t);
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

/// On the path, clear of boxes and of the figure's labels where that can be.
QRectF skipLabel(const QPolygonF &path, const QSizeF &size, const StatesGeometry &geometry,
                 const std::vector<PlacedSkip> &others)
{
    const auto at = [&](qreal share) {
        QRectF rect(QPointF(), size);
        rect.moveCenter(pointAlong(path, share));
        const qreal right = std::max(1.0, geometry.size.width() - size.width() - 1);
        const qreal bottom = std::max(1.0, geometry.size.height() - size.height() - 1);
        rect.moveTo(std::clamp(rect.x(), 1.0, right), std::clamp(rect.y(), 1.0, bottom));
        return rect;
    };
    const auto meets = [](const QRectF &rect) {
        return [&rect](const auto &other) {
            if constexpr (requires { other.label; })
                return other.label.intersects(rect);
            else
                return other.rect.intersects(rect);
        };
    };
    for (const qreal share : {0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82}) {
        const QRectF rect = at(share);
        if (std::ranges::none_of(geometry.boxes, meets(rect))
            && std::ranges::none_of(geometry.arrows, meets(rect))
            && std::ranges::none_of(others, meets(rect)))
            return rect;
    }
    return at(0.5);
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
            TokenRow(geometry.boxes[i], appearance, geometry.labelSize)
                .place(byBox[i], placed.tokens);
    }

    const QFontMetricsF metrics(appearance.theme().words(geometry.labelSize, QFont::DemiBold));
    for (const WayStep &step : scene.steps) {
        if (step.arrow) {
            QString &numbers = placed.numbers[*step.arrow];
            numbers += (numbers.isEmpty() ? QString() : QStringLiteral(", "))
                       + QString::number(step.number);
            placed.isInferred[*step.arrow] = step.ground == Ground::Inferred;
            continue;
        }
        const bool isNote2 = step.from == FigureBox::FinWait1 && step.to == FigureBox::TimeWait;
        PlacedSkip skip{.path = isNote2 ? geometry.skippedFinWait2.path
                                        : bowed(geometry.box(step.from).rect,
                                                geometry.box(step.to).rect),
                        .label = {},
                        .text = QStringLiteral("%1  %2").arg(step.number).arg(
                            appearance.words(skipWord(step.ground))),
                        .step = step};
        const QSizeF size(std::ceil(metrics.horizontalAdvance(skip.text))
                              + appearance.theme().px(12),
                          std::ceil(metrics.height()) + 1);
        skip.label = skipLabel(skip.path, size, geometry, placed.skips);
        placed.skips.push_back(std::move(skip));
    }
    return placed;
}

} // namespace twodoors
