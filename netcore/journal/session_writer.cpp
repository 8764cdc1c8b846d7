// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"
#include "base/utc_time.h"
#include "journal/json_line.h"
#include "journal/session_file.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <thread>
#include <unistd.h>

namespace twodoors
{

namespace
{

/// Lines are written in batches of about this many bytes.
constexpr std::size_t batchSize = std::size_t{16} << 10;

std::string utcNow()
{
    constexpr int milliseconds = 3;
    return utcText(std::chrono::system_clock::now().time_since_epoch(), milliseconds);
}

} // namespace

SessionHeader headerOfNow(std::string lesson, std::string wire, const Endpoint &server,
                          std::string source)
{
    utsname system{};
    uname(&system);
    return {std::move(lesson), std::move(wire), static_cast<const char *>(system.release),
            utcNow(),          server,          std::move(source)};
}

std::string headerLine(const SessionHeader &header)
{
    std::string line = fmt::format("{{\"twodoors\":{}", SessionHeader::version);
    const auto add = [&line](std::string_view key, std::string_view text) {
        line += fmt::format(",\"{}\":\"", key);
        appendJsonEscaped(line, text);
        line += '"';
    };
    add("lesson", header.lesson);
    add("wire", header.wire);
    add("kernel", header.kernel);
    add("start", header.start);
    if (header.server.isSet())
        add("server", header.server.text());
    add("source", header.source);
    line += "}\n";
    return line;
}

SessionWriter::SessionWriter(Descriptor file, std::string path, bool seekable) noexcept
    : m_file(std::move(file)), m_path(std::move(path)), m_seekable(seekable)
{}

Result<SessionWriter> SessionWriter::open(const std::filesystem::path &path,
                                          const SessionHeader &header)
{
    Descriptor file = outOfTheWay(
        Descriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)));
    if (!file.isOpen())
        return Failure{"file-not-writable", {{"file", path.string()}}, errno};
    return into(std::move(file), path, header);
}

Result<SessionWriter> SessionWriter::into(Descriptor file, const std::filesystem::path &path,
                                          const SessionHeader &header)
{
    struct stat status {};
    const bool regular = fstat(file.get(), &status) == 0 && S_ISREG(status.st_mode);
    SessionWriter writer(std::move(file), path.string(), regular);
    if (auto failure = writer.write(headerLine(header)))
        return std::move(*failure);
    return writer;
}

std::optional<Failure> SessionWriter::catchUp(const Journal &journal)
{
    return catchUp(journal, journal.size());
}

std::optional<Failure> SessionWriter::catchUp(const Journal &journal, std::size_t end)
{
    while (m_written < end) {
        m_lines.clear();
        std::size_t next = m_written;
        while (next < end && m_lines.size() < batchSize)
            appendJsonLine(m_lines, journal.at(static_cast<Seq>(++next)));
        if (auto failure = write(m_lines))
            return failure;
        m_written = next;
        if (m_written < end)
            std::this_thread::yield();
    }
    return std::nullopt;
}

std::optional<Failure> SessionWriter::write(std::string_view lines)
{
    const int error = writeAll(m_file.get(), lines);
    if (error == 0) {
        m_size += lines.size();
        return std::nullopt;
    }
    if (m_seekable) {
        // keep the whole lines that did fit
        const off_t reached = lseek(m_file.get(), 0, SEEK_CUR);
        const std::size_t fitting = reached < 0 ? 0 : static_cast<std::size_t>(reached) - m_size;
        const std::size_t newline = lines.substr(0, fitting).rfind('\n');
        if (newline != std::string_view::npos) {
            m_size += newline + 1;
            m_written += static_cast<std::size_t>(std::count(
                lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(newline) + 1, '\n'));
        }
        if (ftruncate(m_file.get(), static_cast<off_t>(m_size)) != 0
            || lseek(m_file.get(), static_cast<off_t>(m_size), SEEK_SET) < 0)
            return Failure{"file-not-written", {{"file", m_path}}, errno};
    }
    return Failure{"file-not-written", {{"file", m_path}}, error};
}

} // namespace twodoors
