// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/export/file_sink.h"

#include "base/descriptor.h"

#include <utility>

namespace twodoors
{

FileSink::FileSink(int file, std::string name) : m_file(file), m_name(std::move(name)) {}

void FileSink::write(std::string_view text)
{
    constexpr std::size_t pieceSize = std::size_t{64} << 10;
    m_waiting += text;
    if (m_waiting.size() >= pieceSize)
        flush();
}

void FileSink::flush()
{
    if (const int error = m_failure ? 0 : writeAll(m_file, m_waiting); error != 0)
        m_failure = Failure{"file-not-written", {{"file", m_name}}, error};
    m_waiting.clear();
}

} // namespace twodoors
