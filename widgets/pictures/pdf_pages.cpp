// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pictures/pdf_pages.h"

#include "widgets/canvas/scene_painter.h"
#include "widgets/canvas/stage_scene.h"
#include "widgets/pictures/column_heads.h"

#include <array>

namespace twodoors
{

namespace
{

constexpr qreal margin = 12;           ///< millimetres
constexpr QSizeF portraitA4{210, 297}; ///< millimetres
constexpr qreal portraitWidth = 780;   ///< logical pixels between the margins
constexpr qreal landscapeWidth = 1060;
constexpr int resolution = 600;
constexpr qreal footerHeight = 26;
constexpr qreal runningHeadHeight = 24;
constexpr qreal betweenLines = 4;
constexpr qreal belowHeading = 10;
constexpr qreal belowHeads = 6; ///< so that the first row does not touch them

QSizeF paperSize(QPageLayout::Orientation orientation) noexcept
{
    return orientation == QPageLayout::Portrait ? portraitA4 : portraitA4.transposed();
}

qreal widthOf(QPageLayout::Orientation orientation) noexcept
{
    return orientation == QPageLayout::Portrait ? portraitWidth : landscapeWidth;
}

/// Upright where the columns have room for it.
QPageLayout::Orientation orientationFor(const Viewpoint &view, const TimelineIndex &index,
                                        const PictureOptions &options)
{
    if (options.orientation)
        return *options.orientation;
    const PictureGround upright(view, index, options.theme, portraitWidth);
    return upright.columns().width() > portraitWidth ? QPageLayout::Landscape
                                                     : QPageLayout::Portrait;
}

QFont fontOf(const Theme &theme, qreal size, QFont::Weight weight = QFont::Normal)
{
    QFont font = theme.words(size, weight);
    font.setStyleStrategy(QFont::PreferNoShaping);
    return font;
}

QSizeF pageSize(QPageLayout::Orientation orientation) noexcept
{
    const QSizeF paper = paperSize(orientation);
    const qreal width = widthOf(orientation);
    return {width, width * (paper.height() - 2 * margin) / (paper.width() - 2 * margin)};
}

/// Text that is clipped away would still be found and read out on the page.
void dropBeyond(Scene &scene, const QRectF &area)
{
    constexpr qreal touching = 0.5;
    const QRectF within = area.adjusted(0, touching, 0, -touching);
    std::erase_if(scene.shapes, [&within](const Shape &shape) {
        return shape.kind == ShapeKind::Text && !shape.area.intersects(within);
    });
}

} // namespace

PdfPages::PdfPages(const Viewpoint &view, const TimelineIndex &index, const PictureOptions &options)
    : m_options(options), m_appearance(view.appearance()), m_words(pictureWords(view)),
      m_orientation(orientationFor(view, index, options)), m_page(pageSize(m_orientation)),
      m_ground(view, index, options.theme, m_page.width()),
      m_shrink(std::min(1.0, m_page.width() / m_ground.columns().width()))
{
    m_isDenser = needsDensity(m_ground, options.pace, room()); // the room without a word about it
}

bool PdfPages::writeTo(QIODevice &device, const PictureProgress &progress)
{
    const auto goesOn = [&progress](int done, int total) {
        return !progress || progress(done, total);
    };
    auto breaks =
        breakIntoPages(m_ground, m_options.pace, room(), [&goesOn] { return goesOn(0, 0); });
    if (!breaks)
        return false;
    m_breaks = *std::move(breaks);

    QPdfWriter writer(&device);
    writer.setTitle(m_words.title);
    writer.setCreator(QStringLiteral("Two Doors"));
    writer.setResolution(resolution);
    writer.setPageLayout({QPageSize(QPageSize::A4), m_orientation,
                          QMarginsF(margin, margin, margin, margin), QPageLayout::Millimeter});
    QPainter painter(&writer);
    const qreal unit = writer.width() / m_page.width();
    const auto total = static_cast<int>(m_breaks.parts.size());
    for (int page = 0; page < total; ++page) {
        if (!goesOn(page, total))
            return false;
        if (page > 0)
            writer.newPage();
        painter.resetTransform();
        painter.scale(unit, unit);
        paintPage(painter, static_cast<std::size_t>(page));
    }
    painter.end();
    return goesOn(total, total);
}

PageRoom PdfPages::room() const
{
    const qreal below = m_page.height() - footerHeight;
    const Theme &theme = m_ground.theme();
    return {.onFirst = (below - headingHeight()) / m_shrink - stageHeight(theme),
            .onOthers =
                (below - runningHeadHeight) / m_shrink - columnHeadsHeight(theme) - belowHeads,
            .mostPages = mostPicturePages};
}

void PdfPages::paintPage(QPainter &painter, std::size_t page) const
{
    const QRectF paper = QRectF(QPointF(), m_page).adjusted(-1000, -1000, 1000, 1000);
    painter.fillRect(paper, m_ground.theme().colour(Ink::Panel));
    if (page == 0)
        paintHeading(painter);
    else
        paintRunningHead(painter);
    paintFooter(painter, page);
    painter.save();
    painter.translate(0, page == 0 ? headingHeight() : runningHeadHeight);
    painter.scale(m_shrink, m_shrink);
    paintBody(painter, page);
    painter.restore();
}

void PdfPages::paintBody(QPainter &painter, std::size_t page) const
{
    const Sight sight = m_ground.sight();
    const Theme &theme = m_ground.theme();
    const PagePart &part = m_breaks.parts[page];
    const qreal above =
        page == 0 ? stageHeight(theme) : columnHeadsHeight(theme) + theme.px(belowHeads);
    const qreal width = m_ground.columns().width();
    const TimelineWindow window{
        {0, above, width, part.height}, part.top, m_breaks.zoom, m_options.pace};
    painter.save();
    painter.setClipRect(window.area);
    Scene timeline = timelineScene(sight, window);
    dropBeyond(timeline, window.area);
    paint(painter, timeline, theme, m_ground.types());
    painter.restore();
    if (page == 0) {
        paint(painter, stageScene(sight, {0, 0, width, above}).scene, theme, m_ground.types());
    } else {
        TimelineWindow below = window;
        below.area.setTop(columnHeadsHeight(theme));
        paint(painter, columnHeads(sight, below), theme, m_ground.types());
    }
}

QRectF PdfPages::wrapped(const QFont &font, const QString &text) const
{
    return QFontMetricsF(font).boundingRect({0, 0, m_page.width(), m_page.height()},
                                            Qt::TextWordWrap, text);
}

qreal PdfPages::headingHeight() const
{
    const Theme &theme = m_ground.theme();
    qreal height = belowHeading;
    height += wrapped(fontOf(theme, 20, QFont::DemiBold), m_words.title).height() + betweenLines;
    height += wrapped(fontOf(theme, 11), m_words.origin).height() + betweenLines;
    height += wrapped(fontOf(theme, 12), m_words.moment).height() + betweenLines;
    if (m_isDenser)
        height += wrapped(fontOf(theme, 11), m_words.denser).height() + betweenLines;
    return height;
}

void PdfPages::paintHeading(QPainter &painter) const
{
    struct Line {
        const QString &text;
        QFont font;
        Ink ink;
    };
    const Theme &theme = m_ground.theme();
    const std::array lines{Line{m_words.title, fontOf(theme, 20, QFont::DemiBold), Ink::Text},
                           Line{m_words.origin, fontOf(theme, 11), Ink::Dim},
                           Line{m_words.moment, fontOf(theme, 12), Ink::Text},
                           Line{m_words.denser, fontOf(theme, 11), Ink::Lost}};
    qreal top = 0;
    for (const Line &line : lines) {
        if (&line == &lines.back() && !m_isDenser)
            break;
        const qreal height = wrapped(line.font, line.text).height();
        painter.setFont(line.font);
        painter.setPen(theme.colour(line.ink));
        painter.drawText(QRectF(0, top, m_page.width(), height), Qt::TextWordWrap, line.text);
        top += height + betweenLines;
    }
}

void PdfPages::paintRunningHead(QPainter &painter) const
{
    const Theme &theme = m_ground.theme();
    const QRectF line(0, 0, m_page.width(), runningHeadHeight);
    const QFont title = fontOf(theme, 11, QFont::DemiBold);
    const qreal half = m_page.width() / 2;
    painter.setFont(title);
    painter.setPen(theme.colour(Ink::Text));
    painter.drawText(line, Qt::AlignLeft | Qt::AlignTop,
                     QFontMetricsF(title).elidedText(m_words.title, Qt::ElideRight, half));
    const QFont origin = fontOf(theme, 11);
    painter.setFont(origin);
    painter.setPen(theme.colour(Ink::Dim));
    painter.drawText(line, Qt::AlignRight | Qt::AlignTop,
                     QFontMetricsF(origin).elidedText(m_words.origin, Qt::ElideRight, half));
}

void PdfPages::paintFooter(QPainter &painter, std::size_t page) const
{
    const Theme &theme = m_ground.theme();
    const QRectF line(0, m_page.height() - footerHeight, m_page.width(), footerHeight);
    painter.setFont(fontOf(theme, 11));
    painter.setPen(theme.colour(Ink::Dim));
    painter.drawText(line, Qt::AlignLeft | Qt::AlignBottom, QStringLiteral("Two Doors"));
    painter.drawText(
        line, Qt::AlignRight | Qt::AlignBottom,
        m_appearance.words("pictures.page", {{{"page", std::to_string(page + 1)},
                                              {"pages", std::to_string(m_breaks.parts.size())}}}));
}

} // namespace twodoors
