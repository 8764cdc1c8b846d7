// SPDX-License-Identifier: GPL-3.0-or-later
// resources/session.schema.json against the one table of kinds, and against real session files.
#include "journal/session_files.h"
#include "lessons/lesson.h"
#include "session/session.h"

#include <limits>
#include <set>
#include <simdjson.h>

namespace twodoors::tests
{

namespace
{

using simdjson::dom::element;
using Words = std::set<std::string>;

const std::string schemaPath = TWODOORS_SOURCE_DIR "/resources/session.schema.json";

class Schema : public testing::Test
{
protected:
    void SetUp() override { ASSERT_EQ(parser.load(schemaPath).get(root), simdjson::SUCCESS); }

    /// The definition that a property's "$ref" names.
    [[nodiscard]] std::string definitionOf(const element &property) const
    {
        std::string_view reference;
        EXPECT_EQ(property["$ref"].get(reference), simdjson::SUCCESS);
        EXPECT_TRUE(reference.starts_with("#/$defs/")) << reference;
        return std::string(reference.substr(std::min<std::size_t>(reference.size(), 8)));
    }

    [[nodiscard]] Words enumOf(const std::string &definition) const
    {
        Words words;
        simdjson::dom::array array;
        EXPECT_EQ(root["$defs"][definition]["enum"].get(array), simdjson::SUCCESS) << definition;
        for (const element word : array)
            words.emplace(std::string_view(word));
        return words;
    }

    template <class Enum>
    static Words wordsOf()
    {
        return {names<Enum>.begin(), names<Enum>.end()};
    }

    template <class Number>
    void expectRange(const element &property)
    {
        const element definition = root["$defs"][definitionOf(property)];
        EXPECT_EQ(std::int64_t(definition["minimum"]), std::numeric_limits<Number>::min());
        EXPECT_EQ(std::int64_t(definition["maximum"]), std::numeric_limits<Number>::max());
    }

    simdjson::dom::parser parser;
    element root;
};

TEST_F(Schema, hasEachKindAndNoOther)
{
    Words expected{"header"};
    for (const Kind kind : allKinds())
        expected.emplace(nameOf(kind));
    Words found;
    for (const element choice : simdjson::dom::array(root["oneOf"]))
        found.insert(definitionOf(choice));
    EXPECT_EQ(found, expected);
    for (const Kind kind : allKinds()) {
        const element definition = root["$defs"][nameOf(kind)];
        EXPECT_EQ(std::string_view(definition["properties"]["kind"]["const"]), nameOf(kind));
        EXPECT_FALSE(bool(definition["additionalProperties"]));
    }
}

TEST_F(Schema, hasEachFieldAndNoOther)
{
    for (const Kind kind : allKinds()) {
        const element properties = root["$defs"][nameOf(kind)]["properties"];
        Words expected{"kind", "seq", "t", "who", "evidence", "cause"};
        forEachField(kind, [&]<class Value>(const Field<Value> &field) {
            expected.emplace(field.key);
            if constexpr (std::is_same_v<Value, std::string_view>)
                expected.emplace(std::string(field.key) + "Hex");
        });
        Words found;
        for (const auto &property : simdjson::dom::object(properties))
            found.emplace(property.key);
        EXPECT_EQ(found, expected) << nameOf(kind);
    }
}

TEST_F(Schema, hasEachWordAndNoOther)
{
    for (const Kind kind : allKinds()) {
        const element properties = root["$defs"][nameOf(kind)]["properties"];
        forEachField(kind, [&]<class Value>(const Field<Value> &field) {
            if constexpr (hasNames<Value>) {
                EXPECT_EQ(enumOf(definitionOf(properties[field.key])), wordsOf<Value>())
                    << nameOf(kind) << ' ' << field.key;
            }
        });
    }
    EXPECT_EQ(enumOf("evidence"), wordsOf<Evidence>());
    std::string pattern;
    for (const std::string_view role : names<Role>)
        pattern += (pattern.empty() ? "^(" : "|") + std::string(role);
    EXPECT_EQ(std::string_view(root["$defs"]["who"]["pattern"]), pattern + ")( [0-9]{1,5})?$");
}

TEST_F(Schema, hasTheRangeOfEachNumber)
{
    for (const Kind kind : allKinds()) {
        const element properties = root["$defs"][nameOf(kind)]["properties"];
        forEachField(kind, [&]<class Value>(const Field<Value> &field) {
            if constexpr (std::is_same_v<Value, Nanoseconds>)
                expectRange<std::int64_t>(properties[field.key]);
            else if constexpr (std::is_enum_v<Value> && !hasNames<Value>)
                expectRange<std::underlying_type_t<Value>>(properties[field.key]);
            else if constexpr (std::is_integral_v<Value>)
                expectRange<Value>(properties[field.key]);
        });
    }
}

std::string sessionOf(const Lesson &lesson)
{
    const SteadyClock clock;
    Journal journal(clock);
    SessionOptions options;
    options.server = endpointOf("127.0.0.1:0");
    Session session(journal, clock, lesson, options);
    while (!session.isOver() && session.stepAny()) {}
    session.stop();
    std::string text =
        headerLine(headerOfNow(lesson.id, "loopback", endpointOf("127.0.0.1:0"), lesson.source));
    for (std::size_t seq = 1; seq <= journal.size(); ++seq)
        appendJsonLine(text, journal.at(static_cast<Seq>(seq)));
    return text;
}

/// Validates each line of each file named after the schema; prints what is wrong.
constexpr const char *validator = R"(
import json, sys
try:
    import jsonschema
except ImportError:
    sys.exit(77)
schema = json.load(open(sys.argv[1], encoding='utf-8'))
kind = jsonschema.Draft202012Validator
kind.check_schema(schema)
validator = kind(schema)
bad = lines = 0
for name in sys.argv[2:]:
    for number, line in enumerate(open(name, encoding='utf-8', newline='\n'), 1):
        lines += 1
        valid = validator.is_valid(json.loads(line))
        if valid == name.endswith('.wrong'):
            print(name, number, line)
            bad += 1
sys.exit(0 if bad == 0 and lines > 100 else 1)
)";

TEST_F(Schema, describesRealSessionFiles)
{
    if (!std::filesystem::exists("/usr/bin/python3"))
        GTEST_SKIP() << "there is no /usr/bin/python3";
    const TemporaryFolder folder;
    std::string command =
        "/usr/bin/python3 '" + folder.file("validate.py").string() + "' '" + schemaPath + "'";
    const auto add = [&](const std::string &name, const std::string &text) {
        writeText(folder.file(name.c_str()), text);
        command += " '" + folder.file(name.c_str()).string() + "'";
    };
    writeText(folder.file("validate.py"), validator);
    for (const std::string &id : lessonIds())
        add(id + ".jsonl", sessionOf(*builtInLesson(id)));
    const SteadyClock clock;
    Journal journal(clock);
    fill(journal, 20);
    add("kinds.jsonl", sessionText(journal));
    add("not.wrong",
        "{}\n[]\n{\"twodoors\":2}\n"
        "{\"seq\":1,\"t\":0,\"who\":\"client\",\"evidence\":\"call\",\"kind\":\"other\"}\n"
        "{\"seq\":1,\"t\":0,\"who\":\"guest\",\"evidence\":\"call\",\"kind\":\"line\"}\n"
        "{\"seq\":1,\"t\":0,\"who\":\"client\",\"evidence\":\"call\",\"kind\":\"line\",\"door\":1}"
        "\n"
        "{\"seq\":1,\"t\":0,\"who\":\"client\",\"evidence\":\"call\",\"kind\":\"line\",\"line\":"
        "65536}\n"
        "{\"seq\":1,\"t\":0,\"who\":\"client\",\"evidence\":\"call\",\"kind\":\"note\",\"textHex\":"
        "\"FF\"}\n"
        "{\"t\":0,\"who\":\"client\",\"evidence\":\"call\",\"kind\":\"line\"}\n");
    const int status = std::system((command + " >&2").c_str());
    if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
        GTEST_SKIP() << "python3-jsonschema is not installed";
    EXPECT_EQ(status, 0);
}

} // namespace

} // namespace twodoors::tests
