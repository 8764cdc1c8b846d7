// SPDX-License-Identifier: GPL-3.0-or-later
// What Wireshark's own programs make of a capture file.
#pragma once

#include <array>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace twodoors::tests
{

/// A command's standard output; it must end well.
inline std::string outputOf(const std::string &command)
{
    std::FILE *pipe = ::popen((command + " 2>/dev/null").c_str(), "re");
    if (pipe == nullptr)
        throw std::runtime_error("popen");
    std::string text;
    std::array<char, 4096> block{};
    while (const std::size_t got = std::fread(block.data(), 1, block.size(), pipe))
        text.append(block.data(), got);
    if (::pclose(pipe) != 0)
        throw std::runtime_error(command);
    return text;
}

inline std::vector<std::string> split(const std::string &text, char mark)
{
    std::vector<std::string> parts;
    std::size_t start = 0;
    for (std::size_t end = 0; (end = text.find(mark, start)) != std::string::npos; start = end + 1)
        parts.push_back(text.substr(start, end - start));
    if (start < text.size() || mark != '\n')
        parts.push_back(text.substr(start));
    return parts;
}

/// A row a packet, with what tshark says of each field; several values of one are parted by "|".
inline std::vector<std::vector<std::string>> tshark(const std::filesystem::path &file,
                                                    const std::vector<std::string> &fields)
{
    std::string command = "tshark -n -r '" + file.string()
                          + "' -o tcp.relative_sequence_numbers:false -T fields -E aggregator='|'";
    for (const std::string &field : fields)
        command += " -e " + field;
    std::vector<std::vector<std::string>> rows;
    for (const std::string &line : split(outputOf(command), '\n'))
        rows.push_back(split(line, '\t'));
    return rows;
}

} // namespace twodoors::tests
