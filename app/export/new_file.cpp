// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/export/new_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace twodoors
{

namespace
{

constexpr mode_t permissions = 0777;

/// The file that the path leads to; the path itself where that is not there yet.
std::filesystem::path followed(const std::filesystem::path &path)
{
    std::error_code error;
    auto target = std::filesystem::weakly_canonical(path, error);
    return error ? path : target;
}

} // namespace

NewFile::NewFile(std::filesystem::path target, IfThere ifThere)
    : m_target(std::move(target)), m_ifThere(ifThere)
{}

NewFile::NewFile(NewFile &&other) noexcept
    : m_target(std::move(other.m_target)), m_temporary(std::exchange(other.m_temporary, {})),
      m_ifThere(other.m_ifThere), m_mode(other.m_mode), m_file(std::move(other.m_file))
{}

NewFile::~NewFile()
{
    if (!m_temporary.empty())
        ::unlink(m_temporary.c_str());
}

Result<NewFile> NewFile::at(const std::filesystem::path &path, IfThere ifThere)
{
    NewFile file(followed(path), ifThere);
    const auto fail = [&path](std::string topic, int error = 0) {
        return Failure{std::move(topic), {{"file", path.string()}}, error};
    };
    struct stat status {};
    if (::stat(file.m_target.c_str(), &status) == 0) {
        if (S_ISDIR(status.st_mode))
            return fail("file-not-writable", EISDIR);
        if (!S_ISREG(status.st_mode))
            return fail("export-no-file");
        if (ifThere == IfThere::Refuse)
            return fail("export-there");
        // a folder that may be written would let a file be replaced that may not
        if (::access(file.m_target.c_str(), W_OK) != 0)
            return fail("file-not-writable", errno);
        file.m_mode = status.st_mode & permissions;
    }
    if (const int error = file.make(); error != 0)
        return fail("file-not-writable", error);
    return file;
}

/// 0, or the errno.
int NewFile::make()
{
    if (!m_target.has_filename())
        return EISDIR;
    for (int i = 0; i < TMP_MAX; ++i) {
        const auto path =
            m_target.parent_path() / fmt::format(".twodoors-{}-{}.part", ::getpid(), i);
        m_file = outOfTheWay(Descriptor(
            ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666)));
        if (m_file.isOpen()) {
            m_temporary = path;
            return 0;
        }
        if (errno != EEXIST)
            break;
    }
    return errno;
}

std::optional<Failure> NewFile::commit()
{
    int error = m_mode && ::fchmod(m_file.get(), *m_mode) != 0 ? errno : 0;
    // a disk that is full, or far away, may say so only now
    if (error == 0 && ::fsync(m_file.get()) != 0)
        error = errno;
    if (error == 0)
        error = moveToTarget();
    if (error == EEXIST)
        return Failure{"export-there", {{"file", m_target.string()}}};
    if (error != 0)
        return Failure{"export-not-written", {{"file", m_target.string()}}, error};
    m_temporary.clear();
    return std::nullopt;
}

/// 0, or the errno; EEXIST where somebody else has made a file of the name meanwhile.
int NewFile::moveToTarget()
{
    const char *from = m_temporary.c_str();
    const char *to = m_target.c_str();
    if (m_ifThere == IfThere::Replace)
        return ::rename(from, to) == 0 ? 0 : errno;
    if (::renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return errno;
    // a file system that cannot do that by itself (rename(2))
    if (::access(to, F_OK) == 0)
        return EEXIST;
    return ::rename(from, to) == 0 ? 0 : errno;
}

Failure NewFile::named(Failure failure) const
{
    if (failure.topic == "file-not-written" || failure.topic == "file-not-writable")
        failure.topic = "export-not-written";
    std::erase_if(failure.values, [](const auto &value) { return value.first == "file"; });
    failure.values.emplace_back("file", m_target.string());
    return failure;
}

} // namespace twodoors
