// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

#include "app/export/packet_export.h"
#include "recording/open_recording.h"

#include <algorithm>

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
        : m_context(context), m_options(options)
    {}

    int perform()
    {
        if (read() && show())
            sayAll();
        return m_status;
    }

private:
    /// Whether there is something to show.
    bool read()
    {
        std::stop_source stop;
        const auto look = [&](std::size_t, std::size_t) {
            if (m_context.stops.hasCome())
                stop.request_stop();
        };
        auto opened = openRecording(m_options.file, m_recording, {{stop.get_token(), look}, {}});
        if (opened) {
            m_opened = *std::move(opened);
            return true;
        }
        m_status = ExitStatus::fault;
        if (!isCancelled(opened.failure())) // whoever pressed Ctrl-C knows
            m_context.complain(opened.failure());
        return false;
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
        const Journal &journal = m_recording.journal;
        const auto printer = makeLogPrinter(m_options.log.format,
                                            {*output, m_context.catalogue, m_recording.header,
                                             m_recording.lesson ? &*m_recording.lesson : nullptr});
        printer->begin();
        for (std::size_t end = 0; end < journal.size() && !m_context.stops.hasCome();) {
            end = std::min(end + batch, journal.size());
            printer->catchUp(journal, end);
        }
        printer->finish();
        if (output->failure()) {
            m_status = ExitStatus::fault;
            if (!output->isAbandoned())
                m_context.complain(*output->failure());
            return false;
        }
        if (packets) {
            if (const auto failure =
                    writePackets(*packets, journal, m_recording.header, m_context.catalogue))
                failed(*failure);
        }
        return true;
    }

    /// What is to be known of the file, when all that could be read of it has been shown.
    void sayAll()
    {
        for (const Failure &word : m_opened.words)
            m_context.complain(word);
        if (!m_opened.isWhole)
            m_status = ExitStatus::fault;
    }

    bool failed(const Failure &failure)
    {
        m_status = ExitStatus::fault;
        m_context.complain(failure);
        return false;
    }

    const CommandContext &m_context;
    const OpenCommandOptions &m_options;
    Recording m_recording;
    OpenedRecording m_opened;
    int m_status = ExitStatus::good;
};

} // namespace

int openCommand(const CommandContext &context, const OpenCommandOptions &options)
{
    return Opening(context, options).perform();
}

} // namespace twodoors
