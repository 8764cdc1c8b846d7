// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a fuzz target over kept inputs, without libFuzzer: replay <file or folder>…

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <ios>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

// libFuzzer's entry point: https://llvm.org/docs/LibFuzzer.html#fuzz-target
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

namespace
{

namespace fs = std::filesystem;

/// The files named, and all files in and below the folders named, in order of name.
std::vector<fs::path> inputs(std::span<char *const> names)
{
    std::vector<fs::path> files;
    for (const fs::path name : names) {
        if (!fs::is_directory(name)) {
            files.push_back(name);
            continue;
        }
        for (const auto &entry : fs::recursive_directory_iterator(name)) {
            if (entry.is_regular_file())
                files.push_back(entry.path());
        }
    }
    std::ranges::sort(files);
    return files;
}

/// All bytes of the file, in a block of exactly their size, so that a sanitizer sees the end.
std::vector<std::uint8_t> read(const fs::path &path)
{
    std::vector<std::uint8_t> bytes(fs::file_size(path));
    std::ifstream file(path, std::ios::binary);
    file.read(reinterpret_cast<char *>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!file)
        throw std::runtime_error("cannot read " + path.string());
    return bytes;
}

} // namespace

int main(int argc, char *argv[])
{
    try {
        const auto files = inputs(std::span(argv, static_cast<std::size_t>(argc)).subspan(1));
        for (const fs::path &file : files) {
            std::printf("%s\n", file.c_str()); // first, so that a crash names its input
            std::fflush(stdout);
            const std::vector<std::uint8_t> bytes = read(file);
            LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
        }
        std::printf("%zu inputs replayed\n", files.size());
        return files.empty() ? 1 : 0;
    } catch (const std::exception &error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
