// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording/run_folder.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <fcntl.h>
#include <fmt/format.h>
#include <functional>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace twodoors
{

namespace
{

constexpr std::string_view running = ".running.jsonl";
constexpr std::string_view ended = ".jsonl";

bool isRunning(const std::filesystem::path &path)
{
    return path.native().ends_with(running);
}

std::filesystem::path endedName(const std::filesystem::path &path)
{
    const std::string &name = path.native();
    return isRunning(path) ? name.substr(0, name.size() - running.size()) + std::string(ended)
                           : name;
}

Failure failureAt(std::string topic, const std::filesystem::path &path, int error)
{
    return {std::move(topic), {{"file", path.string()}}, error};
}

/// Locks the whole file for its open file description; 0 or the errno, EAGAIN where another one
/// has it.
int lock(int file) noexcept
{
    struct flock whole {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    return ::fcntl(file, F_OFD_SETLK, &whole) == 0 ? 0 : errno;
}

/// Asks without locking, so that who asks is in nobody's way.
bool isInUse(int file) noexcept
{
    struct flock whole {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    return ::fcntl(file, F_OFD_GETLK, &whole) != 0 || whole.l_type != F_UNLCK;
}

Descriptor openedForReading(const std::filesystem::path &path) noexcept
{
    return Descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
}

/// 0 or the errno. Each folder that is made is for its owner alone.
int makeFolders(const std::filesystem::path &path)
{
    std::error_code error;
    if (path.empty() || std::filesystem::is_directory(path, error))
        return 0;
    if (const int parent = makeFolders(path.parent_path()); parent != 0)
        return parent;
    return ::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST ? 0 : errno;
}

std::string read(int file, std::uintmax_t from, std::size_t size)
{
    std::string text(size, '\0');
    const ssize_t got = ::pread(file, text.data(), size, static_cast<off_t>(from));
    text.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
    return text;
}

/// The first line, which says what is in the file.
std::optional<SessionHeader> headerOf(int file)
{
    constexpr std::size_t most = std::size_t{4} << 20;
    for (std::size_t size = std::size_t{64} << 10; size <= most; size *= 4) {
        const std::string text = read(file, 0, size);
        const std::size_t end = text.find('\n');
        if (end == std::string::npos)
            continue;
        const SteadyClock clock;
        Journal journal(clock);
        auto session = readSessionText(std::string_view(text).substr(0, end + 1), journal);
        if (!session)
            return std::nullopt;
        return std::move(session->header);
    }
    return std::nullopt;
}

/// The number of the last whole line's event; 0 where that line is the header.
std::size_t eventsOf(int file, std::uintmax_t size)
{
    constexpr std::size_t most = std::size_t{256} << 20;
    constexpr std::string_view start = "\n{\"seq\":";
    for (std::size_t tail = std::size_t{64} << 10; tail <= most; tail *= 8) {
        const std::uintmax_t from = size > tail ? size - tail : 0;
        std::string text = read(file, from, tail);
        text.resize(text.rfind('\n') + 1);
        const std::size_t place = text.rfind(start, text.empty() ? 0 : text.size() - 2);
        if (place == std::string::npos && from > 0)
            continue;
        if (place == std::string::npos)
            return 0;
        std::size_t seq = 0;
        std::from_chars(text.data() + place + start.size(), text.data() + text.size(), seq);
        return seq;
    }
    return 0;
}

} // namespace

TakenRun::TakenRun(std::filesystem::path path, Descriptor lock) noexcept
    : m_path(std::move(path)), m_lock(std::move(lock))
{}

std::optional<Failure> TakenRun::discard()
{
    if (::unlink(m_path.c_str()) != 0 && errno != ENOENT)
        return failureAt("kept-not-removed", m_path, errno);
    return std::nullopt;
}

std::optional<Failure> TakenRun::keep()
{
    return RunFolder::endInOrder(m_path);
}

RunFolder::RunFolder(std::filesystem::path path, const RunBounds &bounds)
    : m_path(std::move(path)), m_bounds(bounds)
{}

Result<std::filesystem::path> RunFolder::usual()
{
    const auto folderIn = [](const char *variable) {
        const char *value = std::getenv(variable);
        std::filesystem::path path(value == nullptr ? "" : value);
        return path.is_absolute() ? path : std::filesystem::path(); // others are to be ignored
    };
    std::filesystem::path state = folderIn("XDG_STATE_HOME");
    if (state.empty()) {
        const std::filesystem::path home = folderIn("HOME");
        if (home.empty())
            return Failure{"kept-no-home", {}};
        state = home / ".local" / "state";
    }
    return state / "twodoors" / "runs";
}

/// Names begin with the time.
std::vector<std::filesystem::path> RunFolder::newestFirst() const
{
    std::vector<std::filesystem::path> paths;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(m_path, error), end; !error && entry != end;
         entry.increment(error)) {
        if (entry->path().native().ends_with(ended)
            && entry->symlink_status(error).type() == std::filesystem::file_type::regular)
            paths.push_back(entry->path());
    }
    std::ranges::sort(paths, std::greater());
    return paths;
}

std::vector<KeptRun> RunFolder::crashed() const
{
    std::vector<KeptRun> runs;
    for (const std::filesystem::path &path : newestFirst()) {
        if (!isRunning(path))
            continue;
        const Descriptor file = openedForReading(path);
        struct stat status {};
        if (!file.isOpen() || isInUse(file.get()) || ::fstat(file.get(), &status) != 0)
            continue;
        const auto bytes = static_cast<std::uintmax_t>(status.st_size);
        auto header = headerOf(file.get());
        const std::size_t events = header ? eventsOf(file.get(), bytes) : 0;
        if (events > 0)
            runs.push_back({path, *std::move(header), events, bytes});
    }
    return runs;
}

Result<TakenRun> RunFolder::take(const KeptRun &run) const
{
    Descriptor file = outOfTheWay(
        Descriptor(::open(run.path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)));
    if (!file.isOpen())
        return failureAt("file-not-readable", run.path, errno);
    const int error = lock(file.get());
    if (error == EAGAIN || error == EACCES)
        return failureAt("kept-in-use", run.path, 0);
    if (error != 0)
        return failureAt("file-not-readable", run.path, error);
    struct stat opened {};
    struct stat named {};
    if (::fstat(file.get(), &opened) != 0 || ::stat(run.path.c_str(), &named) != 0
        || opened.st_ino != named.st_ino || opened.st_dev != named.st_dev)
        return failureAt("file-not-readable", run.path, ENOENT); // another one was quicker
    return TakenRun(run.path, std::move(file));
}

std::optional<Failure> RunFolder::discard(const KeptRun &run) const
{
    auto taken = take(run);
    return taken ? taken->discard() : std::optional(taken.failure());
}

Result<RunFolder::Running> RunFolder::begin(const SessionHeader &header) const
{
    const auto fail = [](const std::filesystem::path &path, int error) {
        return failureAt("kept-not-begun", path, error);
    };
    if (const int error = makeFolders(m_path); error != 0)
        return fail(m_path, error);
    makeRoom();
    std::string stamp = header.start;
    std::ranges::replace_if(
        stamp, [](char letter) { return letter == ':' || letter == '/'; }, '-');
    constexpr int mostTries = 10'000;
    for (int i = 0; i < mostTries; ++i) {
        const auto stem = m_path / fmt::format("{}-{}-{}", stamp, ::getpid(), i);
        const std::filesystem::path path = stem.native() + std::string(running);
        std::error_code ignored;
        if (std::filesystem::exists(endedName(path), ignored))
            continue;
        Descriptor file = outOfTheWay(Descriptor(
            ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)));
        if (!file.isOpen() && errno == EEXIST)
            continue;
        if (!file.isOpen())
            return fail(path, errno);
        if (const int error = lock(file.get()); error != 0) {
            ::unlink(path.c_str());
            return fail(path, error);
        }
        return Running{path, std::move(file)};
    }
    return fail(m_path, EEXIST);
}

std::optional<Failure> RunFolder::endInOrder(const std::filesystem::path &path)
{
    if (::rename(path.c_str(), endedName(path).c_str()) != 0)
        return failureAt("kept-not-written", path, errno);
    return std::nullopt;
}

void RunFolder::makeRoom() const
{
    const std::uintmax_t room = m_bounds.bytes / 2;
    std::size_t files = 1; // the one that comes
    std::uintmax_t bytes = 0;
    for (const std::filesystem::path &path : newestFirst()) {
        const Descriptor file = openedForReading(path);
        struct stat status {};
        if (!file.isOpen() || ::fstat(file.get(), &status) != 0)
            continue;
        ++files;
        bytes += static_cast<std::uintmax_t>(status.st_size);
        const bool isNewest = files == 2;
        const bool isTooMuch = files > m_bounds.files || (bytes > room && !isNewest);
        if (isTooMuch && !isInUse(file.get()))
            ::unlink(path.c_str());
    }
}

} // namespace twodoors
