// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/appearance.h"
#include "wire/packet_fields.h"

#include <QAbstractItemModel>
#include <optional>
#include <vector>

namespace twodoors
{

/// The fields of one packet as a tree: what each is called, what it holds, what that means. Words
/// are made when they are asked for.
class PacketFieldsModel final : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { Name, Value, Meaning, columns };

    /// The appearance must outlive the model.
    explicit PacketFieldsModel(const Appearance &appearance, QObject *parent = nullptr);
    ~PacketFieldsModel() override;

    /// Shows a packet's bytes. Where they were `sent` otherwise, the fields that differ say so;
    /// empty where that is not known.
    void show(std::string_view bytes, std::string_view sent = {});
    /// Shows fields that have no bytes.
    void show(std::vector<PacketField> fields);

    [[nodiscard]] const std::string &bytes() const noexcept { return m_bytes; }
    [[nodiscard]] std::size_t fieldCount() const noexcept { return m_fields.size(); }

    /// Of a valid index.
    [[nodiscard]] const PacketField &field(const QModelIndex &index) const;
    /// The first field of that kind; invalid where there is none.
    [[nodiscard]] QModelIndex indexOf(FieldId id) const;
    /// The smallest field with all of these bytes; of several that share them in bits, the first
    /// with a bit set, or the one after `previous`. Invalid where there is none.
    [[nodiscard]] QModelIndex innermost(std::size_t begin, std::size_t size,
                                        const QModelIndex &previous = {}) const;
    /// Whether a bit of the field is another than was sent.
    [[nodiscard]] bool isChanged(const QModelIndex &index) const;
    /// The bits that differ from the byte sent; 0 where none does.
    [[nodiscard]] std::uint8_t changedBits(std::size_t place) const noexcept;

    [[nodiscard]] QModelIndex index(int row, int column,
                                    const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &index) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    struct Node {
        std::size_t parent = none;
        int row = 0;
        std::vector<std::size_t> children{};
    };

    void take(std::vector<PacketField> fields);
    void sayAnew();
    [[nodiscard]] const std::vector<std::size_t> &childrenOf(const QModelIndex &parent) const;
    [[nodiscard]] QModelIndex indexAt(std::size_t place, int column = Name) const;
    [[nodiscard]] const PacketField *sentField(std::size_t place) const;
    [[nodiscard]] QString valueText(const PacketField &field, std::string_view bytes) const;
    [[nodiscard]] QString text(std::size_t place, int column) const;
    [[nodiscard]] QString changeText(std::size_t place) const;
    [[nodiscard]] QString toolTip(std::size_t place) const;

    const Appearance &m_appearance;
    std::string m_bytes;
    std::string m_sent; ///< empty where it is the same
    std::vector<PacketField> m_fields;
    std::vector<PacketField> m_sentFields;
    std::vector<Node> m_nodes;        ///< one for each field
    std::vector<std::size_t> m_roots; ///< the fields that lie in no other
};

} // namespace twodoors
