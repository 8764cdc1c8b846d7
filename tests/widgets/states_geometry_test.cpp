// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/states/states_geometry.h"

#include "widgets/states/label_places.h"
#include "widgets/states/states_scene.h"

#include <gtest/gtest.h>
#include <set>

namespace twodoors::tests
{

namespace
{

TEST(TcpFigure, hasTheElevenStatesAndTwentyArrowsOfTheRfc)
{
    std::set<SocketState> states;
    for (std::size_t i = 0; i < figureBoxCount; ++i)
        states.insert(stateOf(static_cast<FigureBox>(i)));
    EXPECT_EQ(states.size(), 11U);
    using enum SocketState;
    const std::set<std::pair<SocketState, SocketState>> figure{
        {Closed, Listen},         {Listen, Closed},     {Closed, SynSent},
        {SynSent, Closed},        {Listen, SynRecv},    {SynRecv, Listen},
        {Listen, SynSent},        {SynSent, SynRecv},   {SynRecv, Established},
        {SynSent, Established},   {SynRecv, FinWait1},  {Established, FinWait1},
        {Established, CloseWait}, {FinWait1, FinWait2}, {FinWait1, Closing},
        {CloseWait, LastAck},     {FinWait2, TimeWait}, {Closing, TimeWait},
        {LastAck, Closed},        {TimeWait, Closed}};
    std::set<std::pair<SocketState, SocketState>> drawn;
    for (const FigureArrow &arrow : figureArrows)
        drawn.emplace(stateOf(arrow.from), stateOf(arrow.to));
    EXPECT_EQ(drawn, figure);
}

struct Look {
    Tongue tongue;
    QSize size;
    qreal scale;
};

class StatesLaidOut : public testing::TestWithParam<Look>
{
protected:
    const Appearance m_appearance{GetParam().tongue, Theme(Theme::Mood::Light, GetParam().scale)};
    const StatesWords m_words = statesWords(m_appearance);
    const StatesGeometry m_geometry =
        statesGeometry(QSizeF(GetParam().size), m_appearance.theme(), m_words);
    const QRectF m_canvas{QPointF(), m_geometry.size};
};

TEST_P(StatesLaidOut, boxesAreInsideAndApart)
{
    for (std::size_t i = 0; i < figureBoxCount; ++i) {
        const PlacedBox &box = m_geometry.boxes[i];
        EXPECT_TRUE(m_canvas.contains(box.rect)) << i;
        EXPECT_TRUE(m_canvas.contains(box.tokens)) << i;
        for (std::size_t other = 0; other < i; ++other) {
            EXPECT_FALSE(box.rect.intersects(m_geometry.boxes[other].rect)) << i << ' ' << other;
            EXPECT_FALSE(box.tokens.intersects(m_geometry.boxes[other].tokens))
                << i << ' ' << other;
        }
    }
}

TEST_P(StatesLaidOut, labelsTouchNoBoxNoArrowAndNoOtherLabel)
{
    for (std::size_t i = 0; i < figureArrows.size(); ++i) {
        const PlacedArrow &arrow = m_geometry.arrows[i];
        ASSERT_FALSE(arrow.label.isEmpty()) << figureArrows[i].key;
        EXPECT_TRUE(m_canvas.contains(arrow.label)) << figureArrows[i].key;
        for (const PlacedBox &box : m_geometry.boxes)
            EXPECT_FALSE(box.rect.intersects(arrow.label)) << figureArrows[i].key;
        for (std::size_t other = 0; other < figureArrows.size(); ++other) {
            EXPECT_FALSE(crosses(m_geometry.arrows[other].path, arrow.label))
                << figureArrows[i].key << ' ' << figureArrows[other].key;
            if (other != i) {
                EXPECT_FALSE(m_geometry.arrows[other].label.intersects(arrow.label))
                    << figureArrows[i].key << ' ' << figureArrows[other].key;
            }
        }
    }
}

TEST_P(StatesLaidOut, labelsHoldAllWordsAtASizeThatCanBeRead)
{
    const QFont font = m_appearance.theme().words(m_geometry.labelSize);
    EXPECT_GE(font.pixelSize(), 10 * GetParam().scale);
    const QFontMetricsF metrics(font);
    for (std::size_t i = 0; i < figureArrows.size(); ++i) {
        const PlacedArrow &arrow = m_geometry.arrows[i];
        QString whole = m_words.arrows[i].event;
        if (!m_words.arrows[i].action.isEmpty())
            whole += QStringLiteral(", ") + m_words.arrows[i].action;
        EXPECT_EQ(arrow.lines.join(QStringLiteral(", ")), whole);
        for (const QString &line : arrow.lines)
            EXPECT_LE(metrics.horizontalAdvance(line), arrow.label.width()) << qPrintable(line);
    }
}

TEST_P(StatesLaidOut, arrowsRunFromBoxToBoxThroughNoOther)
{
    for (std::size_t i = 0; i < figureArrows.size(); ++i) {
        const QPolygonF &path = m_geometry.arrows[i].path;
        ASSERT_GE(path.size(), 2) << figureArrows[i].key;
        const auto touches = [](const QRectF &rect, const QPointF &point) {
            return rect.adjusted(-1, -1, 1, 1).contains(point);
        };
        EXPECT_TRUE(touches(m_geometry.box(figureArrows[i].from).rect, path.first()));
        EXPECT_TRUE(touches(m_geometry.box(figureArrows[i].to).rect, path.last()));
        for (std::size_t box = 0; box < figureBoxCount; ++box) {
            const auto id = static_cast<FigureBox>(box);
            if (id != figureArrows[i].from && id != figureArrows[i].to) {
                EXPECT_FALSE(crosses(path, m_geometry.boxes[box].rect))
                    << figureArrows[i].key << ' ' << box;
            }
        }
    }
}

TEST_P(StatesLaidOut, fitsWhereThereIsRoom)
{
    const QSizeF asked(GetParam().size);
    const qreal scale = GetParam().scale;
    if (asked.width() >= 1036 * scale && asked.height() >= 180 * scale) {
        EXPECT_EQ(m_geometry.size, asked);
    }
    EXPECT_EQ(m_geometry.arrangement, asked.width() > 2 * asked.height()
                                          ? StatesArrangement::Flat
                                          : StatesArrangement::Classic);
}

std::vector<Look> looks()
{
    std::vector<Look> all;
    for (const Tongue tongue : {Tongue::English, Tongue::Chinese}) {
        for (const QSize size : {QSize(1036, 192), QSize(1356, 222), QSize(656, 692),
                                 QSize(1200, 900), QSize(300, 100), QSize(3000, 500)})
            all.push_back({tongue, size, 1});
        all.push_back({tongue, QSize(1600, 300), 1.5});
    }
    return all;
}

INSTANTIATE_TEST_SUITE_P(Looks, StatesLaidOut, testing::ValuesIn(looks()),
                         [](const testing::TestParamInfo<Look> &look) {
                             return std::string(codeOf(look.param.tongue)) + "_"
                                    + std::to_string(look.param.size.width()) + "x"
                                    + std::to_string(look.param.size.height());
                         });

} // namespace

} // namespace twodoors::tests
