// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/packet/packet_fields_model.h"

#include "base/text.h"
#include "notes/field_words.h"
#include "widgets/packet/field_bits.h"
#include "wire/bytes.h"

#include <algorithm>
#include <array>

namespace twodoors
{

namespace
{

/// Longer values are cut: the bytes stand beside the tree.
constexpr std::size_t longestValue = 47;

constexpr qreal codeSize = 12;

using Filling = Catalogue::Values::value_type;

bool isPayload(FieldId id) noexcept
{
    return id == FieldId::TcpPayload || id == FieldId::UdpPayload || id == FieldId::Data;
}

bool covers(const PacketField &field, std::size_t begin, std::size_t size) noexcept
{
    return field.size > 0 && field.begin <= begin && begin + size <= field.begin + field.size;
}

/// With its value cut, so that nothing copies what nobody reads.
PacketField cutShort(const PacketField &field)
{
    PacketField cut{field.id,   field.name,  {},         field.begin,
                    field.size, field.depth, field.mask, field.meaning};
    cut.value =
        field.value.size() > longestValue ? field.value.substr(0, longestValue) + "…" : field.value;
    return cut;
}

} // namespace

PacketFieldsModel::PacketFieldsModel(const Appearance &appearance, QObject *parent)
    : QAbstractItemModel(parent), m_appearance(appearance)
{
    connect(&appearance, &Appearance::changed, this, &PacketFieldsModel::sayAnew);
}

PacketFieldsModel::~PacketFieldsModel() = default;

void PacketFieldsModel::show(std::string_view bytes, std::string_view sent)
{
    beginResetModel();
    m_bytes = bytes;
    m_sent = sent == bytes ? std::string_view{} : sent;
    m_sentFields = m_sent.empty() ? std::vector<PacketField>{} : decodePacket(m_sent);
    take(decodePacket(m_bytes));
    endResetModel();
}

void PacketFieldsModel::show(std::vector<PacketField> fields)
{
    beginResetModel();
    m_bytes.clear();
    m_sent.clear();
    m_sentFields.clear();
    take(std::move(fields));
    endResetModel();
}

void PacketFieldsModel::take(std::vector<PacketField> fields)
{
    m_fields = std::move(fields);
    m_nodes.assign(m_fields.size(), {});
    m_roots.clear();
    std::vector<std::size_t> above; ///< the fields that the next one may lie in
    for (std::size_t place = 0; place < m_fields.size(); ++place) {
        while (!above.empty() && m_fields[above.back()].depth >= m_fields[place].depth)
            above.pop_back();
        auto &siblings = above.empty() ? m_roots : m_nodes[above.back()].children;
        m_nodes[place].parent = above.empty() ? none : above.back();
        m_nodes[place].row = static_cast<int>(siblings.size());
        siblings.push_back(place);
        above.push_back(place);
    }
}

void PacketFieldsModel::sayAnew()
{
    const auto sayChildren = [this](const std::vector<std::size_t> &children) {
        if (!children.empty())
            emit dataChanged(indexAt(children.front()), indexAt(children.back(), columns - 1));
    };
    emit headerDataChanged(Qt::Horizontal, 0, columns - 1);
    sayChildren(m_roots);
    for (const Node &node : m_nodes)
        sayChildren(node.children);
}

const PacketField &PacketFieldsModel::field(const QModelIndex &index) const
{
    return m_fields[index.internalId()];
}

QModelIndex PacketFieldsModel::indexOf(FieldId id) const
{
    const auto found = std::ranges::find(m_fields, id, &PacketField::id);
    return found == m_fields.end() ? QModelIndex()
                                   : indexAt(static_cast<std::size_t>(found - m_fields.begin()));
}

QModelIndex PacketFieldsModel::innermost(std::size_t begin, std::size_t size,
                                         const QModelIndex &previous) const
{
    std::vector<std::size_t> found;
    for (std::size_t place = 0; place < m_fields.size(); ++place) {
        const PacketField &field = m_fields[place];
        if (!covers(field, begin, size))
            continue;
        if (!found.empty() && field.size > m_fields[found.front()].size)
            continue;
        if (!found.empty() && field.size < m_fields[found.front()].size)
            found.clear();
        // What lies in another of the same size says more than that one.
        std::erase(found, m_nodes[place].parent);
        found.push_back(place);
    }
    if (found.empty())
        return {};
    if (previous.isValid()) {
        const auto at = std::ranges::find(found, previous.internalId());
        if (at != found.end())
            return indexAt(at + 1 == found.end() ? found.front() : *(at + 1));
    }
    const auto isSet = [&](std::size_t place) {
        const PacketField &field = m_fields[place];
        return (maskOfByte(field, begin - field.begin) & byteAt(m_bytes, begin)) != 0;
    };
    const auto set = std::ranges::find_if(found, isSet);
    return indexAt(set == found.end() ? found.front() : *set);
}

std::uint8_t PacketFieldsModel::changedBits(std::size_t place) const noexcept
{
    if (m_sent.empty() || place >= m_bytes.size())
        return 0;
    return place < m_sent.size()
               ? static_cast<std::uint8_t>(byteAt(m_bytes, place) ^ byteAt(m_sent, place))
               : std::uint8_t{0xFF};
}

bool PacketFieldsModel::isChanged(const QModelIndex &index) const
{
    if (m_sent.empty() || !index.isValid())
        return false;
    const PacketField &field = this->field(index);
    for (std::size_t byte = 0; byte < field.size; ++byte) {
        if ((changedBits(field.begin + byte) & maskOfByte(field, byte)) != 0)
            return true;
    }
    return false;
}

QModelIndex PacketFieldsModel::indexAt(std::size_t place, int column) const
{
    return createIndex(m_nodes[place].row, column, place);
}

const std::vector<std::size_t> &PacketFieldsModel::childrenOf(const QModelIndex &parent) const
{
    return parent.isValid() ? m_nodes[parent.internalId()].children : m_roots;
}

QModelIndex PacketFieldsModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, childrenOf(parent)[static_cast<std::size_t>(row)]);
}

QModelIndex PacketFieldsModel::parent(const QModelIndex &index) const
{
    if (!index.isValid() || m_nodes[index.internalId()].parent == none)
        return {};
    return indexAt(m_nodes[index.internalId()].parent);
}

int PacketFieldsModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(childrenOf(parent).size());
}

int PacketFieldsModel::columnCount(const QModelIndex &) const
{
    return columns;
}

const PacketField *PacketFieldsModel::sentField(std::size_t place) const
{
    const bool isSame =
        m_sentFields.size() == m_fields.size() && m_sentFields[place].id == m_fields[place].id;
    return isSame ? &m_sentFields[place] : nullptr;
}

QString PacketFieldsModel::valueText(const PacketField &field, std::string_view bytes) const
{
    if (isPayload(field.id) && field.begin < bytes.size())
        return QString::fromStdString(quoted(bytes.substr(field.begin, field.size)));
    if (field.value.empty()) {
        if (field.size == 0)
            return {};
        return field.size == 1
                   ? m_appearance.words("packetpanel.size.one")
                   : m_appearance.words("packetpanel.size.many",
                                        std::array{Filling{"size", std::to_string(field.size)}});
    }
    const PacketField cut = cutShort(field);
    const std::string inWords = wordsFor(cut, m_appearance.catalogue()).value;
    QString text = QString::fromStdString(printable(cut.value));
    if (!inWords.empty())
        text += QStringLiteral(" · ") + QString::fromStdString(inWords);
    return text;
}

QString PacketFieldsModel::text(std::size_t place, int column) const
{
    const PacketField &field = m_fields[place];
    if (column == Value)
        return valueText(field, m_bytes);
    const FieldWords words = wordsFor(cutShort(field), m_appearance.catalogue());
    const QString text =
        QString::fromStdString(column == Name ? words.name : printable(words.meaning));
    return column == Meaning ? changeText(place) + text : text;
}

/// What is said before the meaning of a field that was changed.
QString PacketFieldsModel::changeText(std::size_t place) const
{
    if (!isChanged(indexAt(place)))
        return {};
    const PacketField *sent = sentField(place);
    const QString value = sent == nullptr ? QString() : valueText(*sent, m_sent);
    if (value.isEmpty() || value == valueText(m_fields[place], m_bytes))
        return m_appearance.words("packetpanel.changed.somehow");
    return m_appearance.words("packetpanel.changed.from",
                              std::array{Filling{"sent", value.toStdString()}});
}

QString PacketFieldsModel::toolTip(std::size_t place) const
{
    QString tip = "<p><b>" + text(place, Name).toHtmlEscaped() + "</b>";
    const auto name = QString::fromUtf8(m_fields[place].name.data(),
                                        static_cast<qsizetype>(m_fields[place].name.size()));
    if (!name.startsWith(QLatin1String("twodoors.")))
        tip += " · <code>" + name + "</code>";
    return tip + "</p><p>" + text(place, Value).toHtmlEscaped() + "</p><p>"
           + text(place, Meaning).toHtmlEscaped() + "</p>";
}

QVariant PacketFieldsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const std::size_t place = index.internalId();
    const Theme &theme = m_appearance.theme();
    switch (role) {
    case Qt::DisplayRole:
        return text(place, index.column());
    case Qt::ToolTipRole:
        return toolTip(place);
    case Qt::FontRole:
        if (index.column() == Value)
            return theme.code(codeSize, isChanged(index) ? QFont::Bold : QFont::Normal);
        return theme.words(Theme::bodySize,
                           index.column() == Name && !m_nodes[place].children.empty()
                               ? QFont::DemiBold
                               : QFont::Normal);
    case Qt::ForegroundRole:
        if (index.column() != Meaning && isChanged(index))
            return theme.colour(Ink::Lost);
        return theme.colour(index.column() == Meaning ? Ink::Dim : Ink::Text);
    default:
        return {};
    }
}

QVariant PacketFieldsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0
        || section >= columns)
        return {};
    static constexpr std::array<std::string_view, columns> keys{
        "packetpanel.column.name", "packetpanel.column.value", "packetpanel.column.meaning"};
    return m_appearance.words(keys[static_cast<std::size_t>(section)]);
}

} // namespace twodoors
