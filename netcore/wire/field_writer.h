// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wire/packet_fields.h"

namespace twodoors
{

/// Collects the fields of a packet, front to back. A field whose bytes are not all there becomes a
/// "twodoors.cut" and ends the decoding: nothing is added after it.
class FieldWriter
{
public:
    /// The packet must outlive the writer.
    explicit FieldWriter(std::string_view packet) noexcept : m_packet(packet), m_bytes(packet) {}

    /// The bytes that may be decoded: the packet up to the end of what is being looked at.
    [[nodiscard]] std::string_view bytes() const noexcept { return m_bytes; }
    [[nodiscard]] std::size_t end() const noexcept { return m_bytes.size(); }

    /// How many bytes there are from an offset on.
    [[nodiscard]] std::size_t left(std::size_t at) const noexcept
    {
        return at < end() ? end() - at : 0;
    }

    /// Nothing behind `end` belongs to what is being looked at. Never goes further than before.
    void endAt(std::size_t end) noexcept { m_bytes = m_bytes.substr(0, end); }

    [[nodiscard]] bool isStopped() const noexcept { return m_isStopped; }

    /// A field of known size, shown as its form says.
    void add(FieldId id, std::size_t at, std::string meaning = {});

    /// A field of `size` bytes, more than 0, or as many of them as there are.
    void add(FieldId id, std::size_t at, std::size_t size);

    /// A field whose value was worked out.
    void addText(FieldId id, std::size_t at, std::string value, std::string meaning = {});

    /// A layer: as many of `size` bytes as there are.
    void addLayer(FieldId id, std::size_t at, std::size_t size);

    /// Says that the bytes cannot be right; `why` is a key of the words for twodoors.malformed.
    /// Decoding may go on.
    void addMalformed(std::size_t at, std::size_t size, std::string why);

    /// The last field added whose id it is; its size or meaning may be known only later.
    [[nodiscard]] PacketField *last(FieldId id) noexcept;

    /// Something must reach up to `end`; cut, where the packet does not.
    void expectUpTo(std::size_t end)
    {
        if (!m_isStopped && end > this->end())
            cut(this->end());
    }

    /// Says that the packet ends where there should be more from `at` on, and stops.
    void cut(std::size_t at);
    void stop() noexcept { m_isStopped = true; }

    void goDeeper() noexcept { ++m_depth; }
    void comeBack() noexcept { --m_depth; }

    /// A quoted packet begins; returns the end of what quotes it, for leaveQuote().
    [[nodiscard]] std::size_t enterQuote() noexcept
    {
        ++m_quotes;
        return end();
    }
    void leaveQuote(std::size_t end) noexcept
    {
        --m_quotes;
        m_bytes = m_packet.substr(0, end);
    }
    [[nodiscard]] unsigned quotes() const noexcept { return m_quotes; }

    [[nodiscard]] std::vector<PacketField> take() &&noexcept { return std::move(m_fields); }

private:
    [[nodiscard]] bool has(std::size_t at, std::size_t size);
    void append(FieldId id, std::size_t at, std::size_t size, std::string value,
                std::string meaning = {});
    [[nodiscard]] std::string shown(FieldId id, std::size_t at, std::size_t size) const;

    std::string_view m_packet;
    std::string_view m_bytes;
    std::vector<PacketField> m_fields;
    unsigned m_depth = 0;
    unsigned m_quotes = 0;
    bool m_isStopped = false;
};

/// What is added during its life stands one level below what was added before.
class Deeper
{
public:
    explicit Deeper(FieldWriter &writer) noexcept : m_writer(writer) { m_writer.goDeeper(); }
    Deeper(const Deeper &) = delete;
    Deeper &operator=(const Deeper &) = delete;
    ~Deeper() { m_writer.comeBack(); }

private:
    FieldWriter &m_writer;
};

} // namespace twodoors
