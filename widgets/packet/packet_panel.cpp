// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/packet/packet_panel.h"

#include "widgets/packet/field_bits.h"
#include "widgets/packet/fields_tree.h"
#include "widgets/packet/hex_view.h"
#include "widgets/packet/packet_fields_model.h"
#include "widgets/packet/packet_header.h"
#include "wire/bytes.h"

#include <QEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedLayout>
#include <QVBoxLayout>
#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace twodoors
{

namespace
{

/// Hostile bytes may have a hundred thousand fields with others in them; so many are opened.
constexpr int mostOpened = 64;

using Filling = Catalogue::Values::value_type;

bool isOpenAtFirst(FieldId id) noexcept
{
    return id == FieldId::Tcp || id == FieldId::Udp || id == FieldId::Icmp || id == FieldId::Icmpv6;
}

QPalette paletteOf(const Theme &theme)
{
    QPalette palette;
    for (const auto &[role, ink] : {std::pair{QPalette::Window, Ink::Panel},
                                    {QPalette::Base, Ink::Panel},
                                    {QPalette::Button, Ink::Button},
                                    {QPalette::WindowText, Ink::Text},
                                    {QPalette::ButtonText, Ink::Text},
                                    {QPalette::Text, Ink::Text},
                                    {QPalette::Highlight, Ink::SelectedRow},
                                    {QPalette::HighlightedText, Ink::Text},
                                    {QPalette::Mid, Ink::Line},
                                    {QPalette::Dark, Ink::Line}})
        palette.setColor(role, theme.colour(ink));
    return palette;
}

} // namespace

PacketPanel::PacketPanel(Viewpoint &view, QWidget *parent)
    : QWidget(parent), m_view(view), m_appearance(view.appearance()),
      m_model(new PacketFieldsModel(m_appearance, this)),
      m_header(new PacketHeader(m_appearance, this)), m_tree(new FieldsTree(m_appearance, this)),
      m_hex(new HexView(m_appearance, this)), m_place(new QLabel(this)),
      m_nothing(new QLabel(this)), m_packetPage(new QWidget(this)),
      m_splitter(new QSplitter(Qt::Horizontal, this)), m_pages(new QStackedLayout(this))
{
    build();
    connect(&m_view, &Viewpoint::recordingChanged, this, &PacketPanel::forget);
    connect(&m_view, &Viewpoint::cursorMoved, this, &PacketPanel::refresh);
    connect(&m_view, &Viewpoint::selectionChanged, this, &PacketPanel::refresh);
    connect(&m_appearance, &Appearance::changed, this, &PacketPanel::restyle);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &PacketPanel::fieldChosen);
    connect(m_tree, &FieldsTree::expanded, this,
            [this](const QModelIndex &index) { keepOpen(index, true); });
    connect(m_tree, &FieldsTree::collapsed, this,
            [this](const QModelIndex &index) { keepOpen(index, false); });
    connect(m_hex, &HexView::bytesSelected, this, &PacketPanel::bytesChosen);
    connect(m_hex, &HexView::bytePickedAgain, this, &PacketPanel::nextFieldOf);
    connect(m_splitter, &QSplitter::splitterMoved, this, [this] { m_isSplitByHand = true; });
    restyle();
    refresh();
}

PacketPanel::~PacketPanel() = default;

void PacketPanel::build()
{
    m_tree->setModel(m_model);
    m_tree->installEventFilter(this);
    m_hex->installEventFilter(this);
    m_place->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_place->setIndent(0);
    m_nothing->setObjectName("nothing");
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setWordWrap(true);

    auto *bytes = new QWidget(m_splitter);
    auto *bytesLayout = new QVBoxLayout(bytes);
    bytesLayout->setContentsMargins(0, 0, 0, 0);
    bytesLayout->setSpacing(0);
    bytesLayout->addWidget(m_place);
    bytesLayout->addWidget(m_hex, 1);
    m_splitter->addWidget(m_tree);
    m_splitter->addWidget(bytes);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);

    auto *layout = new QVBoxLayout(m_packetPage);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_splitter, 1);
    m_pages->addWidget(m_packetPage);
    m_pages->addWidget(m_nothing);
}

void PacketPanel::restyle()
{
    const Theme &theme = m_appearance.theme();
    const QPalette palette = paletteOf(theme);
    const auto css = [&theme](Ink ink) { return theme.colour(ink).name(); };
    setPalette(palette);
    setAutoFillBackground(true);
    m_tree->setPalette(palette);
    m_place->setFont(theme.code(Theme::smallSize));
    m_place->setStyleSheet("QLabel{" + captionStyle(theme)
                           + "padding-left:" + QString::number(theme.px(10)) + "px}");
    m_place->setFixedHeight(m_tree->header()->sizeHint().height());
    m_splitter->handle(1)->setStyleSheet("background:" + css(Ink::Line) + ";");
    m_nothing->setFont(theme.words());
    m_nothing->setStyleSheet("QLabel{color:" + css(Ink::Dim) + ";}");
    say();
    shareOutWidth();
}

void PacketPanel::say()
{
    setWhatsThis(m_appearance.words("packetpanel.whats-this"));
    setAccessibleName(m_appearance.words("packetpanel.title"));
    m_tree->setAccessibleName(m_appearance.words("packetpanel.fields"));
    m_hex->setAccessibleName(m_appearance.words("packetpanel.bytes"));
    m_nothing->setText(m_appearance.words("packetpanel.none"));
    const bool isInferred = m_shown && m_shown->packet.evidence != Evidence::Packet;
    m_hex->setEmptyWords(m_appearance.words(isInferred ? "packetpanel.no-bytes.inferred"
                                                       : "packetpanel.no-bytes.unknown"));
    sayPlace();
}

void PacketPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_isStale)
        refresh();
}

void PacketPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    shareOutWidth();
}

void PacketPanel::shareOutWidth()
{
    if (m_isSplitByHand)
        return;
    const auto roomForWords = static_cast<int>(m_appearance.theme().px(900));
    const int wide = m_hex->widthFor(16);
    const int bytes = width() - wide >= roomForWords ? wide : m_hex->widthFor(8);
    m_splitter->setSizes({std::max(width() - bytes - m_splitter->handleWidth(), 1), bytes});
}

/// Nothing that was shown is of the recording that is looked at now.
void PacketPanel::forget()
{
    m_shown.reset();
    m_key.reset();
    refresh();
}

void PacketPanel::refresh()
{
    m_isStale = !isVisible();
    if (m_isStale)
        return;
    m_shown = shownPacket(m_view);
    m_pages->setCurrentWidget(m_shown ? m_packetPage : static_cast<QWidget *>(m_nothing));
    m_header->show(m_shown ? std::optional(m_shown->packet) : std::nullopt);
    const Key key = m_shown ? Key{m_shown->packet.firstEvent, m_shown->packet.bytesEvent} : Key{};
    if (key == m_key)
        return;
    m_key = key;
    refill();
}

void PacketPanel::refill()
{
    const QScopedValueRollback filling(m_isFilling, true);
    const int scrolled = m_tree->verticalScrollBar()->value();
    const std::string_view bytes = m_shown ? m_shown->bytes : std::string_view{};
    if (!bytes.empty())
        m_model->show(bytes, m_shown->sent);
    else
        m_model->show(m_shown ? fieldsWithoutBytes(m_shown->packet) : std::vector<PacketField>{});
    m_hex->setBytes(bytes, [this](std::size_t place) { return m_model->changedBits(place); });
    openFields();
    const QModelIndex again = m_field ? m_model->indexOf(*m_field) : QModelIndex();
    m_tree->verticalScrollBar()->setValue(again.isValid() ? scrolled : 0);
    if (again.isValid())
        m_tree->setCurrentIndex(again);
    say();
}

void PacketPanel::openFields()
{
    const auto open = [this](const auto &self, const QModelIndex &parent, int &left) -> void {
        const int rows = m_model->rowCount(parent);
        for (int row = 0; row < rows && left > 0; ++row) {
            const QModelIndex index = m_model->index(row, PacketFieldsModel::Name, parent);
            if (m_model->rowCount(index) == 0)
                continue;
            const FieldId id = m_model->field(index).id;
            const auto chosen = m_openings.find(id);
            const bool isOpen = chosen != m_openings.end()
                                    ? chosen->second
                                    : isOpenAtFirst(id) || m_model->bytes().empty();
            m_tree->setExpanded(index, isOpen);
            self(self, index, --left);
        }
    };
    int left = mostOpened;
    open(open, {}, left);
}

void PacketPanel::keepOpen(const QModelIndex &index, bool isOpen)
{
    if (!m_isFilling && !m_choosesBytes)
        m_openings[m_model->field(index).id] = isOpen;
}

void PacketPanel::fieldChosen(const QModelIndex &index)
{
    if (!index.isValid()) {
        m_hex->mark(std::nullopt);
    } else {
        const PacketField &field = m_model->field(index);
        m_hex->mark(field);
        if (!m_choosesBytes && field.size > 0)
            m_hex->showByte(field.begin);
        if (!m_isFilling)
            m_field = field.id;
    }
    sayPlace();
}

void PacketPanel::bytesChosen(std::size_t begin, std::size_t size)
{
    const QScopedValueRollback choosing(m_choosesBytes, true);
    m_tree->setCurrentIndex(m_model->innermost(begin, size));
    sayPlace();
}

void PacketPanel::nextFieldOf(std::size_t place)
{
    const QScopedValueRollback choosing(m_choosesBytes, true);
    m_tree->setCurrentIndex(m_model->innermost(place, 1, m_tree->currentIndex()));
    sayPlace();
}

QString PacketPanel::placeText() const
{
    const QModelIndex index = m_tree->currentIndex();
    if (!index.isValid() || m_model->bytes().empty())
        return {};
    const PacketField &field = m_model->field(index);
    const QModelIndex name = index.siblingAtColumn(PacketFieldsModel::Name);
    const auto [begin, size] = placeOf(field);
    const std::array values{
        Filling{"field", name.data().toString().toStdString()},
        Filling{"first", std::to_string(begin)},
        Filling{"last", std::to_string(begin + std::max<std::size_t>(size, 1) - 1)},
        Filling{"bits", bitsText(field, m_model->bytes()).toStdString()}};
    return m_appearance.words(fmt::format("packetpanel.place.{}{}",
                                          field.mask != 0 ? "bits-of-" : "",
                                          size == 1 ? "one" : "many"),
                              values);
}

void PacketPanel::sayPlace()
{
    const QString text = placeText();
    m_place->setText(text.isEmpty() ? m_appearance.words("packetpanel.bytes") : text);
    m_place->setToolTip(text);
    if (m_hex->bytes().empty()) {
        m_hex->setAccessibleDescription({});
        return;
    }
    const std::size_t place = m_hex->currentByte();
    const std::uint8_t byte = byteAt(m_hex->bytes(), place);
    const std::array values{Filling{"place", std::to_string(place)},
                            Filling{"value", fmt::format("0x{:02x}", byte)}};
    const QString byteText = m_appearance.words(
        m_model->changedBits(place) != 0 ? "packetpanel.byte.changed" : "packetpanel.byte.same",
        values);
    m_hex->setAccessibleDescription(text.isEmpty() ? byteText : byteText + ". " + text);
}

bool PacketPanel::eventFilter(QObject *watched, QEvent *event)
{
    // The window's shortcuts use the same keys; here they move about in the packet.
    if (event->type() == QEvent::ShortcutOverride) {
        static constexpr std::array keys{Qt::Key_Left, Qt::Key_Right,  Qt::Key_Up,
                                         Qt::Key_Down, Qt::Key_PageUp, Qt::Key_PageDown,
                                         Qt::Key_Home, Qt::Key_End,    Qt::Key_Return};
        const auto &key = static_cast<const QKeyEvent &>(*event);
        const bool isMove = std::ranges::find(keys, key.key()) != keys.end();
        if (isMove && (key.modifiers() & (Qt::ControlModifier | Qt::AltModifier)) == 0)
            event->accept();
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace twodoors
