// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/pictures/page_breaks.h"
#include "widgets/pictures/picture_export.h"
#include "widgets/pictures/picture_words.h"

#include <QPdfWriter>

namespace twodoors
{

/// The whole timeline on A4 pages: on the first a heading and the stage, on the others the names of
/// the columns, on each its number.
class PdfPages
{
public:
    /// Viewpoint, index and options must outlive the pages.
    PdfPages(const Viewpoint &view, const TimelineIndex &index, const PictureOptions &options);

    /// False where the progress wanted to cancel.
    [[nodiscard]] bool writeTo(QIODevice &device, const PictureProgress &progress);

private:
    [[nodiscard]] PageRoom room() const;
    void paintPage(QPainter &painter, std::size_t page) const;
    void paintHeading(QPainter &painter) const;
    void paintRunningHead(QPainter &painter) const;
    void paintFooter(QPainter &painter, std::size_t page) const;
    void paintBody(QPainter &painter, std::size_t page) const;
    [[nodiscard]] qreal headingHeight() const;
    [[nodiscard]] QRectF wrapped(const QFont &font, const QString &text) const;

    const PictureOptions &m_options;
    const Appearance &m_appearance;
    PictureWords m_words;
    QPageLayout::Orientation m_orientation;
    QSizeF m_page; ///< between the margins, in logical pixels
    PictureGround m_ground;
    qreal m_shrink;          ///< of stage and timeline, where the columns are wider than the page
    bool m_isDenser = false; ///< than usual, which is said in the heading
    PageBreaks m_breaks;
};

} // namespace twodoors
