// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"
#include "notes/event_cases.h"
#include "resources/resources.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <ostream>
#include <set>
#include <string>
#include <vector>
#include <yaml-cpp/yaml.h>

namespace twodoors
{

namespace
{

using std::string_literals::operator""s;

/// The sections that stand in notes.en.yaml and notes.zh.yaml; the messages of faults
/// have files of their own.
constexpr std::array<std::string_view, 9> sentenceSections{
    "line", "call", "return", "value", "door", "state", "packet", "prediction", "note"};
constexpr std::array<std::string_view, 3> wordSections{"who", "doorname", "errno"};

std::string_view sectionOf(std::string_view key)
{
    return key.substr(0, key.find('.'));
}

bool isSentence(std::string_view key)
{
    return std::ranges::find(sentenceSections, sectionOf(key)) != sentenceSections.end();
}

bool isWord(std::string_view key)
{
    return std::ranges::find(wordSections, sectionOf(key)) != wordSections.end();
}

/// Its own keys, without those of faults and messages.
std::vector<std::string> keysOf(const Catalogue &catalogue)
{
    std::vector<std::string> keys = catalogue.keys();
    std::erase_if(keys, [](const std::string &key) { return !isSentence(key) && !isWord(key); });
    return keys;
}

std::set<std::string> placeholdersOf(std::string_view pattern)
{
    std::set<std::string> names;
    static_cast<void>(filledIn(pattern, [&names](std::string_view name) {
        names.emplace(name);
        return std::optional<std::string>{};
    }));
    return names;
}

/// How many characters, not bytes, there are.
std::size_t lengthOf(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char letter) { return (static_cast<unsigned char>(letter) & 0xC0U) != 0x80; }));
}

/// Whether there is one of CJK Unified Ideographs, U+4E00 … U+9FFF.
bool hasChinese(std::string_view text)
{
    for (std::size_t length = 0; !text.empty(); text.remove_prefix(length)) {
        length = std::max<std::size_t>(utf8SequenceLength(text), 1);
        if (length == 3 && text.substr(0, 3) >= "\u4e00" && text.substr(0, 3) <= "\u9fff")
            return true;
    }
    return false;
}

class NotesIn : public testing::TestWithParam<Tongue>
{
protected:
    [[nodiscard]] static bool isChinese() { return GetParam() == Tongue::Chinese; }

    const Program program = everyOperation();
    const Catalogue catalogue{GetParam()};
    const Notes notes{catalogue, [this](Who) { return &program; }};
};

INSTANTIATE_TEST_SUITE_P(Tongues, NotesIn, testing::Values(Tongue::English, Tongue::Chinese),
                         [](const auto &tongue) { return std::string(codeOf(tongue.param)); });

TEST(NotesCatalogues, haveTheSameKeys)
{
    EXPECT_EQ(Catalogue(Tongue::English).keys(), Catalogue(Tongue::Chinese).keys());
}

TEST(NotesCatalogues, chineseUsesNoPlaceholderThatEnglishDoesNot)
{
    const Catalogue english(Tongue::English);
    const Catalogue chinese(Tongue::Chinese);
    for (const std::string &key : keysOf(english)) {
        const auto known = placeholdersOf(english.pattern(key));
        const auto used = placeholdersOf(chinese.pattern(key));
        EXPECT_TRUE(std::ranges::includes(known, used)) << key;
    }
}

TEST_P(NotesIn, noKeyStandsTwiceInTheFile)
{
    const auto file = resource("notes/notes." + std::string(codeOf(GetParam())) + ".yaml");
    ASSERT_TRUE(file);
    std::map<std::string, int> counts;
    for (const auto &section : YAML::Load(std::string(*file))) {
        const auto name = section.first.as<std::string>();
        if (!section.second.IsMap()) {
            ++counts[name];
            continue;
        }
        for (const auto &entry : section.second)
            ++counts[name + '.' + entry.first.as<std::string>()];
    }
    for (const auto &[key, count] : counts)
        EXPECT_EQ(count, 1) << key;
}

TEST_P(NotesIn, everyPlaceholderIsKnown)
{
    const World world = worldWith(client, DoorRole::Client, Protocol::Tcp);
    const Event event = fullEvent(Kind::Return, client);
    for (const std::string &key : keysOf(catalogue)) {
        for (const std::string &name : placeholdersOf(catalogue.pattern(key)))
            EXPECT_TRUE(notes.placeholder(name, event, world)) << key << ": " << name;
    }
}

TEST_P(NotesIn, sentencesAreShortAndComplete)
{
    const std::size_t longest = isChinese() ? 120 : 240;
    const std::string_view stop = isChinese() ? "。" : ".";
    for (const std::string &key : keysOf(catalogue)) {
        const std::string_view text = catalogue.pattern(key);
        EXPECT_TRUE(isUtf8(text)) << key;
        EXPECT_EQ(printable(text), text) << key;
        EXPECT_EQ(text.find("！"), std::string_view::npos) << key;
        EXPECT_EQ(text.find('!'), std::string_view::npos) << key;
        EXPECT_LE(lengthOf(text), longest) << key;
        EXPECT_FALSE(text.empty()) << key;
        EXPECT_EQ(text.ends_with(stop), isSentence(key) && key != "note") << key << ": " << text;
    }
}

TEST_P(NotesIn, chineseIsChinese)
{
    for (const std::string &key : keysOf(catalogue)) {
        if (key != "note") {
            EXPECT_EQ(hasChinese(catalogue.pattern(key)), isChinese()) << key;
        }
    }
}

TEST_P(NotesIn, everyEventHasASentence)
{
    for (const Case &one : everyCase()) {
        const auto keys = notes.keysFor(one.event, one.world);
        const bool has = std::ranges::any_of(
            keys, [this](const std::string &key) { return catalogue.has(key); });
        EXPECT_TRUE(has) << one.name << ": none of " << testing::PrintToString(keys);
        const std::string sentence = notes.sentence(one.event, one.world);
        EXPECT_EQ(sentence.find('{'), std::string::npos) << one.name << ": " << sentence;
        EXPECT_FALSE(sentence.empty()) << one.name;
    }
}

TEST_P(NotesIn, everySpecialSentenceBelongsToAnEvent)
{
    std::set<std::string> used;
    for (const Case &one : everyCase()) {
        const auto keys = notes.keysFor(one.event, one.world);
        const auto key = std::ranges::find_if(
            keys, [this](const std::string &candidate) { return catalogue.has(candidate); });
        if (key != keys.end())
            used.insert(*key);
    }
    for (const std::string &key : keysOf(catalogue)) {
        // a general sentence may stand behind special ones for all that there is today
        const bool isGeneral = key.ends_with(".any") || std::ranges::count(key, '.') == 1;
        if (isSentence(key) && !isGeneral) {
            EXPECT_TRUE(used.contains(key)) << key;
        }
    }
}

TEST_P(NotesIn, everyoneAndEveryDoorHasAName)
{
    for (const Role role : allValues<Role>())
        EXPECT_TRUE(catalogue.has("who."s + std::string(nameOf(role)))) << nameOf(role);
    for (const DoorRole role : allValues<DoorRole>())
        EXPECT_TRUE(catalogue.has("doorname."s + std::string(nameOf(role)))) << nameOf(role);
    EXPECT_TRUE(catalogue.has("word.no-address"));
}

TEST_P(NotesIn, errnosHaveWords)
{
    for (const int error :
         {EPERM,       ENOENT,       EINTR,        EIO,          EBADF,       EAGAIN,
          ENOMEM,      EACCES,       EISDIR,       EINVAL,       ENFILE,      EMFILE,
          EFBIG,       ENOSPC,       EROFS,        EPIPE,        ENOTSOCK,    EDESTADDRREQ,
          EMSGSIZE,    ENOPROTOOPT,  EOPNOTSUPP,   EAFNOSUPPORT, EADDRINUSE,  EADDRNOTAVAIL,
          ENETUNREACH, ECONNABORTED, ECONNRESET,   ENOBUFS,      EISCONN,     ENOTCONN,
          ETIMEDOUT,   ECONNREFUSED, EHOSTUNREACH, EALREADY,     EINPROGRESS, ECANCELED})
        EXPECT_TRUE(catalogue.has("errno." + Catalogue::errnoName(error))) << error;
}

TEST_P(NotesIn, wordsOfErrnosAreOfErrnosThatExist)
{
    std::set<std::string> existing;
    for (int error = 1; error <= highestErrno; ++error)
        existing.insert("errno." + Catalogue::errnoName(error));
    for (const std::string &key : keysOf(catalogue)) {
        if (sectionOf(key) == "errno") {
            EXPECT_TRUE(existing.contains(key)) << key;
        }
    }
}

struct Chosen {
    std::string_view key;
    Event event;
    DoorRole role;
    Protocol protocol;
};

Event returned(CallName call, std::int64_t value, std::int64_t size, int error = 0)
{
    Event event = fullEvent(Kind::Return, client);
    event.call = call;
    event.value = value;
    event.size = size;
    event.error = error;
    return event;
}

TEST_P(NotesIn, theSpecialSentenceWins)
{
    const std::vector<Chosen> rows{
        {"return.recv.empty.tcp", returned(CallName::Recv, 0, 1024), DoorRole::Client,
         Protocol::Tcp},
        {"return.recv.empty.udp", returned(CallName::Recv, 0, 1024), DoorRole::Mailbox,
         Protocol::Udp},
        {"return.recv.full", returned(CallName::Recv, 1024, 1024), DoorRole::Connection,
         Protocol::Tcp},
        {"return.recv.connection", returned(CallName::Recv, 5, 1024), DoorRole::Connection,
         Protocol::Tcp},
        {"return.recvfrom.truncated", returned(CallName::RecvFrom, 12, 5), DoorRole::Mailbox,
         Protocol::Udp},
        {"return.recvfrom.empty", returned(CallName::RecvFrom, 0, 2048), DoorRole::Mailbox,
         Protocol::Udp},
        {"return.send.empty.tcp", returned(CallName::Send, 0, 0), DoorRole::Client, Protocol::Tcp},
        {"return.send.partial", returned(CallName::Send, 46336, 1000000), DoorRole::Client,
         Protocol::Tcp},
        {"return.connect.mailbox", returned(CallName::Connect, 0, 0), DoorRole::Mailbox,
         Protocol::Udp},
        {"return.connect.ECONNREFUSED", returned(CallName::Connect, -1, 0, ECONNREFUSED),
         DoorRole::Client, Protocol::Tcp},
        {"return.poll.nothing", returned(CallName::Poll, 0, 100), DoorRole::Client, Protocol::Tcp},
    };
    for (const Chosen &row : rows) {
        const World world = worldWith(client, row.role, row.protocol);
        const auto keys = notes.keysFor(row.event, world);
        const auto key = std::ranges::find_if(
            keys, [this](const std::string &candidate) { return catalogue.has(candidate); });
        ASSERT_NE(key, keys.end()) << row.key;
        EXPECT_EQ(*key, row.key);
    }
}

TEST_P(NotesIn, figuresOfTheRunStandInTheSentence)
{
    const World mailbox = worldWith(client, DoorRole::Mailbox, Protocol::Udp);
    EXPECT_THAT(notes.sentence(returned(CallName::RecvFrom, 12, 5), mailbox),
                testing::AllOf(testing::HasSubstr("10.0.0.2:12000"), testing::HasSubstr("12"),
                               testing::HasSubstr("5"), testing::HasSubstr("7")));

    Event listening = fullEvent(Kind::State, kernelOf(server));
    listening.state = SocketState::Listen;
    listening.receiveQueue = 2;
    listening.sendQueue = 1;
    EXPECT_THAT(notes.sentence(listening, worldWith(server, DoorRole::Welcome, Protocol::Tcp)),
                testing::AllOf(testing::HasSubstr("2"), testing::HasSubstr("1")));

    Event refused = eventOf(Kind::Line, client);
    refused.error = ECONNREFUSED;
    EXPECT_THAT(notes.sentence(refused, mailbox), testing::HasSubstr("ECONNREFUSED"));

    Event remark = eventOf(Kind::Note, {Role::Person, 0});
    remark.bytes = "look here";
    EXPECT_EQ(notes.sentence(remark, mailbox), "look here");
}

} // namespace

} // namespace twodoors
