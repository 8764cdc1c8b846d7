// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/export/sink.h"
#include "base/descriptor.h"
#include "base/failure.h"
#include "signals.h"

#include <optional>
#include <string>
#include <string_view>

namespace twodoors
{

/// Where a command's result goes: standard output or a file. After a failed write nothing more is
/// written, and the failure is kept. A reader that does not read is waited for, but after Ctrl-C
/// only for a moment.
class Output final : public Sink
{
public:
    /// The signals must outlive the output.
    [[nodiscard]] static Output standard(StopSignals &signals);
    [[nodiscard]] static Result<Output> file(const std::string &path, StopSignals &signals);

    void write(std::string_view text) override;

    [[nodiscard]] bool isTerminal() const noexcept override { return m_isTerminal; }

    [[nodiscard]] std::size_t width() const noexcept override;

    [[nodiscard]] const std::optional<Failure> &failure() const noexcept override
    {
        return m_failure;
    }

    /// The reader of a pipe has gone away, or Ctrl-C has come while it did not read: not worth a
    /// message.
    [[nodiscard]] bool isAbandoned() const noexcept;

private:
    Output(Descriptor file, std::string name, StopSignals &signals);

    /// 0 once some more can be written, or the errno.
    [[nodiscard]] int waitForRoom();
    [[nodiscard]] int writePatiently(std::string_view text);

    Descriptor m_file;
    std::string m_name;
    StopSignals *m_signals;
    bool m_mayWait = false; ///< a pipe, a terminal or a socket: somebody has to read
    bool m_isTerminal = false;
    std::optional<Failure> m_failure;
};

} // namespace twodoors
