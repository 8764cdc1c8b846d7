// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pictures/picture_export.h"

#include "widgets/canvas/scene_painter.h"
#include "widgets/canvas/stage_scene.h"
#include "widgets/pictures/pdf_pages.h"

#include <QBuffer>
#include <QFileInfo>
#include <QImage>
#include <QSaveFile>
#include <QSvgGenerator>
#include <cerrno>
#include <cmath>
#include <unistd.h>

namespace twodoors
{

namespace
{

/// The most pixels of a PNG: 256 MiB while it is painted.
constexpr qreal mostPixels = 64.0 * 1024 * 1024;

/// Stage and timeline on one sheet.
class Sheet
{
public:
    Sheet(const Viewpoint &view, const TimelineIndex &index, const PictureOptions &options)
        : m_words(pictureWords(view)),
          m_ground(view, index, options.theme, static_cast<qreal>(options.size.width()))
    {
        const Theme &theme = m_ground.theme();
        const qreal stage = stageHeight(theme);
        const qreal longest = longestPictureSide - stage - theme.px(20);
        const qreal room = static_cast<qreal>(options.size.height()) - stage;
        const bool fitsAll = options.pace == Pace::TrueTime;
        const double usual = m_ground.zoom(Pace::Steps, 1e12);
        m_zoom = m_ground.zoom(options.pace, fitsAll ? room - theme.px(20) : longest);
        m_isDenser = options.wholeTimeline && !fitsAll && m_zoom < usual;
        if (!options.wholeTimeline && !fitsAll)
            m_zoom = usual;
        const qreal all = m_ground.timelineHeight(options.pace, m_zoom);
        const qreal height = options.wholeTimeline ? std::max(all, theme.px(60)) : room;
        m_window = {{0, stage, m_ground.columns().width(), std::max(height, 1.0)},
                    options.wholeTimeline ? 0 : std::max(all - height, 0.0) / m_zoom,
                    m_zoom,
                    options.pace};
    }

    [[nodiscard]] QSizeF size() const { return {m_window.area.width(), m_window.area.bottom()}; }
    [[nodiscard]] const QString &title() const { return m_words.title; }
    [[nodiscard]] QString description() const
    {
        QStringList lines{m_words.origin, m_words.moment};
        if (m_isDenser)
            lines += m_words.denser;
        return lines.join('\n');
    }

    /// The stage lies over what reaches out of the timeline, so that nothing needs to be clipped.
    void paintOn(QPainter &painter) const
    {
        const Sight sight = m_ground.sight();
        const Theme &theme = m_ground.theme();
        painter.setRenderHint(QPainter::Antialiasing);
        paint(painter, timelineScene(sight, m_window), theme, m_ground.types());
        const QRectF stage(0, 0, m_window.area.width(), m_window.area.top());
        paint(painter, stageScene(sight, stage).scene, theme, m_ground.types());
    }

private:
    PictureWords m_words;
    PictureGround m_ground;
    double m_zoom = 1;
    bool m_isDenser = false;
    TimelineWindow m_window;
};

bool writePng(QIODevice &device, const Sheet &sheet, qreal scale)
{
    const QSizeF size = sheet.size();
    scale = std::min({scale, longestPictureSide / std::max(size.width(), size.height()),
                      std::sqrt(mostPixels / (size.width() * size.height()))});
    QImage image((size * scale).toSize().expandedTo({1, 1}), QImage::Format_RGB32);
    image.setText(QStringLiteral("Title"), sheet.title());
    image.setText(QStringLiteral("Description"), sheet.description());
    QPainter painter(&image);
    painter.scale(scale, scale);
    sheet.paintOn(painter);
    painter.end();
    return image.save(&device, "PNG");
}

/// Qt names only the first family, which another machine may not have.
QByteArray withOtherFamilies(QByteArray svg)
{
    svg.replace("font-family=\"Inter\"",
                "font-family=\"Inter, 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif\"");
    svg.replace("font-family=\"JetBrains Mono\"",
                "font-family=\"'JetBrains Mono', 'Noto Sans Mono CJK SC', monospace\"");
    return svg;
}

bool writeSvg(QIODevice &device, const Sheet &sheet)
{
    QBuffer buffer;
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setTitle(sheet.title());
    generator.setDescription(sheet.description());
    constexpr int pixelsAnInch = 96; // as CSS counts them
    generator.setResolution(pixelsAnInch);
    generator.setSize(sheet.size().toSize());
    generator.setViewBox(QRectF(QPointF(), sheet.size()));
    QPainter painter(&generator);
    sheet.paintOn(painter);
    painter.end();
    const QByteArray svg = withOtherFamilies(buffer.data());
    return device.write(svg) == svg.size();
}

enum class Written : std::uint8_t { Whole, Failed, Cancelled };

Written write(QIODevice &device, const Viewpoint &view, const TimelineIndex &index,
              const PictureOptions &options, const PictureProgress &progress)
{
    const auto goesOn = [&progress](int done, int total) {
        return !progress || progress(done, total);
    };
    if (options.format == PictureFormat::Pdf)
        return PdfPages(view, index, options).writeTo(device, progress) ? Written::Whole
                                                                        : Written::Cancelled;
    if (!goesOn(0, 1))
        return Written::Cancelled;
    const Sheet sheet(view, index, options);
    const bool isWritten = options.format == PictureFormat::Png
                               ? writePng(device, sheet, options.scale)
                               : writeSvg(device, sheet);
    if (!isWritten)
        return Written::Failed;
    return goesOn(1, 1) ? Written::Whole : Written::Cancelled;
}

/// A device or a pipe: QSaveFile would put a file in its place.
bool isSpecial(const QString &path)
{
    const QFileInfo file(path);
    return file.exists() && !file.isFile();
}

/// QSaveFile keeps the errno to itself.
int whyNotMade(const QString &path)
{
    const QFileInfo file(path);
    if (file.isDir())
        return EISDIR;
    if (isSpecial(path))
        return EINVAL;
    if (::access(QFile::encodeName(file.path()).constData(), W_OK | X_OK) != 0)
        return errno;
    return file.exists() ? EACCES : EIO;
}

} // namespace

std::optional<PictureFormat> pictureFormatOf(const QString &path)
{
    const QString ending = QFileInfo(path).suffix().toLower();
    if (ending == "png")
        return PictureFormat::Png;
    if (ending == "svg")
        return PictureFormat::Svg;
    if (ending == "pdf")
        return PictureFormat::Pdf;
    return std::nullopt;
}

std::optional<Failure> exportPicture(const QString &path, const Viewpoint &view,
                                     const TimelineIndex &index, const PictureOptions &options,
                                     const PictureProgress &progress)
{
    const std::vector<std::pair<std::string, std::string>> name{{"file", path.toStdString()}};
    QSaveFile file(path);
    if (isSpecial(path) || !file.open(QIODevice::WriteOnly))
        return Failure{"file-not-writable", name, whyNotMade(path)};
    const Written written = write(file, view, index, options, progress);
    if (written == Written::Cancelled)
        return Failure{"picture-cancelled", name, 0};
    errno = 0;
    if (written == Written::Failed || !file.commit())
        return Failure{"picture-not-written", name, errno != 0 ? errno : EIO};
    return std::nullopt;
}

} // namespace twodoors
