// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/export/exports.h"

#include "app/export/file_sink.h"
#include "app/export/packet_export.h"

#include <algorithm>

namespace twodoors
{

namespace
{

/// Events written between two looks at the progress.
constexpr std::size_t batch = 2048;

/// Makes the file, lets fill(file) write it, and gives it its name.
template <class Fill>
std::optional<Failure> exportTo(const std::filesystem::path &path, const ExportOptions &options,
                                Fill &&fill)
{
    auto file = NewFile::at(path, options.ifThere);
    if (!file)
        return file.failure();
    if (const auto failure = fill(*file))
        return isCancelled(*failure) ? *failure : file->named(*failure);
    return file->commit();
}

/// Calls catchUp(end) for a batch after the other: nothing, or why it ended before the last one.
template <class CatchUp>
std::optional<Failure> inBatches(std::size_t end, const Progress &progress, CatchUp &&catchUp)
{
    for (std::size_t done = 0; done < end;) {
        done = std::min(done + batch, end);
        if (auto failure = catchUp(done))
            return failure;
        if (!progress.goesOn(done, end))
            return cancelled();
    }
    return std::nullopt;
}

} // namespace

std::optional<Failure> exportLog(const std::filesystem::path &path, LogFormat format,
                                 const Recording &recording, const Catalogue &catalogue,
                                 std::size_t end, const ExportOptions &options)
{
    return exportTo(path, options, [&](const NewFile &file) {
        FileSink sink(file.descriptor(), path.string());
        const auto printer =
            makeLogPrinter(format, {sink, catalogue, recording.header,
                                    recording.lesson ? &*recording.lesson : nullptr});
        printer->begin();
        auto failure = inBatches(end, options.progress, [&](std::size_t done) {
            printer->catchUp(recording.journal, done);
            return sink.failure();
        });
        if (failure)
            return failure;
        printer->finish();
        sink.flush();
        return sink.failure();
    });
}

std::optional<Failure> exportSession(const std::filesystem::path &path, const Recording &recording,
                                     std::size_t end, const ExportOptions &options)
{
    return exportTo(path, options, [&](const NewFile &file) -> std::optional<Failure> {
        auto writer = SessionWriter::open(file.path(), recording.header);
        if (!writer)
            return writer.failure();
        return inBatches(end, options.progress, [&](std::size_t done) {
            return writer->catchUp(recording.journal, done);
        });
    });
}

std::optional<Failure> exportPackets(const std::filesystem::path &path, const Recording &recording,
                                     const Catalogue &catalogue, std::size_t end,
                                     const ExportOptions &options)
{
    return exportTo(path, options, [&](const NewFile &file) -> std::optional<Failure> {
        auto writer = PcapngWriter::open(file.path());
        if (!writer)
            return writer.failure();
        auto failure = writePackets(*writer, recording.journal, recording.header, catalogue,
                                    {end, options.progress});
        if (failure && failure->topic == "pcapng-no-packets")
            failure->topic = "export-no-packets";
        return failure;
    });
}

} // namespace twodoors
