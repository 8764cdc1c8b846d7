// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/packet/shown_packet.h"

#include <QWidget>
#include <map>

class QLabel;
class QModelIndex;
class QSplitter;
class QStackedLayout;

namespace twodoors
{

class FieldsTree;
class HexView;
class PacketFieldsModel;
class PacketHeader;

/// The packet that the event looked at is about: its fields and what they mean, beside its bytes.
/// What is chosen in one is marked in the other.
class PacketPanel final : public QWidget
{
    Q_OBJECT

public:
    /// The view must outlive the panel.
    explicit PacketPanel(Viewpoint &view, QWidget *parent = nullptr);
    ~PacketPanel() override;

    [[nodiscard]] const std::optional<ShownPacket> &shown() const noexcept { return m_shown; }

    bool eventFilter(QObject *watched, QEvent *event) override;

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    /// Which bytes are shown, so that the same ones are not decoded again.
    struct Key {
        Seq packet = Seq::None;
        Seq bytes = Seq::None;

        friend bool operator==(const Key &, const Key &) noexcept = default;
    };

    void build();
    void restyle();
    void forget();
    void refresh();
    void refill();
    void openFields();
    void keepOpen(const QModelIndex &index, bool isOpen);
    void fieldChosen(const QModelIndex &index);
    void bytesChosen(std::size_t begin, std::size_t size);
    void nextFieldOf(std::size_t place);
    void say();
    void sayPlace();
    void shareOutWidth();
    [[nodiscard]] QString placeText() const;

    Viewpoint &m_view;
    Appearance &m_appearance;
    PacketFieldsModel *m_model;
    PacketHeader *m_header;
    FieldsTree *m_tree;
    HexView *m_hex;
    QLabel *m_place; ///< where the chosen field stands in the packet
    QLabel *m_nothing;
    QWidget *m_packetPage;
    QSplitter *m_splitter;
    QStackedLayout *m_pages;

    std::optional<ShownPacket> m_shown;
    std::optional<Key> m_key;
    std::optional<FieldId> m_field;     ///< chosen last; chosen again in the next packet
    std::map<FieldId, bool> m_openings; ///< what the person has opened or closed
    bool m_isStale = true;
    bool m_isFilling = false;
    bool m_choosesBytes = false; ///< the field follows the bytes, not the other way round
    bool m_isSplitByHand = false;
};

} // namespace twodoors
