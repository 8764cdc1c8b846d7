// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine_run.h"

#include "base/text.h"
#include "programs/program_text.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <set>
#include <sstream>

namespace twodoors::tests
{

inline std::string contentOf(const std::string &file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// The programs as text on disk, compiled where they are C.
class GeneratedPrograms
{
public:
    /// What starts the built-in program of this title; `server` is the address in its text.
    [[nodiscard]] std::vector<std::string> command(const std::string &title, Language language,
                                                   const Endpoint &server)
    {
        const std::string file = m_folder.file(title + std::to_string(++m_count));
        const std::string text =
            joined(programText(orThrow(builtInProgram(title)), language, server));
        if (language == Language::Python) {
            std::ofstream(file + ".py") << text;
            return {"python3", file + ".py"};
        }
        std::ofstream(file + ".c") << text;
        ChildProcess compiler(
            {"cc", "-Wall", "-Wextra", "-Werror", "-O2", "-o", file, file + ".c"});
        EXPECT_TRUE(compiler.waitForEnd());
        EXPECT_EQ(compiler.status(), 0) << compiler.errors();
        EXPECT_EQ(compiler.errors(), "");
        return {file};
    }

    [[nodiscard]] const TemporaryFolder &folder() const noexcept { return m_folder; }

private:
    TemporaryFolder m_folder;
    int m_count = 0;
};

/// What a Python program prints for bytes: UTF-8 as it is, every other byte as \xNN.
inline std::string pythonPrinted(std::string_view bytes)
{
    const auto isAscii = [](char byte) { return static_cast<unsigned char>(byte) < 0x80; };
    std::string text;
    while (!bytes.empty()) {
        const auto ascii =
            static_cast<std::size_t>(std::ranges::find_if_not(bytes, isAscii) - bytes.begin());
        text += bytes.substr(0, ascii);
        bytes.remove_prefix(ascii);
        const std::size_t length = utf8SequenceLength(bytes);
        text += bytes.substr(0, length);
        bytes.remove_prefix(length);
        if (ascii == 0 && length == 0) {
            text += "\\x";
            appendHex(text, bytes.substr(0, 1));
            bytes.remove_prefix(1);
        }
    }
    return text;
}

/// The inodes of the sockets a process has open (proc(5)).
inline std::set<std::string> socketInodes(pid_t pid)
{
    std::set<std::string> inodes;
    std::error_code error;
    const std::filesystem::path folder = "/proc/" + std::to_string(pid) + "/fd";
    for (const auto &entry : std::filesystem::directory_iterator(folder, error)) {
        const std::string link = std::filesystem::read_symlink(entry.path(), error).string();
        if (link.starts_with("socket:[") && link.ends_with(']'))
            inodes.insert(link.substr(8, link.size() - 9));
    }
    return inodes;
}

/// The port on which a process listens (TCP) or that its mailbox is bound to (UDP), as /proc/net
/// says it; nothing while there is none.
inline std::optional<std::uint16_t> servingPort(pid_t pid, Protocol protocol, Family family)
{
    const std::set<std::string> inodes = socketInodes(pid);
    if (inodes.empty())
        return std::nullopt;
    const bool isTcp = protocol == Protocol::Tcp;
    std::istringstream lines(contentOf(std::string("/proc/net/") + (isTcp ? "tcp" : "udp")
                                       + (family == Family::IPv6 ? "6" : "")));
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        const std::vector<std::string> word{std::istream_iterator<std::string>(words), {}};
        // sl, local address, remote address, state, queues, timer, retransmits, uid, …, inode
        if (word.size() < 10 || word[3] != (isTcp ? "0A" : "07") || !inodes.contains(word[9]))
            continue;
        const std::string digits = word[1].substr(word[1].rfind(':') + 1);
        std::uint16_t port = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), port, 16);
        if (port != 0)
            return port;
    }
    return std::nullopt;
}

} // namespace twodoors::tests
