// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/json_line.h"
#include "journal/session_file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <list>
#include <poll.h>
#include <simdjson.h>
#include <span>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace twodoors
{

namespace
{

using simdjson::dom::element;
using simdjson::dom::object;

constexpr std::size_t blockSize = std::size_t{1} << 20;
constexpr std::size_t longestLine = std::size_t{256} << 20;

int hexValue(char digit) noexcept
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    return -1;
}

/// One line at a time: the header first, then events into the journal.
class LineReader
{
public:
    LineReader(Journal &journal, const ReadHooks &hooks) : m_journal(journal), m_hooks(hooks) {}

    [[nodiscard]] bool hasHeader() const noexcept { return m_line > 0; }
    [[nodiscard]] SessionHeader &header() noexcept { return m_header; }

    /// `capacity` bytes from `line`'s start can be read.
    [[nodiscard]] std::optional<Failure> read(std::string_view line, std::size_t capacity)
    {
        const bool mayReadBeyond = capacity >= line.size() + simdjson::SIMDJSON_PADDING;
        element root;
        if (m_parser.parse(line.data(), line.size(), !mayReadBeyond).get(root) != simdjson::SUCCESS)
            return hasHeader() ? atLine("session-line-not-json") : Failure{"session-not-json", {}};
        object keys;
        if (root.get(keys) != simdjson::SUCCESS)
            return hasHeader() ? atLine("session-line-not-json") : Failure{"session-not-json", {}};
        auto failure = hasHeader() ? readEvent(keys) : readHeader(keys);
        if (!failure)
            ++m_line;
        return failure;
    }

private:
    [[nodiscard]] Failure atLine(std::string topic) const
    {
        return {std::move(topic), {{"line", std::to_string(m_line + 1)}}};
    }

    [[nodiscard]] Failure atKey(std::string_view key) const
    {
        return {"session-bad-key",
                {{"line", std::to_string(m_line + 1)}, {"key", std::string(key)}}};
    }

    [[nodiscard]] std::optional<Failure> readHeader(object keys)
    {
        std::int64_t version = 0;
        if (keys["twodoors"].get(version) != simdjson::SUCCESS)
            return Failure{"session-no-header", {}};
        if (version != SessionHeader::version)
            return Failure{"session-other-version",
                           {{"version", std::to_string(version)},
                            {"known", std::to_string(SessionHeader::version)}}};
        const auto take = [&keys](std::string_view key, std::string &text) {
            std::string_view view;
            if (keys[key].get(view) == simdjson::SUCCESS)
                text = view;
        };
        take("lesson", m_header.lesson);
        take("wire", m_header.wire);
        take("kernel", m_header.kernel);
        take("start", m_header.start);
        std::string server;
        take("server", server);
        m_header.server = Endpoint::fromText(server).value_or(Endpoint{});
        take("source", m_header.source);
        if (m_hooks.onHeader)
            m_hooks.onHeader(m_header);
        return std::nullopt;
    }

    [[nodiscard]] std::optional<Failure> readEvent(object keys)
    {
        Event event;
        std::string_view word;
        std::int64_t integer = 0;

        if (keys["kind"].get(word) != simdjson::SUCCESS)
            return atKey("kind");
        const auto kind = fromName<Kind>(word);
        if (!kind)
            return atKey("kind");
        event.kind = *kind;

        const std::size_t seq = m_journal.size() + 1;
        if (keys["seq"].get(integer) != simdjson::SUCCESS
            || integer != static_cast<std::int64_t>(seq))
            return atKey("seq");
        if (keys["t"].get(integer) != simdjson::SUCCESS || integer < m_last.count())
            return atKey("t");
        event.t = m_last = Nanoseconds(integer);
        if (element cause; keys["cause"].get(cause) == simdjson::SUCCESS) {
            if (cause.get(integer) != simdjson::SUCCESS || integer < 0
                || integer >= static_cast<std::int64_t>(seq))
                return atKey("cause");
            event.cause = static_cast<Seq>(integer);
        }
        if (keys["who"].get(word) != simdjson::SUCCESS)
            return atKey("who");
        const auto who = whoFromText(word);
        if (!who)
            return atKey("who");
        event.who = *who;
        if (keys["evidence"].get(word) != simdjson::SUCCESS)
            return atKey("evidence");
        const auto evidence = fromName<Evidence>(word);
        if (!evidence)
            return atKey("evidence");
        event.evidence = *evidence;

        m_bytes.clear();
        std::string_view wrong;
        for (const auto &pair : keys) {
            const std::string_view key = pair.key;
            const element value = pair.value;
            bool good = true;
            forEachField(event.kind, [&](const auto &field) {
                if (field.key == key)
                    good = take(value, event.*field.member);
                else if (key.size() == field.key.size() + 3 && key.starts_with(field.key)
                         && key.ends_with("Hex"))
                    good = takeHex(value, event.*field.member);
            });
            if (!good)
                wrong = key;
        }
        if (!wrong.empty())
            return atKey(wrong);
        if (m_journal.restore(event) == Seq::None)
            return atLine("journal-full");
        return std::nullopt;
    }

    template <class Value>
    [[nodiscard]] static bool take(const element &json, Value &value)
    {
        if constexpr (std::is_same_v<Value, std::string_view>) {
            return json.get(value) == simdjson::SUCCESS;
        } else if constexpr (std::is_same_v<Value, Endpoint>) {
            std::string_view text;
            const auto endpoint =
                json.get(text) == simdjson::SUCCESS ? Endpoint::fromText(text) : std::nullopt;
            value = endpoint.value_or(Endpoint{});
            return endpoint.has_value();
        } else if constexpr (std::is_same_v<Value, Nanoseconds>) {
            std::int64_t count = 0;
            const bool good = json.get(count) == simdjson::SUCCESS;
            value = Nanoseconds(count);
            return good;
        } else if constexpr (std::is_enum_v<Value>) {
            return takeEnum(json, value);
        } else {
            return takeInteger(json, value);
        }
    }

    template <class Enum>
    [[nodiscard]] static bool takeEnum(const element &json, Enum &value)
    {
        if constexpr (!hasNames<Enum>) {
            std::underlying_type_t<Enum> integer{};
            const bool good = takeInteger(json, integer);
            value = static_cast<Enum>(integer);
            return good;
        } else {
            std::string_view word;
            const auto known =
                json.get(word) == simdjson::SUCCESS ? fromName<Enum>(word) : std::nullopt;
            value = known.value_or(Enum{});
            return known.has_value();
        }
    }

    template <class Integer>
    [[nodiscard]] static bool takeInteger(const element &json, Integer &value)
    {
        std::int64_t integer = 0;
        if (json.get(integer) != simdjson::SUCCESS || !std::in_range<Integer>(integer))
            return false;
        value = static_cast<Integer>(integer);
        return true;
    }

    template <class Value>
    [[nodiscard]] bool takeHex(const element &json, Value &value)
    {
        if constexpr (!std::is_same_v<Value, std::string_view>) {
            return true;
        } else {
            std::string_view digits;
            if (json.get(digits) != simdjson::SUCCESS || digits.size() % 2 != 0)
                return false;
            std::string &bytes = m_bytes.emplace_back();
            for (std::size_t i = 0; i < digits.size(); i += 2) {
                const int high = hexValue(digits[i]);
                const int low = hexValue(digits[i + 1]);
                if (high < 0 || low < 0)
                    return false;
                bytes += static_cast<char>(high * 16 + low);
            }
            value = bytes;
            return true;
        }
    }

    Journal &m_journal;
    const ReadHooks &m_hooks;
    simdjson::dom::parser m_parser{longestLine};
    SessionHeader m_header;
    std::size_t m_line = 0;
    Nanoseconds m_last{0};
    std::list<std::string> m_bytes;
};

/// Cuts what comes in blocks into lines.
class BlockReader
{
public:
    BlockReader(Journal &journal, const ReadHooks &hooks) : m_lines(journal, hooks) {}

    /// Reads the whole lines of the buffer and returns how many bytes they took.
    std::size_t readLines(std::string_view buffer, std::size_t capacity)
    {
        std::size_t start = 0;
        while (!m_damage) {
            const std::size_t newline = buffer.find('\n', start);
            if (newline == std::string_view::npos)
                break;
            readLine(buffer.substr(start, newline - start), capacity - start);
            start = newline + 1;
        }
        return start;
    }

    [[nodiscard]] Result<ReadSession> finish(std::string_view rest, std::size_t capacity)
    {
        bool cut = false;
        if (!m_damage && !rest.empty()) {
            // the last line without its newline: whole all the same, or cut off
            readLine(rest, capacity);
            cut = m_damage.has_value() && m_lines.hasHeader();
            if (cut)
                m_damage.reset();
        }
        if (!m_lines.hasHeader())
            return m_damage ? std::move(*m_damage) : Failure{"session-empty", {}};
        return ReadSession{std::move(m_lines.header()), cut, std::move(m_damage)};
    }

    [[nodiscard]] bool isDamaged() const noexcept { return m_damage.has_value(); }
    void setDamage(Failure failure) { m_damage = std::move(failure); }

private:
    void readLine(std::string_view line, std::size_t capacity)
    {
        if (!line.empty() && line.back() == '\r')
            line.remove_suffix(1);
        m_damage = m_lines.read(line, capacity);
    }

    LineReader m_lines;
    std::optional<Failure> m_damage;
};

/// Reads some, waiting for a writer that is slow where the file is no regular one: 0 at the end.
/// Nothing with errno, ECANCELED once it is to stop.
std::optional<std::size_t> readSome(int file, std::span<char> room,
                                    const std::function<bool()> &goesOn)
{
    constexpr int lookInterval = 50; // milliseconds
    while (true) {
        pollfd source{file, POLLIN, 0};
        if (::poll(&source, 1, lookInterval) > 0) {
            const ssize_t got = ::read(file, room.data(), room.size());
            if (got >= 0)
                return static_cast<std::size_t>(got);
            if (errno != EINTR && errno != EAGAIN)
                return std::nullopt;
        }
        if (!goesOn()) {
            errno = ECANCELED;
            return std::nullopt;
        }
    }
}

} // namespace

Result<ReadSession> readSession(const std::filesystem::path &path, Journal &journal,
                                const ReadHooks &hooks)
{
    // O_NONBLOCK: of a FIFO, not to wait in open(2), where nothing but a writer ends the wait
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!file.isOpen())
        return Failure{"file-not-readable", {{"file", path.string()}}, errno};
    struct stat status {};
    const bool isRegular = ::fstat(file.get(), &status) == 0 && S_ISREG(status.st_mode);
    const std::size_t total = isRegular ? static_cast<std::size_t>(status.st_size) : 0;
    std::size_t done = 0;
    const auto goesOn = [&] { return hooks.progress.goesOn(done, total); };

    BlockReader reader(journal, hooks);
    std::string buffer(blockSize + simdjson::SIMDJSON_PADDING, '\0');
    std::size_t filled = 0;
    while (!reader.isDamaged()) {
        if (buffer.size() - simdjson::SIMDJSON_PADDING == filled) {
            if (filled >= longestLine) {
                reader.setDamage({"session-line-too-long", {}});
                break;
            }
            buffer.resize(filled * 2 + simdjson::SIMDJSON_PADDING);
        }
        const auto got = readSome(file.get(),
                                  std::span(buffer).subspan(filled).first(
                                      buffer.size() - simdjson::SIMDJSON_PADDING - filled),
                                  goesOn);
        if (!got && errno == ECANCELED)
            return cancelled();
        if (!got)
            return Failure{"file-not-readable", {{"file", path.string()}}, errno};
        if (*got == 0)
            break;
        filled += *got;
        done += *got;
        const std::size_t used = reader.readLines({buffer.data(), filled}, buffer.size());
        std::memmove(buffer.data(), buffer.data() + used, filled - used);
        filled -= used;
        if (!goesOn())
            return cancelled();
    }
    return reader.finish({buffer.data(), filled}, buffer.size());
}

Result<ReadSession> readSessionText(std::string_view text, Journal &journal, const ReadHooks &hooks)
{
    BlockReader reader(journal, hooks);
    const std::size_t used = reader.readLines(text, text.size());
    return reader.finish(text.substr(used), text.size() - used);
}

} // namespace twodoors
