// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"
#include "packet_export.h"
#include "wire/capture_reader.h"

#include <fmt/format.h>

namespace twodoors
{

namespace
{

/// Events printed between two looks at Ctrl-C.
constexpr std::size_t batch = 4096;

/// A session file or a capture, read into a journal and shown as an annotated log.
class Opening
{
public:
    Opening(const CommandContext &context, const OpenCommandOptions &options)
        : m_context(context), m_options(options), m_journal(m_clock)
    {}

    int perform()
    {
        const bool isRead = isCaptureFile(m_options.file) ? readPackets() : readEvents();
        if (isRead && show())
            sayAll();
        return m_status;
    }

private:
    bool readEvents()
    {
        auto session = readSession(m_options.file, m_journal);
        if (!session)
            return failed(session.failure());
        m_header = std::move(session->header);
        if (session->cut)
            m_words.push_back({"session-cut", {}});
        if (session->damage)
            m_words.push_back(std::move(*session->damage));
        m_isWhole = m_words.empty();
        if (m_header.source.empty())
            return true;
        auto lesson = readLesson(m_header.source);
        if (lesson)
            m_lesson = std::move(*lesson);
        else
            complain(lesson.failure());
        return true;
    }

    bool readPackets()
    {
        auto capture = readCapture(m_options.file, m_journal);
        if (!capture)
            return failed(capture.failure());
        m_header = std::move(capture->header);
        m_packets = capture->packets;
        if (capture->cut)
            m_words.push_back({"capture-cut", {}});
        if (capture->damage)
            m_words.push_back(std::move(*capture->damage));
        m_isWhole = m_words.empty();
        const auto count = [](std::size_t number) { return std::to_string(number); };
        if (m_isWhole && capture->packets == 0)
            m_words.push_back({"capture-empty", {}});
        if (capture->skipped > 0)
            m_words.push_back(
                {"capture-skipped",
                 {{"skipped", count(capture->skipped)}, {"frames", count(capture->frames)}}});
        if (capture->truncated > 0)
            m_words.push_back({"capture-truncated", {{"truncated", count(capture->truncated)}}});
        return true;
    }

    bool show()
    {
        auto output = m_options.log.output ? Output::file(*m_options.log.output, m_context.stops)
                                           : Output::standard(m_context.stops);
        if (!output)
            return failed(output.failure());
        std::optional<PcapngWriter> packets;
        if (m_options.pcapng) {
            auto writer = PcapngWriter::open(*m_options.pcapng);
            if (!writer)
                return failed(writer.failure());
            packets.emplace(std::move(*writer));
        }
        const auto printer =
            makeLogPrinter(m_options.log.format, {*output, m_context.catalogue, m_header,
                                                  m_lesson ? &*m_lesson : nullptr});
        printer->begin();
        for (std::size_t end = 0; end < m_journal.size() && !m_context.stops.hasCome();) {
            end = std::min(end + batch, m_journal.size());
            printer->catchUp(m_journal, end);
        }
        printer->finish();
        if (output->failure()) {
            m_status = ExitStatus::fault;
            if (!output->isAbandoned())
                complain(*output->failure());
            return false;
        }
        if (packets) {
            if (const auto failure =
                    exportPackets(*packets, m_journal, m_header, m_context.catalogue))
                complain(*failure);
        }
        return true;
    }

    /// What is to be known of the file, when all that could be read of it has been shown.
    void sayAll()
    {
        const int status = m_isWhole ? m_status : ExitStatus::fault;
        for (const Failure &word : m_words)
            complain(word);
        m_status = status;
    }

    bool failed(const Failure &failure)
    {
        complain(failure);
        return false;
    }

    void complain(Failure failure)
    {
        m_status = ExitStatus::fault;
        failure.values.emplace_back("file", m_options.file);
        failure.values.emplace_back("events", std::to_string(m_journal.size()));
        failure.values.emplace_back("packets", std::to_string(m_packets));
        m_context.complain(failure);
    }

    const CommandContext &m_context;
    const OpenCommandOptions &m_options;
    const SteadyClock m_clock;
    Journal m_journal;
    SessionHeader m_header;
    std::optional<Lesson> m_lesson;
    std::size_t m_packets = 0;
    std::vector<Failure> m_words;
    bool m_isWhole = true;
    int m_status = ExitStatus::good;
};

} // namespace

int openCommand(const CommandContext &context, const OpenCommandOptions &options)
{
    return Opening(context, options).perform();
}

} // namespace twodoors
