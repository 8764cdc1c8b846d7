// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

namespace twodoors
{

namespace
{

/// Events printed between two looks at Ctrl-C.
constexpr std::size_t batch = 4096;

} // namespace

int openCommand(const CommandContext &context, const std::string &file, const LogOptions &options)
{
    const SteadyClock clock;
    Journal journal(clock);
    const auto session = readSession(file, journal);
    if (!session) {
        Failure failure = session.failure();
        failure.values.emplace_back("file", file);
        context.complain(failure);
        return ExitStatus::fault;
    }
    std::optional<Lesson> lesson;
    int status = ExitStatus::good;
    if (!session->header.source.empty()) {
        auto read = readLesson(session->header.source);
        if (read) {
            lesson = std::move(*read);
        } else {
            Failure failure = read.failure();
            failure.values.emplace_back("file", file);
            context.complain(failure);
            status = ExitStatus::fault;
        }
    }
    auto output = options.output ? Output::file(*options.output, context.signals)
                                 : Output::standard(context.signals);
    if (!output) {
        context.complain(output.failure());
        return ExitStatus::fault;
    }
    const auto printer = makeLogPrinter(
        options.format, {*output, context.catalogue, session->header, lesson ? &*lesson : nullptr});
    printer->begin();
    for (std::size_t end = 0; end < journal.size() && !context.signals.hasCome();) {
        end = std::min(end + batch, journal.size());
        printer->catchUp(journal, end);
    }
    printer->finish();

    if (output->failure()) {
        if (!output->isAbandoned())
            context.complain(*output->failure());
        return ExitStatus::fault;
    }
    if (session->cut) {
        context.complain(context.catalogue.text(
            "message.session-cut",
            std::vector<std::pair<std::string, std::string>>{
                {"file", file}, {"events", std::to_string(journal.size())}}));
        status = ExitStatus::fault;
    }
    if (session->damage) {
        Failure damage = *session->damage;
        damage.values.emplace_back("file", file);
        damage.values.emplace_back("events", std::to_string(journal.size()));
        context.complain(damage);
        status = ExitStatus::fault;
    }
    return status;
}

} // namespace twodoors
