// SPDX-License-Identifier: GPL-3.0-or-later
// Session files made up for tests.
#pragma once

#include "journal/events.h"
#include "journal/json_line.h"
#include "journal/session_file.h"

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <gtest/gtest.h>
#include <iterator>
#include <sys/wait.h>
#include <unistd.h>

namespace twodoors::tests
{

/// A folder of its own that goes with the object.
class TemporaryFolder
{
public:
    TemporaryFolder()
    {
        std::string name = (std::filesystem::temp_directory_path() / "twodoors-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            throw std::runtime_error("mkdtemp");
        m_path = name;
    }
    TemporaryFolder(const TemporaryFolder &) = delete;
    TemporaryFolder &operator=(const TemporaryFolder &) = delete;
    ~TemporaryFolder()
    {
        std::error_code error;
        std::filesystem::remove_all(m_path, error);
    }

    [[nodiscard]] std::filesystem::path file(const char *name) const { return m_path / name; }

private:
    std::filesystem::path m_path;
};

inline std::string textOf(const std::filesystem::path &path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline void writeText(const std::filesystem::path &path, std::string_view text)
{
    std::ofstream(path, std::ios::binary)
        .write(text.data(), static_cast<std::streamsize>(text.size()));
}

inline SessionHeader someHeader()
{
    return {.lesson = "tcp-echo",
            .wire = "loopback",
            .kernel = "6.1",
            .start = "2026-11-22T10:23:41.123Z",
            .server = endpointOf("127.0.0.1:12000"),
            .source = "id: tcp-echo\n"};
}

inline std::string valueOf(const Failure &failure, std::string_view key)
{
    for (const auto &[name, value] : failure.values) {
        if (name == key)
            return value;
    }
    return "(none)";
}

/// Each kind with every field, with none, and again: `rounds` times 20 events, every time later.
inline void fill(Journal &journal, unsigned rounds)
{
    for (unsigned round = 0; round < rounds; ++round) {
        for (const Kind kind : allKinds()) {
            Event event = filledEvent(kind, round);
            event.t = Nanoseconds(static_cast<std::int64_t>(journal.size()) * 1000);
            event.cause = static_cast<Seq>(journal.size());
            journal.restore(event);
            Event bare;
            bare.kind = kind;
            bare.t = event.t;
            journal.restore(bare);
        }
    }
}

inline std::string sessionText(const Journal &journal)
{
    std::string text = headerLine(someHeader());
    for (std::size_t seq = 1; seq <= journal.size(); ++seq)
        appendJsonLine(text, journal.at(static_cast<Seq>(seq)));
    return text;
}

inline void expectSame(const Journal &a, const Journal &b)
{
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t seq = 1; seq <= a.size(); ++seq)
        ASSERT_TRUE(isSame(a.at(static_cast<Seq>(seq)), b.at(static_cast<Seq>(seq)))) << seq;
}

/// Runs `work` in a process of its own, where it may change limits, and gives what it returns.
inline int inChild(const std::function<int()> &work)
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(work());
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace twodoors::tests
