// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/appearance.h"

#include <QWidget>
#include <optional>
#include <vector>

namespace twodoors
{

/// One line: what packet it is, what became of it, and whose it is. A screen reader hears it as
/// the line's name.
class PacketHeader final : public QWidget
{
    Q_OBJECT

public:
    /// The appearance must outlive the header.
    explicit PacketHeader(const Appearance &appearance, QWidget *parent = nullptr);
    ~PacketHeader() override;

    void show(const std::optional<PacketView> &packet);
    /// All that it says.
    [[nodiscard]] QString text() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    enum class Shape { Plain, Chip, DashedChip };

    struct Part {
        QString text;
        QFont font;
        Ink ink = Ink::Text;
        Shape shape = Shape::Plain;
    };

    void compose();
    void addFate(const PacketView &packet);
    void addChip(const QString &text, Ink ink, Shape shape = Shape::Chip);
    qreal paint(QPainter &painter, const Part &part, qreal x, qreal room) const;
    [[nodiscard]] qreal widthOf(const Part &part) const;

    const Appearance &m_appearance;
    std::optional<PacketView> m_packet;
    std::vector<Part> m_parts;
    Part m_end; ///< at the right edge
};

} // namespace twodoors
