// SPDX-License-Identifier: GPL-3.0-or-later
// Logs as HTML and CSV, read by Python's own parsers.
#include "said.h"
#include "temporary_folder.h"
#include "twodoors_child.h"

#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

/// Says what is wrong with log.html and log.csv of a folder; they must hold the same rows.
constexpr std::string_view judge = R"py(
import csv, html.parser, re, sys
folder, language = sys.argv[1:]
page = open(folder + '/log.html', encoding='utf-8', newline='').read()

class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.ids, self.rows, self.seen, self.title = [], set(), [], [], ''
    def handle_decl(self, text):
        if text != 'DOCTYPE html' or self.seen: print('declaration', text)
    def handle_starttag(self, tag, pairs):
        values = dict(pairs)
        if len(values) != len(pairs): print('attribute twice', pairs)
        if tag == 'html' and values.get('lang') != language: print('language', pairs)
        if tag in ('script', 'link', 'img', 'iframe', 'base'): print('not of one file', tag)
        if not values.get('href', '#').startswith('#'): print('leads outside', pairs)
        if any(name.startswith('on') or name == 'src' for name in values): print('active', pairs)
        if values.get('id') in self.ids: print('id twice', pairs)
        if 'id' in values: self.ids.add(values['id'])
        if tag == 'tr': self.rows.append([])
        if tag in ('td', 'th'): self.rows[-1].append('')
        self.seen.append(tag)
        if tag != 'meta': self.open.append(tag)
    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag: print('not nested', tag, self.getpos())
    def handle_data(self, text):
        if 'title' in self.open: self.title += text
        if {'td', 'th'} & set(self.open): self.rows[-1][-1] += text
        elif 'tr' in self.open and text.strip(): print('beside the cells', text)
        if 'style' in self.open and re.search(r'url\(|@import|</', text): print('style', text)
    def handle_comment(self, text): print('comment', text)
    def handle_pi(self, text): print('instruction', text)
    def unknown_decl(self, text): print('declaration', text)

parser = Page()
parser.feed(page)
parser.close()
if parser.open: print('left open', parser.open)
if not parser.title.strip(): print('no title')
for tag in ('html', 'head', 'title', 'style', 'body', 'header', 'main', 'h1', 'table', 'tbody'):
    if parser.seen.count(tag) != 1: print(tag, parser.seen.count(tag))

raw = open(folder + '/log.csv', 'rb').read().decode('utf-8')
if not raw.startswith('\ufeff'): print('no byte order mark')
if re.sub('\r\n', '', raw).count('\n') + re.sub('\r\n', '', raw).count('\r'): print('line ends')
if not raw.endswith('\r\n'): print('no last line end')
rows = list(csv.reader(raw[1:].splitlines(True), strict=True))
for row in rows:
    if len(row) != 6: print('cells', row)
    for cell in row:
        if cell[:1] in tuple('=+-@\t\r＝＋－＠'): print('formula', row)
tame = [[re.sub(r"^'(?=[=+\-@＝＋－＠])", '', cell) for cell in row] for row in rows]
if tame != parser.rows:
    print('not the same rows', next(pair for pair in zip(tame, parser.rows) if pair[0] != pair[1]))
if len(rows) < 5: print('only', len(rows), 'rows')
)py";

/// Opens the session as both, and lets Python judge; the page.
std::string judged(const std::string &session, const std::string &language)
{
    const TemporaryFolder folder;
    for (const std::string format : {"html", "csv"}) {
        const Ended opened = twodoors({"open", session, "--format", format, "--lang", language,
                                       "--output", folder.file("log." + format)});
        EXPECT_EQ(opened.status, 0) << opened.errors;
    }
    const Ended ended = twodoors(Start{
        .arguments = {"-c", std::string(judge), folder.path(), language == "zh" ? "zh-Hans" : "en"},
        .environment = {"PYTHONIOENCODING=utf-8"},
        .program = "/usr/bin/python3"});
    EXPECT_EQ(ended.status, 0);
    EXPECT_EQ(ended.output + ended.errors, "");
    std::string page = folder.get("log.html");
    EXPECT_EQ(unsafeIn(page), std::vector<std::string>());
    return page;
}

class TableFormats : public testing::TestWithParam<const char *>
{};

INSTANTIATE_TEST_SUITE_P(Each, TableFormats, testing::Values("en", "zh"));

TEST_P(TableFormats, canBeReadByOthers)
{
    const TemporaryFolder folder;
    for (const std::string lesson : {"tcp-echo", "udp-echo", "client-first"}) {
        const std::string session = folder.file(lesson);
        ASSERT_EQ(twodoors({"run", lesson, "--port", "0", "--session", session}).status, 0);
        const std::string page = judged(session, GetParam());
        EXPECT_EQ(hasChinese(page), GetParam() == std::string_view("zh"));
    }
}

/// What breaks out of a cell, an attribute, an element or a line, where it can.
constexpr std::string_view hostile = R"(=1+1,\"x\"'</code></td><script>alert(1)</script>&lt;)"
                                     R"(<!-- ]]> \r\n+2\u0000\u001b[31m\u202e\u2028)";

TEST_P(TableFormats, takeHostileWordsAsWords)
{
    const std::string words(hostile);
    std::string text = R"({"twodoors":1,"lesson":")" + words + R"(","wire":")" + words
                       + R"(","kernel":")" + words + R"(","start":")" + words + R"(","source":")"
                       + R"(id: x\ntitle: '=<b>&\"</title>'\naim: '<script>'\n)"
                       + R"(run: [{server: UDPServer}]\n"})" + '\n';
    std::size_t seq = 0;
    const auto add = [&](std::string_view more) {
        ++seq;
        text += R"({"seq":)" + std::to_string(seq) + R"(,"t":1,"who":"client","evidence":"call",)"
                + std::string(more) + "}\n";
    };
    for (const std::string sign : {"=", "+", "-", "@", "\\t=", "\\r", "＝", "\\\""})
        add(R"("kind":"note","text":")" + sign + words + '"');
    add(R"("kind":"value","into":")" + words + R"(","bytes":")" + words + R"(","size":9)");
    add(R"("kind":"fault","topic":")" + words + R"(","text":")" + words + '"');
    add(R"("kind":"prediction","step":"asked","topic":")" + words + R"(","text":")" + words + '"');
    add(R"("kind":"call","name":"send","bytes":")" + words + R"(","size":9)");
    const TemporaryFolder folder;
    const std::string page = judged(folder.put("s", text), GetParam());
    EXPECT_EQ(countOf("<script", page), 0U);
    EXPECT_GT(countOf("&lt;script&gt;", page), 5U);
}

} // namespace

} // namespace twodoors::tests
