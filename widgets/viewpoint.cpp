// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/viewpoint.h"

#include <algorithm>

namespace twodoors
{

Viewpoint::Viewpoint(Appearance &appearance, QObject *parent)
    : QObject(parent), m_appearance(appearance), m_recording(std::make_shared<Recording>()),
      m_history(std::make_unique<History>(m_recording->journal))
{
    makeNotes();
    connect(&m_appearance, &Appearance::changed, this, &Viewpoint::makeNotes);
}

Viewpoint::~Viewpoint() = default;

void Viewpoint::makeNotes()
{
    m_notes = std::make_unique<Notes>(
        m_appearance.catalogue(),
        [recording = m_recording](Who who) -> const Program * {
            return recording->lesson ? recording->lesson->programOf(who) : nullptr;
        },
        m_recording->header.server.family);
}

void Viewpoint::look(std::shared_ptr<const Recording> recording)
{
    m_recording = std::move(recording);
    m_history = std::make_unique<History>(m_recording->journal);
    m_cursor.reset();
    m_past = World();
    m_selected.reset();
    m_frontGuest = {Role::Client, 0};
    m_isLive = false;
    makeNotes();
    emit recordingChanged();
}

bool Viewpoint::catchUp(std::size_t most)
{
    const Seq before = latest();
    m_history->catchUp(most);
    if (latest() == before)
        return false;
    emit grown();
    if (!m_cursor)
        emit cursorMoved();
    return number(latest()) < journal().size();
}

void Viewpoint::setLive(bool live)
{
    if (live == m_isLive)
        return;
    m_isLive = live;
    emit liveChanged();
}

Nanoseconds Viewpoint::now() const noexcept
{
    const Nanoseconds ofWorld = world().now();
    return m_isLive && !m_cursor ? std::max(ofWorld, m_recording->clock.now()) : ofWorld;
}

World Viewpoint::worldAt(Seq seq) const
{
    return m_history->at(std::min(seq, latest()));
}

void Viewpoint::setCursor(Seq seq)
{
    seq = std::min(seq, latest());
    if (m_cursor == seq)
        return;
    m_past = m_history->at(seq);
    m_cursor = seq;
    m_selected.reset();
    emit cursorMoved();
    emit selectionChanged();
}

void Viewpoint::moveCursor(std::int64_t events)
{
    const std::int64_t wanted = std::int64_t{number(cursor())} + events;
    if (wanted > std::int64_t{number(latest())} || (events > 0 && !m_cursor))
        returnToNow();
    else
        setCursor(static_cast<Seq>(std::max<std::int64_t>(wanted, 0)));
}

void Viewpoint::returnToNow()
{
    if (!m_cursor)
        return;
    m_cursor.reset();
    m_past = World();
    m_selected.reset();
    emit cursorMoved();
    emit selectionChanged();
}

void Viewpoint::select(Seq seq)
{
    if (m_selected == seq)
        return;
    m_selected = seq;
    emit selectionChanged();
}

void Viewpoint::clearSelection()
{
    if (!m_selected)
        return;
    m_selected.reset();
    emit selectionChanged();
}

void Viewpoint::setFrontGuest(Who guest)
{
    if (guest == m_frontGuest)
        return;
    m_frontGuest = guest;
    emit frontGuestChanged();
}

QString Viewpoint::sentence(Seq seq) const
{
    if (seq == Seq::None)
        return {};
    return QString::fromStdString(m_notes->sentence(event(seq), worldAt(seq)));
}

QString Viewpoint::headline(Seq seq) const
{
    if (seq == Seq::None)
        return {};
    return QString::fromStdString(m_notes->headline(event(seq), worldAt(seq)));
}

QString Viewpoint::whoText(Who who) const
{
    return QString::fromStdString(m_notes->whoText(who));
}

} // namespace twodoors
