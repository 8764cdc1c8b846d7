// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pictures/column_heads.h"

#include "widgets/canvas/stage_doors.h"

#include <map>

namespace twodoors
{

namespace
{

constexpr qreal height = 44;
/// More lives than this in one window are not looked at.
constexpr int mostLives = 4096;

struct Head {
    QString name;
    QString port; ///< empty where several doors stand below one another
    Ink ink = Ink::Text;
};

class HeadsMaker
{
public:
    HeadsMaker(const Sight &sight, const TimelineWindow &window)
        : m_sight(sight), m_area(0, window.area.top() - columnHeadsHeight(sight.theme()),
                                 sight.columns.width(), columnHeadsHeight(sight.theme()))
    {
        const TimelineRuler ruler(sight, window);
        m_first = std::max(ruler.scale().firstFrom(window.top), static_cast<Seq>(1));
        const Seq end = ruler.scale().firstFrom(ruler.position(window.area.bottom()));
        m_last = std::min(static_cast<Seq>(number(end) - 1), sight.view.cursor());
    }

    Scene make()
    {
        m_scene.box(m_area, Ink::Panel, Ink::Panel, 0, Stroke::None);
        m_scene.line(m_area.bottomLeft(), m_area.bottomRight(), Ink::Line);
        drawPrograms();
        drawDoors();
        const Columns &columns = m_sight.columns;
        const qreal wire = columns.wireRight() - columns.wireLeft();
        draw(columns.wireX(), wire, {m_sight.words("pictures.wire"), {}, Ink::Dim});
        return std::move(m_scene);
    }

private:
    template <class Visit>
    void forEachLife(const Spans &lives, Visit visit) const
    {
        int seen = 0;
        const auto counted = [&](std::uint32_t place, const Spans::Span &) {
            visit(place);
            return ++seen < mostLives;
        };
        lives.forEachAcross(m_first, counted);
        seen = 0;
        lives.forEachLong(m_first, m_last, Spans::Length{}, counted);
    }

    void drawPrograms()
    {
        const Tracks &tracks = m_sight.index.tracks();
        std::map<qreal, Head> heads;
        forEachLife(tracks.programLives(), [&](std::uint32_t place) {
            const ProgramTrack &program = tracks.programs()[place];
            const bool isServer = sideOf(program.who.role) == Side::Server;
            heads[m_sight.columns.programX(program)] = {
                m_sight.view.whoText(program.who), {}, isServer ? Ink::Connection : Ink::Client};
        });
        for (const auto &[x, head] : heads)
            draw(x, m_sight.columns.columnWidth(), head);
    }

    void drawDoors()
    {
        const Tracks &tracks = m_sight.index.tracks();
        std::map<qreal, Head> heads;
        forEachLife(tracks.doorLives(), [&](std::uint32_t place) {
            const DoorTrack &track = tracks.doors()[place];
            const DoorView *door = m_sight.world().door(track.id);
            if (door == nullptr)
                return;
            const QString port =
                door->local.port == 0 ? QString() : QStringLiteral(":%1").arg(door->local.port);
            const Head head{doorCaption(m_sight, *door), port, inkOf(*door)};
            const auto [entry, isFirst] = heads.try_emplace(m_sight.columns.doorX(track), head);
            if (!isFirst && entry->second.port != port)
                entry->second.port.clear();
        });
        for (const auto &[x, head] : heads)
            draw(x, m_sight.columns.columnWidth(), head);
    }

    void draw(qreal x, qreal room, const Head &head)
    {
        const Types &types = m_sight.types;
        const qreal line = types.height(Type::Label);
        const qreal below = head.port.isEmpty() ? 0 : types.height(Type::SmallCode);
        const qreal top = m_area.center().y() - (line + below) / 2;
        m_scene.text({x - room / 2, top, room, line},
                     types.elided(Type::Label, head.name, room - m_sight.px(4)), head.ink,
                     Type::Label);
        if (!head.port.isEmpty())
            m_scene.text({x - room / 2, top + line, room, below}, head.port, head.ink,
                         Type::SmallCode);
    }

    const Sight &m_sight;
    QRectF m_area;
    Seq m_first = Seq::None; ///< in the window
    Seq m_last = Seq::None;
    Scene m_scene;
};

} // namespace

qreal columnHeadsHeight(const Theme &theme) noexcept
{
    return theme.px(height);
}

Scene columnHeads(const Sight &sight, const TimelineWindow &window)
{
    return HeadsMaker(sight, window).make();
}

} // namespace twodoors
