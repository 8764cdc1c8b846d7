// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/nearest.h"
#include "base/text.h"

#include <array>
#include <gtest/gtest.h>
#include <simdjson.h>

namespace twodoors::tests
{

namespace
{

using namespace std::string_literals;
using namespace std::string_view_literals;

TEST(Utf8, knowsWellFormedSequences)
{
    struct Row {
        std::string_view text;
        std::size_t length;
    };
    // the bounds of RFC 3629, section 4, on both sides
    for (const auto &[text, length] : std::to_array<Row>({
             {"", 0},
             {"a", 1},
             {"\0"sv, 1},
             {"\x7f", 1},
             {"\x80", 0},
             {"\xbf", 0},
             {"\xc0\x80", 0},
             {"\xc1\xbf", 0},
             {"\xc2\x80", 2},
             {"\xdf\xbf", 2},
             {"\xdf", 0},
             {"\xdf\x7f", 0},
             {"\xe0\x9f\xbf", 0},
             {"\xe0\xa0\x80", 3},
             {"\xed\x9f\xbf", 3},
             {"\xed\xa0\x80", 0}, // a surrogate
             {"\xee\x80\x80", 3},
             {"\xef\xbf\xbf", 3},
             {"\xef\xbf", 0},
             {"\xef\xbf\x7f", 0},
             {"\xf0\x8f\xbf\xbf", 0},
             {"\xf0\x90\x80\x80", 4},
             {"\xf4\x8f\xbf\xbf", 4},
             {"\xf4\x90\x80\x80", 0},
             {"\xf5\x80\x80\x80", 0},
             {"\xf0\x90\x80", 0},
             {"\xff", 0},
             {"你好", 3},
         })) {
        EXPECT_EQ(utf8SequenceLength(text), length) << printable(text);
        EXPECT_EQ(isUtf8(text.substr(0, length)), true) << printable(text);
    }
    EXPECT_TRUE(isUtf8(""));
    EXPECT_TRUE(isUtf8("two doors, 两扇门 🚪"));
    EXPECT_FALSE(isUtf8("two doors, \xe4\xb8"));
    EXPECT_FALSE(isUtf8("a\xff"
                        "b"));
}

TEST(Utf8, agreesWithSimdjson)
{
    // every sequence of three bytes out of those at the bounds
    constexpr std::array<unsigned, 19> bytes{0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f,
                                             0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0,
                                             0xed, 0xef, 0xf0, 0xf4, 0xf5};
    for (const unsigned a : bytes) {
        for (const unsigned b : bytes) {
            for (const unsigned c : bytes) {
                for (const unsigned d : {0x41U, 0x80U, 0xbfU}) {
                    const std::string text{static_cast<char>(a), static_cast<char>(b),
                                           static_cast<char>(c), static_cast<char>(d)};
                    EXPECT_EQ(isUtf8(text), simdjson::validate_utf8(text)) << printable(text);
                }
            }
        }
    }
}

struct TextRow {
    std::string_view given;
    std::string_view expected;
};

TEST(Printable, leavesNothingThatATerminalObeys)
{
    for (const auto &[given, expected] : std::to_array<TextRow>({
             {"", ""},
             {"hello, 两扇门 🚪", "hello, 两扇门 🚪"},
             {"a\\b", "a\\b"},
             {"\n\r\t", "\\n\\r\\t"},
             {"\0"sv, "\\x00"},
             {"\x1b[31mred\x1b]0;title\x07", "\\x1b[31mred\\x1b]0;title\\x07"},
             {"\x7f", "\\x7f"},
             {"\xc2\x80\xc2\x9b"
              "31m\xc2\x9f",
              "\\u{0080}\\u{009b}31m\\u{009f}"}, // C1, CSI among them
             {"\xc2\xa0", "\xc2\xa0"},
             {"\xe2\x80\xae"
              "drow",
              "\\u{202e}drow"}, // right-to-left override
             {"\xe2\x81\xa6\xe2\x81\xa9", "\\u{2066}\\u{2069}"},
             {"\xd8\x9c\xe2\x80\x8e\xe2\x80\x8f", "\\u{061c}\\u{200e}\\u{200f}"},
             {"\xe2\x80\xa8\xe2\x80\xa9", "\\u{2028}\\u{2029}"},
             {"\xef\xbb\xbf", "\\u{feff}"},
             {"\x9b"
              "31m",
              "\\x9b31m"}, // a C1 byte that is not UTF-8
             {"\xff\xfe", "\\xff\\xfe"},
             {"\xe4\xb8", "\\xe4\\xb8"},
             {"\xed\xa0\x80", "\\xed\\xa0\\x80"},
         }))
        EXPECT_EQ(printable(given), expected);
}

TEST(Printable, isUtf8WithoutControlCharactersWhateverComes)
{
    for (unsigned first = 0; first < 256; ++first) {
        for (unsigned second = 0; second < 256; ++second) {
            const std::string safe =
                printable(std::string{static_cast<char>(first), static_cast<char>(second)});
            ASSERT_TRUE(isUtf8(safe));
            for (const char letter : safe) {
                ASSERT_GE(static_cast<unsigned char>(letter), 0x20) << first << ' ' << second;
                ASSERT_NE(letter, 0x7f);
            }
        }
    }
}

TEST(Quoted, cutsAtTheEndOfACharacter)
{
    struct Row {
        std::string_view given;
        std::size_t longest;
        std::string_view expected;
    };
    for (const auto &[given, longest, expected] : std::to_array<Row>({
             {"", 60, "\"\""},
             {"hello", 60, "\"hello\""},
             {"hello", 5, "\"hello\""},
             {"hello", 4, "\"hell…\""},
             {"hello", 0, "\"…\""},
             {"say \"hi\"", 60, "\"say \\\"hi\\\"\""},
             {"a\n", 60, "\"a\\n\""},
             {"两扇门", 8, "\"两扇…\""},
             {"两扇门", 7, "\"两扇…\""},
             {"两扇门", 6, "\"两扇…\""},
             {"两扇门", 2, "\"…\""},
             {"\x80\x80\x80\x80\x80\x80\x80\x80", 6, "\"\\x80\\x80…\""}, // no character at all
         }))
        EXPECT_EQ(quoted(given, longest), expected) << given << ' ' << longest;
    EXPECT_EQ(twodoors::quoted(std::string(61, 'x'), 60), "\"" + std::string(60, 'x') + "…\"");
}

TEST(Columns, countsWideCharactersTwice)
{
    EXPECT_EQ(columns(""), 0U);
    EXPECT_EQ(columns("hello"), 5U);
    EXPECT_EQ(columns("两扇门"), 6U);
    EXPECT_EQ(columns("é → …"), 5U);
    EXPECT_EQ(columns("🚪"), 2U);
    EXPECT_EQ(columns("Ａ"), 2U); // fullwidth
    EXPECT_EQ(columns("\xff\xff"), 2U);
}

TEST(AsciiUpper, changesAsciiLettersOnly)
{
    EXPECT_EQ(asciiUpper("Hello, straße é 你好 1"), "HELLO, STRAßE é 你好 1");
    std::string all;
    for (int byte = 0; byte < 256; ++byte)
        all += static_cast<char>(byte);
    const std::string upper = asciiUpper(all);
    for (std::size_t byte = 0; byte < 256; ++byte)
        EXPECT_EQ(upper[byte], byte >= 'a' && byte <= 'z' ? all[byte - 32] : all[byte]);
}

TEST(JsonEscaped, isReadBackTheSame)
{
    simdjson::dom::parser parser;
    for (const std::string &text :
         {""s, "plain"s, "\"\\/"s, "\b\f\n\r\t"s, "\0\x01\x1f\x7f"s, "两扇门\u2028🚪"s}) {
        std::string json = "[\"";
        appendJsonEscaped(json, text);
        json += "\"]";
        std::string_view back;
        ASSERT_EQ(parser.parse(json).at(0).get(back), simdjson::SUCCESS) << json;
        EXPECT_EQ(back, text);
        EXPECT_EQ(isPlainJson(text), json == "[\"" + text + "\"]") << json;
    }
    std::string out = "kept ";
    appendJsonEscaped(out, "a\"b\\c\nd\re\tf\x01g");
    EXPECT_EQ(out, "kept a\\\"b\\\\c\\nd\\re\\tf\\u0001g");
    appendHex(out, "\x01\xfe");
    EXPECT_TRUE(out.ends_with("g01fe"));
}

TEST(NearestOrAll, givesTheWordThatWasMeant)
{
    constexpr auto known = std::to_array<std::string_view>({"read", "write", "both"});
    for (const auto &[given, expected] : std::to_array<TextRow>({
             {"read", "read"},
             {"raed", "read"}, // two letters swapped
             {"reed", "read"},
             {"rea", "read"},
             {"readd", "read"},
             {"WRITE", "write"},
             {"wrte", "write"},
             {"bth", "both"},
             {"", "read, write, both"},
             {"quite different", "read, write, both"},
             {"xxxx", "read, write, both"},
         }))
        EXPECT_EQ(nearestOrAll(given, known), expected) << given;
    EXPECT_EQ(nearestOrAll(std::string(100'000, 'r'), known), "read, write, both");
    EXPECT_EQ(nearestOrAll("word", {}), "");
}

TEST(Clipped, neverTakesMoreColumnsThanItMay)
{
    for (const std::string_view text : {"", "hello", "两扇门 two doors", "ab\xff"}) {
        for (std::size_t most = 0; most < 20; ++most) {
            const std::string shown = clipped(text, most);
            EXPECT_LE(columns(shown), most) << text;
            EXPECT_EQ(shown == text, columns(text) <= most) << text << ' ' << most;
        }
    }
    EXPECT_EQ(clipped("两扇门", 5), "两扇…");
    EXPECT_EQ(clipped("两扇门", 4), "两…");
}

} // namespace

} // namespace twodoors::tests
