// SPDX-License-Identifier: GPL-3.0-or-later
// Session files that are cut off, broken, or none at all.
#include "journal/session_files.h"

#include <algorithm>
#include <array>

namespace twodoors::tests
{

namespace
{

class SessionDamage : public testing::Test
{
protected:
    SteadyClock clock;
};

TEST_F(SessionDamage, cutAnywhereLeavesTheWholeLines)
{
    Journal journal(clock);
    fill(journal, 1);
    const std::string text = sessionText(journal);
    const std::size_t headerEnd = headerLine(someHeader()).size();
    for (std::size_t size = 0; size < text.size(); ++size) {
        Journal again(clock);
        // a block of its very size, so that a sanitizer sees the end
        const std::vector<char> block(text.begin(),
                                      text.begin() + static_cast<std::ptrdiff_t>(size));
        const auto read = readSessionText({block.data(), block.size()}, again);
        if (size < headerEnd - 1) {
            ASSERT_FALSE(read) << size;
            ASSERT_EQ(read.failure().topic, size == 0 ? "session-empty" : "session-not-json");
            continue;
        }
        ASSERT_TRUE(read) << size;
        ASSERT_FALSE(read->damage) << size;
        const std::string_view kept(text.data(), size);
        const auto newlines = static_cast<std::size_t>(std::count(kept.begin(), kept.end(), '\n'));
        // a line is whole without its newline too
        const bool whole = kept.back() == '\n' || text[size] == '\n';
        const std::size_t lines = newlines + (whole && kept.back() != '\n' ? 1 : 0);
        ASSERT_EQ(read->cut, !whole) << size;
        ASSERT_EQ(again.size(), lines - 1) << size;
    }
}

TEST_F(SessionDamage, isReportedWithItsLine)
{
    Journal journal(clock);
    fill(journal, 1);
    const std::string text = sessionText(journal);
    std::vector<std::string> lines;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = text.find('\n', start) + 1;
        lines.push_back(text.substr(start, end - start));
        start = end;
    }
    struct Row {
        std::string_view broken;
        std::string_view topic;
        std::string_view key;
    };
    for (const auto &[broken, topic, key] : std::to_array<Row>({
             {"\n", "session-line-not-json", "(none)"},
             {"hello\n", "session-line-not-json", "(none)"},
             {"{\n", "session-line-not-json", "(none)"},
             {"[]\n", "session-line-not-json", "(none)"},
             {"7\n", "session-line-not-json", "(none)"},
             {"{}{}\n", "session-line-not-json", "(none)"},
             {"{\"kind\":\"note\",\"text\":\"\xff\"}\n", "session-line-not-json", "(none)"},
             {"{}\n", "session-bad-key", "kind"},
             {"{\"twodoors\":1}\n", "session-bad-key", "kind"},
         })) {
        for (std::size_t at = 1; at < lines.size(); at += 3) {
            std::string damaged;
            for (std::size_t i = 0; i < lines.size(); ++i)
                damaged += i == at ? broken : lines[i];
            Journal again(clock);
            const auto read = readSessionText(damaged, again);
            ASSERT_TRUE(read);
            EXPECT_FALSE(read->cut);
            ASSERT_TRUE(read->damage) << broken;
            EXPECT_EQ(read->damage->topic, topic) << broken;
            EXPECT_EQ(valueOf(*read->damage, "line"), std::to_string(at + 1));
            EXPECT_EQ(valueOf(*read->damage, "key"), key);
            EXPECT_EQ(again.size(), at - 1);
        }
    }
}

TEST_F(SessionDamage, noSessionFileIsSaidSo)
{
    struct Row {
        std::string_view text;
        std::string_view topic;
    };
    for (const auto &[text, topic] : std::to_array<Row>({
             {"", "session-empty"},
             {"\n", "session-not-json"},
             {"hello\n", "session-not-json"},
             {"{\"twodoors\":1", "session-not-json"},
             {"[1]\n", "session-not-json"},
             {"\xff\xfe{}\n", "session-not-json"},
             {"{}\n", "session-no-header"},
             {"{\"seq\":1,\"t\":0,\"who\":\"client\",\"kind\":\"note\"}\n", "session-no-header"},
             {"{\"twodoors\":\"1\"}\n", "session-no-header"},
             {"{\"twodoors\":2}\n", "session-other-version"},
             {"{\"twodoors\":0}", "session-other-version"},
             {"{\"twodoors\":-9223372036854775808}\n", "session-other-version"},
         })) {
        Journal journal(clock);
        const auto read = readSessionText(text, journal);
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.failure().topic, topic) << text;
        EXPECT_EQ(journal.size(), 0U);
    }
    Journal journal(clock);
    const auto other = readSessionText("{\"twodoors\":2}\n", journal);
    EXPECT_EQ(valueOf(other.failure(), "version"), "2");
    EXPECT_EQ(valueOf(other.failure(), "known"), "1");
    for (const std::string_view text : {"{\"twodoors\":1}", "{\"twodoors\":1}\n"}) {
        const auto read = readSessionText(text, journal);
        ASSERT_TRUE(read);
        EXPECT_FALSE(read->cut);
        EXPECT_EQ(journal.size(), 0U);
    }
}

/// A line whose member `key` has the value `json`; a later key takes the place of an earlier one.
std::string lineWith(Kind kind, std::string_view key, std::string_view json)
{
    const std::array<std::pair<std::string_view, std::string>, 5> common{
        {{"kind", '"' + std::string(nameOf(kind)) + '"'},
         {"seq", "1"},
         {"t", "0"},
         {"who", "\"client\""},
         {"evidence", "\"call\""}}};
    std::string line = "{";
    for (const auto &[name, value] : common) {
        if (name != key)
            line += "\"" + std::string(name) + "\":" + value + ",";
    }
    return line + "\"" + std::string(key) + "\":" + std::string(json) + "}\n";
}

void expectBadKey(const Clock &clock, Kind kind, std::string_view key, std::string_view json)
{
    const std::string text = headerLine(someHeader()) + lineWith(kind, key, json);
    Journal journal(clock);
    const auto read = readSessionText(text, journal);
    ASSERT_TRUE(read);
    ASSERT_TRUE(read->damage) << text;
    EXPECT_EQ(read->damage->topic, "session-bad-key") << text;
    EXPECT_EQ(valueOf(*read->damage, "key"), key) << text;
    EXPECT_EQ(valueOf(*read->damage, "line"), "2");
    EXPECT_EQ(journal.size(), 0U);
}

TEST_F(SessionDamage, wrongCommonKeysAreNamed)
{
    struct Row {
        std::string_view key;
        std::string_view json;
    };
    for (const auto &[key, json] : std::to_array<Row>({
             {"kind", "null"},
             {"kind", "1"},
             {"kind", "\"lines\""},
             {"kind", "\"\""},
             {"seq", "0"},
             {"seq", "2"},
             {"seq", "-1"},
             {"seq", "1.0"},
             {"seq", "\"1\""},
             {"t", "-1"},
             {"t", "0.5"},
             {"t", "\"0\""},
             {"t", "9223372036854775808"},
             {"who", "0"},
             {"who", "\"\""},
             {"who", "\"clients\""},
             {"who", "\"client \""},
             {"who", "\"client 65536\""},
             {"who", "\"client -1\""},
             {"who", "\"client 1 \""},
             {"who", "\" client\""},
             {"evidence", "1"},
             {"evidence", "\"calls\""},
             {"evidence", "[]"},
             {"cause", "-1"},
             {"cause", "1"},
             {"cause", "4294967296"},
             {"cause", "\"1\""},
             {"cause", "0.5"},
             {"cause", "{}"},
         }))
        expectBadKey(clock, Kind::Note, key, json);
}

TEST_F(SessionDamage, timeMayNotGoBack)
{
    const std::string head = headerLine(someHeader());
    Journal journal(clock);
    const std::string text =
        head
        + "{\"seq\":1,\"t\":5,\"who\":\"client\",\"evidence\":\"call\",\"kind\":\"note\"}\n"
          "{\"seq\":2,\"t\":4,\"who\":\"client\",\"evidence\":\"call\",\"kind\":\"note\"}\n";
    const auto read = readSessionText(text, journal);
    ASSERT_TRUE(read);
    ASSERT_TRUE(read->damage);
    EXPECT_EQ(valueOf(*read->damage, "key"), "t");
    EXPECT_EQ(valueOf(*read->damage, "line"), "3");
    EXPECT_EQ(journal.size(), 1U);
}

/// JSON that is no value of the type, or one out of its range.
template <class Value>
std::vector<std::string> wrongValues()
{
    std::vector<std::string> wrong{"null", "[]", "{}", "true", "1.5"};
    if constexpr (std::is_same_v<Value, std::string_view>) {
        wrong.push_back("1");
    } else if constexpr (std::is_same_v<Value, Endpoint>) {
        for (const char *text :
             {"1", "\"\"", "\"127.0.0.1\"", "\"localhost:1\"", "\"1.2.3.4:65536\""})
            wrong.push_back(text);
    } else if constexpr (hasNames<Value>) {
        for (const char *text : {"1", "\"\"", "\"?\"", "\"no such word\""})
            wrong.push_back(text);
    } else {
        for (const char *text : {"\"1\"", "9223372036854775808"})
            wrong.push_back(text);
        if constexpr (std::is_enum_v<Value> || sizeof(Value) < sizeof(std::int64_t)) {
            wrong.push_back("4294967296");
            wrong.push_back("-2147483649");
        }
    }
    return wrong;
}

TEST_F(SessionDamage, wrongFieldsAreNamed)
{
    for (const Kind kind : allKinds()) {
        forEachField(kind, [&]<class Value>(const Field<Value> &field) {
            for (const std::string &json : wrongValues<Value>())
                expectBadKey(clock, kind, field.key, json);
            if constexpr (std::is_same_v<Value, std::string_view>) {
                for (const char *json : {"1", "\"0\"", "\"zz\"", "\"0G\"", "\"FF\"", "\"ff \""})
                    expectBadKey(clock, kind, std::string(field.key) + "Hex", json);
            }
        });
    }
}

} // namespace

} // namespace twodoors::tests
