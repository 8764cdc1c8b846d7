// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/states/label_places.h"

#include <QLineF>
#include <algorithm>
#include <cmath>
#include <numeric>

namespace twodoors
{

namespace
{

struct Candidate {
    QRectF rect;
    QStringList lines;
    bool hasRule = false;
};

qreal widthOf(const QStringList &lines, const QFontMetricsF &metrics)
{
    qreal width = 0;
    for (const QString &line : lines)
        width = std::max(width, metrics.horizontalAdvance(line));
    return std::ceil(width) + 2;
}

/// The ways to break an arrow's words into lines, the figure's own first.
std::vector<QStringList> breaksOf(const ArrowWords &words)
{
    if (words.action.isEmpty())
        return {{words.event}};
    std::vector<QStringList> breaks{{words.event, words.action}};
    if (const QStringList parts = words.action.split(QStringLiteral(", ")); parts.size() > 1)
        breaks.push_back(QStringList{words.event} + parts);
    return breaks;
}

/// Places beside one straight piece of a path, the middle first.
void addBeside(std::vector<Candidate> &candidates, const QLineF &piece, const QStringList &lines,
               const LabelGround &ground)
{
    const QSizeF label(widthOf(lines, ground.metrics),
                       std::ceil(ground.metrics.lineSpacing()) * static_cast<qreal>(lines.size()));
    const bool isFlat = std::abs(piece.dx()) > std::abs(piece.dy());
    for (const qreal share : {0.5, 0.38, 0.62, 0.25, 0.75, 0.12, 0.88, 0.0, 1.0}) {
        const QPointF at = piece.pointAt(share);
        for (const bool before : {true, false}) {
            QRectF rect(QPointF(), label);
            if (isFlat)
                rect.moveTopLeft(
                    {at.x() - label.width() / 2,
                     before ? at.y() - ground.gap - label.height() : at.y() + ground.gap});
            else
                rect.moveTopLeft(
                    {before ? at.x() - ground.gap - label.width() : at.x() + ground.gap,
                     at.y() - label.height() / 2});
            candidates.push_back({rect, lines, lines.size() > 1});
        }
    }
}

std::vector<Candidate> candidatesFor(const PlacedArrow &arrow, const ArrowWords &words,
                                     const LabelGround &ground)
{
    std::vector<Candidate> candidates;
    for (const QStringList &lines : breaksOf(words)) {
        std::vector<QLineF> pieces;
        for (qsizetype i = 1; i < arrow.path.size(); ++i)
            pieces.emplace_back(arrow.path[i - 1], arrow.path[i]);
        std::ranges::stable_sort(pieces, std::greater<>{}, &QLineF::length);
        for (const QLineF &piece : pieces)
            addBeside(candidates, piece, lines, ground);
    }
    return candidates;
}

/// Searches a place for each label, those with the fewest places first.
class Search
{
public:
    explicit Search(std::vector<std::vector<Candidate>> candidates)
        : m_candidates(std::move(candidates)), m_order(m_candidates.size()),
          m_chosen(m_candidates.size())
    {
        std::iota(m_order.begin(), m_order.end(), std::size_t{0});
        std::ranges::stable_sort(m_order, {},
                                 [this](std::size_t i) { return m_candidates[i].size(); });
    }

    [[nodiscard]] bool run() { return place(0); }

    [[nodiscard]] const Candidate &chosen(std::size_t label) const
    {
        return m_candidates[label][m_chosen[label]];
    }

private:
    /// More than that many tries mean that it is too narrow.
    static constexpr int mostTries = 1500;

    [[nodiscard]] bool place(std::size_t rank)
    {
        if (rank == m_order.size())
            return true;
        const std::size_t label = m_order[rank];
        for (std::size_t i = 0; i < m_candidates[label].size(); ++i) {
            if (++m_tries > mostTries)
                return false;
            const QRectF rect = m_candidates[label][i].rect.adjusted(-3, -1, 3, 1);
            const bool isFree = std::none_of(
                m_order.begin(), m_order.begin() + static_cast<std::ptrdiff_t>(rank),
                [&](std::size_t other) { return chosen(other).rect.intersects(rect); });
            if (!isFree)
                continue;
            m_chosen[label] = i;
            if (place(rank + 1))
                return true;
        }
        return false;
    }

    std::vector<std::vector<Candidate>> m_candidates;
    std::vector<std::size_t> m_order;
    std::vector<std::size_t> m_chosen;
    int m_tries = 0;
};

/// Where the number of a step can stand: on the path, or a little off it, clear of labels and of
/// other numbers.
QPointF numberPlace(const QPolygonF &path, const std::vector<QRectF> &taken, qreal radius)
{
    for (const qreal off : {0.0, 0.5, -0.5, 0.8, -0.8}) {
        for (const qreal share : {0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82}) {
            const QPointF on = pointAlong(path, share);
            const QPointF next = pointAlong(path, share + 0.01);
            const QLineF along(on, next);
            const QPointF at =
                on + QPointF(-along.unitVector().dy(), along.unitVector().dx()) * (off * radius);
            const QRectF disc(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius);
            if (std::ranges::none_of(taken,
                                     [&](const QRectF &rect) { return rect.intersects(disc); }))
                return at;
        }
    }
    return pointAlong(path, 0.5);
}

} // namespace

bool crosses(const QPolygonF &path, const QRectF &rect)
{
    for (qsizetype i = 1; i < path.size(); ++i) {
        const QLineF piece(path[i - 1], path[i]);
        if (rect.contains(piece.p1()) || rect.contains(piece.p2()))
            return true;
        const QLineF edges[] = {{rect.topLeft(), rect.topRight()},
                                {rect.topRight(), rect.bottomRight()},
                                {rect.bottomRight(), rect.bottomLeft()},
                                {rect.bottomLeft(), rect.topLeft()}};
        for (const QLineF &edge : edges) {
            if (piece.intersects(edge, nullptr) == QLineF::BoundedIntersection)
                return true;
        }
    }
    return false;
}

QPointF pointAlong(const QPolygonF &path, qreal share)
{
    qreal length = 0;
    for (qsizetype i = 1; i < path.size(); ++i)
        length += QLineF(path[i - 1], path[i]).length();
    qreal left = length * share;
    for (qsizetype i = 1; i < path.size(); ++i) {
        const QLineF piece(path[i - 1], path[i]);
        if (left <= piece.length() && piece.length() > 0)
            return piece.pointAt(left / piece.length());
        left -= piece.length();
    }
    return path.isEmpty() ? QPointF() : path.last();
}

bool placeLabels(std::span<PlacedArrow> arrows, std::span<const ArrowWords> words,
                 std::span<const QPolygonF> otherPaths, const LabelGround &ground)
{
    const QRectF canvas(QPointF(), ground.size);
    std::vector<std::vector<Candidate>> all;
    for (std::size_t i = 0; i < arrows.size(); ++i) {
        std::vector<Candidate> candidates = candidatesFor(arrows[i], words[i], ground);
        std::erase_if(candidates, [&](const Candidate &candidate) {
            const QRectF rect = candidate.rect.adjusted(-2, 0, 2, 0);
            return !canvas.contains(rect)
                   || std::ranges::any_of(ground.obstacles,
                                          [&](const QRectF &box) { return box.intersects(rect); })
                   || std::ranges::any_of(
                       arrows, [&](const PlacedArrow &other) { return crosses(other.path, rect); })
                   || std::ranges::any_of(
                       otherPaths, [&](const QPolygonF &path) { return crosses(path, rect); });
        });
        all.push_back(std::move(candidates));
    }
    Search search(std::move(all));
    if (!search.run())
        return false;
    std::vector<QRectF> taken = ground.obstacles;
    for (std::size_t i = 0; i < arrows.size(); ++i) {
        const Candidate &candidate = search.chosen(i);
        arrows[i].label = candidate.rect;
        arrows[i].lines = candidate.lines;
        arrows[i].hasRule = candidate.hasRule;
        taken.push_back(candidate.rect);
    }
    const qreal radius = ground.metrics.height() / 2;
    for (PlacedArrow &arrow : arrows) {
        arrow.number = numberPlace(arrow.path, taken, radius);
        taken.emplace_back(arrow.number.x() - radius, arrow.number.y() - radius, 2 * radius,
                           2 * radius);
    }
    return true;
}

} // namespace twodoors
