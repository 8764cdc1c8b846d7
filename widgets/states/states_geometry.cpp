// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/states/states_geometry.h"

#include "widgets/states/label_places.h"

#include <algorithm>
#include <cmath>

namespace twodoors
{

namespace
{

using Box = FigureBox;

enum class Side : std::uint8_t { Left, Right, Top, Bottom };

/// A point on a side of a box, at a share of the side's length.
struct Port {
    Side side;
    qreal share;
};

/// How an arrow runs between its two ports: straight, or with a corner first across or first down.
enum class Run : std::uint8_t {
    Straight,
    AcrossDown,
    DownAcross,
    DownAcrossDown,
    AcrossDownAcross
};

struct Route {
    Port from;
    Port to;
    Run run;
};

struct Place {
    int column;
    int row;
};

/// An arrangement as a table: where the boxes stand and how the arrows run, in the order of
/// FigureBox and figureArrows.
struct Plan {
    std::array<Place, figureBoxCount> places;
    std::array<Route, figureArrows.size()> routes;
    Route skippedFinWait2;
};

constexpr auto L = Side::Left;
constexpr auto R = Side::Right;
constexpr auto T = Side::Top;
constexpr auto B = Side::Bottom;

constexpr Plan classic{
    .places = {{{1, 0},
                {1, 1},
                {0, 2},
                {2, 2},
                {1, 3},
                {0, 4},
                {0, 5},
                {1, 5},
                {1, 6},
                {2, 4},
                {2, 5},
                {2, 6}}},
    .routes = {{
        {{B, .35}, {T, .35}, Run::Straight},   // CLOSED, LISTEN
        {{T, .65}, {B, .65}, Run::Straight},   // and back
        {{R, .3}, {T, .5}, Run::AcrossDown},   // CLOSED, SYN-SENT
        {{T, .3}, {R, .75}, Run::DownAcross},  // and back
        {{L, .75}, {T, .75}, Run::AcrossDown}, // LISTEN, SYN-RECV
        {{T, .3}, {L, .3}, Run::DownAcross},   // and back
        {{R, .5}, {T, .1}, Run::AcrossDown},   // LISTEN, SYN-SENT
        {{L, .35}, {R, .35}, Run::Straight},   // SYN-SENT, SYN-RECV
        {{B, .75}, {L, .3}, Run::DownAcross},  // SYN-RECV, ESTABLISHED
        {{B, .25}, {R, .3}, Run::DownAcross},  // SYN-SENT, ESTABLISHED
        {{B, .25}, {T, .25}, Run::Straight},   // SYN-RECV, FIN-WAIT-1
        {{L, .75}, {T, .75}, Run::AcrossDown}, // ESTABLISHED, FIN-WAIT-1
        {{R, .75}, {T, .25}, Run::AcrossDown}, // ESTABLISHED, CLOSE-WAIT
        {{B, .3}, {T, .3}, Run::Straight},     // FIN-WAIT-1, FIN-WAIT-2
        {{R, .3}, {T, .5}, Run::AcrossDown},   // FIN-WAIT-1, CLOSING
        {{B, .5}, {T, .5}, Run::Straight},     // CLOSE-WAIT, LAST-ACK
        {{B, .5}, {L, .7}, Run::DownAcross},   // FIN-WAIT-2, TIME-WAIT
        {{B, .5}, {T, .5}, Run::Straight},     // CLOSING, TIME-WAIT
        {{B, .5}, {T, .5}, Run::Straight},     // LAST-ACK, CLOSED
        {{R, .5}, {L, .5}, Run::Straight},     // TIME-WAIT, CLOSED
    }},
    .skippedFinWait2 = {{R, .75}, {L, .25}, Run::AcrossDownAcross},
};

constexpr Plan flat{
    .places = {{{0, 2},
                {0, 0},
                {1, 0},
                {1, 2},
                {2, 1},
                {3, 0},
                {4, 0},
                {4, 1},
                {5, 0},
                {3, 2},
                {4, 2},
                {5, 2}}},
    .routes = {{
        {{T, .3}, {B, .3}, Run::Straight},        // CLOSED, LISTEN
        {{B, .6}, {T, .6}, Run::Straight},        // and back
        {{R, .25}, {L, .25}, Run::Straight},      // CLOSED, SYN-SENT
        {{L, .75}, {R, .75}, Run::Straight},      // and back
        {{R, .25}, {L, .25}, Run::Straight},      // LISTEN, SYN-RECV
        {{L, .7}, {R, .7}, Run::Straight},        // and back
        {{B, .9}, {T, .15}, Run::DownAcrossDown}, // LISTEN, SYN-SENT
        {{T, .6}, {B, .6}, Run::Straight},        // SYN-SENT, SYN-RECV
        {{R, .75}, {T, .3}, Run::AcrossDown},     // SYN-RECV, ESTABLISHED
        {{R, .5}, {B, .3}, Run::AcrossDown},      // SYN-SENT, ESTABLISHED
        {{R, .25}, {L, .25}, Run::Straight},      // SYN-RECV, FIN-WAIT-1
        {{T, .7}, {L, .75}, Run::DownAcross},     // ESTABLISHED, FIN-WAIT-1
        {{B, .7}, {L, .5}, Run::DownAcross},      // ESTABLISHED, CLOSE-WAIT
        {{R, .4}, {L, .4}, Run::Straight},        // FIN-WAIT-1, FIN-WAIT-2
        {{B, .35}, {L, .5}, Run::DownAcross},     // FIN-WAIT-1, CLOSING
        {{R, .5}, {L, .5}, Run::Straight},        // CLOSE-WAIT, LAST-ACK
        {{R, .4}, {L, .4}, Run::Straight},        // FIN-WAIT-2, TIME-WAIT
        {{R, .5}, {B, .35}, Run::AcrossDown},     // CLOSING, TIME-WAIT
        {{R, .5}, {L, .5}, Run::Straight},        // LAST-ACK, CLOSED
        {{B, .75}, {T, .75}, Run::Straight},      // TIME-WAIT, CLOSED
    }},
    .skippedFinWait2 = {{B, .8}, {B, .1}, Run::DownAcrossDown},
};

/// The first gap between columns lying flat, in parts of the others.
constexpr qreal flatFirstGap = 1.3;

/// Everything measured at one size of type.
struct Measures {
    QFontMetricsF name;
    QFontMetricsF label;
    qreal token;      ///< height of a row of tokens
    qreal tokenWidth; ///< of the longest
    qreal pad;
};

Measures measure(const Theme &theme, const StatesWords &words, qreal labelSize)
{
    const QFontMetricsF name(theme.words(labelSize, QFont::DemiBold));
    const QFontMetricsF label(theme.words(labelSize));
    const qreal pad = theme.px(6);
    return {name, label, std::ceil(label.height()) + theme.px(2),
            std::ceil(label.horizontalAdvance(words.longestToken)) + 4 * pad, pad};
}

QPointF portOf(const QRectF &rect, const Port &port)
{
    switch (port.side) {
    case Side::Left:
        return {rect.left(), rect.top() + port.share * rect.height()};
    case Side::Right:
        return {rect.right(), rect.top() + port.share * rect.height()};
    case Side::Top:
        return {rect.left() + port.share * rect.width(), rect.top()};
    case Side::Bottom:
        break;
    }
    return {rect.left() + port.share * rect.width(), rect.bottom()};
}

QPolygonF pathOf(QPointF from, QPointF to, Run run, qreal between)
{
    switch (run) {
    case Run::Straight: {
        // Both ends on one line, so that it stands upright or lies level.
        const bool isUpright = std::abs(to.y() - from.y()) > std::abs(to.x() - from.x());
        (isUpright ? to.rx() : to.ry()) = isUpright ? from.x() : from.y();
        return QPolygonF{from, to};
    }
    case Run::AcrossDown:
        return QPolygonF{from, {to.x(), from.y()}, to};
    case Run::DownAcross:
        return QPolygonF{from, {from.x(), to.y()}, to};
    case Run::DownAcrossDown:
        return QPolygonF{from, {from.x(), between}, {to.x(), between}, to};
    case Run::AcrossDownAcross:
        break;
    }
    return QPolygonF{from, {between, from.y()}, {between, to.y()}, to};
}

qreal nameWidth(const Measures &measures, Box box)
{
    const std::string_view name = nameOf(stateOf(box));
    return std::ceil(measures.name.horizontalAdvance(
               QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()))))
           + 2 * measures.pad;
}

void placeClassicBoxes(StatesGeometry &geometry, const Measures &measures, const StatesWords &words)
{
    const QSizeF &size = geometry.size;
    qreal width = measures.tokenWidth;
    for (std::size_t i = 0; i < figureBoxCount; ++i)
        width = std::max(width, nameWidth(measures, static_cast<Box>(i)));
    const qreal name = std::ceil(measures.name.height()) + measures.pad;
    const qreal height = name + measures.token + measures.pad / 2;
    const qreal margin = measures.pad;
    // On the right there is room for the words of the way from CLOSED to SYN-SENT.
    const qreal right = std::max(margin, measures.label.horizontalAdvance(words.arrows[2].event)
                                             + 3 * margin - width / 2);
    for (std::size_t i = 0; i < figureBoxCount; ++i) {
        const auto [column, row] = classic.places[i];
        const qreal x = margin + (size.width() - margin - right - width) * column / 2.0;
        const qreal y = margin + (size.height() - 2 * margin - height) * row / 6.0;
        // Most doors stand in ESTABLISHED, and nothing leaves it upwards or downwards.
        const qreal more = static_cast<Box>(i) == Box::Established ? measures.token : 0;
        PlacedBox &box = geometry.boxes[i];
        box.rect = {std::round(x), std::round(y - more / 2), width, height + more};
        box.name = {box.rect.left(), box.rect.top(), width, name};
        box.tokens = {box.rect.left() + 3, box.rect.top() + name, width - 6, measures.token + more};
    }
}

void placeFlatBoxes(StatesGeometry &geometry, const Measures &measures, const StatesWords &words)
{
    const QSizeF &size = geometry.size;
    std::array<qreal, 6> widths{};
    for (std::size_t i = 0; i < figureBoxCount; ++i) {
        qreal &width = widths[static_cast<std::size_t>(flat.places[i].column)];
        width = std::max(width, nameWidth(measures, static_cast<Box>(i)));
    }
    widths[2] = std::max(widths[2], measures.tokenWidth);
    qreal boxes = 0;
    for (const qreal width : widths)
        boxes += width;
    // On the left there is room for the words of the first arrow.
    const qreal left = std::max(measures.label.horizontalAdvance(words.arrows[0].event),
                                measures.label.horizontalAdvance(words.arrows[0].action))
                       - 0.3 * widths[0] + 3 * measures.pad;
    // The first gap is the fullest.
    const qreal gap = std::floor((size.width() - boxes - left - measures.pad) / (4 + flatFirstGap));
    const qreal widestLabel =
        measures.label.horizontalAdvance(words.longestLine) + 2 * measures.pad;
    const qreal name = std::ceil(measures.name.height()) + measures.pad;
    // Above the upper row and below the lower one: the tokens, and between them two lines of words.
    const qreal outer =
        std::max(measures.token + measures.pad / 2,
                 2 * std::ceil(measures.label.lineSpacing()) + measures.pad - name * 0.25);
    for (std::size_t i = 0; i < figureBoxCount; ++i) {
        const auto [column, row] = flat.places[i];
        qreal x = left;
        for (int c = 0; c < column; ++c)
            x += widths[static_cast<std::size_t>(c)] + (c == 0 ? flatFirstGap : 1.0) * gap;
        const qreal width = widths[static_cast<std::size_t>(column)];
        const qreal ownWidth = nameWidth(measures, static_cast<Box>(i));
        PlacedBox &box = geometry.boxes[i];
        if (row == 1) {
            const qreal tokens =
                static_cast<Box>(i) == Box::Established ? 2 * measures.token : measures.token;
            const qreal inner = name + tokens + measures.pad / 2;
            box.rect = {std::round(x), std::round((size.height() - inner) / 2), width, inner};
            box.name = {box.rect.left(), box.rect.top(), width, name};
            box.tokens = {box.rect.left() + 3, box.rect.top() + name, width - 6, tokens};
            continue;
        }
        const qreal y = row == 0 ? outer + 1 : size.height() - outer - name - 1;
        box.rect = {std::round(x + (width - ownWidth) / 2), std::round(y), ownWidth, name};
        box.name = box.rect;
        const qreal wider = std::max(0.0, (gap - widestLabel) / 2);
        const qreal tokensLeft = column == 0 ? 1.0 : x - wider;
        const qreal tokensRight = column == 5 ? size.width() - 1 : x + width + wider;
        box.tokens = {tokensLeft,
                      row == 0 ? box.rect.top() - measures.pad / 2 - measures.token
                               : box.rect.bottom() + measures.pad / 2,
                      tokensRight - tokensLeft, measures.token};
    }
}

/// Where a route with two corners runs between them.
qreal betweenOf(const StatesGeometry &geometry, std::size_t arrow, const Measures &measures)
{
    if (arrow < figureArrows.size()) // LISTEN to SYN-SENT, lying flat
        return geometry.size.height() / 2;
    if (geometry.arrangement == StatesArrangement::Flat)
        return geometry.box(Box::FinWait2).rect.bottom() + measures.token / 2 + measures.pad / 2;
    return (geometry.box(Box::FinWait2).rect.right() + geometry.box(Box::Closing).rect.left()) / 2;
}

QPolygonF routed(const StatesGeometry &geometry, const FigureArrow &arrow, const Route &route,
                 qreal between)
{
    return pathOf(portOf(geometry.box(arrow.from).rect, route.from),
                  portOf(geometry.box(arrow.to).rect, route.to), route.run, between);
}

/// Whether everything found its place at this size of type.
bool layOut(StatesGeometry &geometry, const Theme &theme, const StatesWords &words)
{
    const Measures measures = measure(theme, words, geometry.labelSize);
    geometry.tokenHeight = measures.token;
    const bool isFlat = geometry.arrangement == StatesArrangement::Flat;
    if (isFlat)
        placeFlatBoxes(geometry, measures, words);
    else
        placeClassicBoxes(geometry, measures, words);
    const Plan &plan = isFlat ? flat : classic;
    for (std::size_t i = 0; i < figureArrows.size(); ++i)
        geometry.arrows[i].path =
            routed(geometry, figureArrows[i], plan.routes[i], betweenOf(geometry, i, measures));
    PlacedArrow &skipped = geometry.skippedFinWait2;
    skipped.path = routed(geometry, {Box::FinWait1, Box::TimeWait, {}}, plan.skippedFinWait2,
                          betweenOf(geometry, figureArrows.size(), measures));

    LabelGround ground{geometry.size, {}, measures.label, theme.px(3)};
    const qreal clear = theme.px(2);
    for (std::size_t i = 0; i < figureBoxCount; ++i) {
        const QRectF rect = geometry.boxes[i].rect.adjusted(-clear, -clear, clear, clear);
        for (const QRectF &other : ground.obstacles) {
            if (other.intersects(rect))
                return false;
        }
        ground.obstacles.push_back(rect);
    }
    if (isFlat) {
        for (const PlacedBox &box : geometry.boxes)
            ground.obstacles.push_back(box.tokens);
    }
    const QPolygonF paths[] = {skipped.path};
    if (!placeLabels(geometry.arrows, words.arrows, paths, ground))
        return false;
    skipped.lines = QStringList{words.notSeen};
    skipped.number = pointAlong(skipped.path, 0.3);
    return true;
}

} // namespace

StatesGeometry statesGeometry(const QSizeF &size, const Theme &theme, const StatesWords &words)
{
    StatesGeometry geometry;
    geometry.size = size;
    geometry.arrangement =
        size.width() > 2 * size.height() ? StatesArrangement::Flat : StatesArrangement::Classic;
    for (const qreal labelSize : stateLabelSizes) {
        geometry.labelSize = labelSize;
        if (layOut(geometry, theme, words))
            return geometry;
    }
    // Too small to be read: laid out larger, to be scrolled.
    geometry.size = geometry.size.expandedTo(geometry.arrangement == StatesArrangement::Flat
                                                 ? QSizeF(theme.px(940), theme.px(180))
                                                 : QSizeF(theme.px(500), theme.px(560)));
    constexpr int mostSteps = 60;
    for (int step = 0; step < mostSteps && !layOut(geometry, theme, words); ++step) {
        const bool growsAcross = step % 2 == 0;
        if (growsAcross)
            geometry.size.rwidth() += theme.px(30);
        else
            geometry.size.rheight() += theme.px(8);
    }
    return geometry;
}

} // namespace twodoors
