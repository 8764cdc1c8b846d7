// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/export/table_logs.h"
#include "base/text.h"

#include <fmt/format.h>

namespace twodoors
{

namespace
{

/// The colours are those of the window's theme.
constexpr std::string_view style = R"(
:root { color-scheme: light dark;
  --client: #0B63B0; --server: #00795A; --wire: #6A48F0; --lost: #B93C0A;
  --ground: #F6F7F9; --panel: #FFFFFF; --line: #DDE1E7; --text: #1B2430; --dim: #5E6B7A;
  --selected: #FFF4D6; --on: #FFFFFF; }
@media (prefers-color-scheme: dark) { :root {
  --client: #6CB6FF; --server: #4FD1A5; --wire: #A99BFF; --lost: #FF8A5C;
  --ground: #14181E; --panel: #1C222A; --line: #303944; --text: #E7ECF2; --dim: #A3AFBC;
  --selected: #3A3218; --on: #14181E; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 90rem; padding: 1.5rem; background: var(--ground);
  color: var(--text); font: 0.9375rem/1.5 Inter, "Noto Sans CJK SC", system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.5rem; line-height: 1.3; }
header p { margin: 0.375rem 0 0; max-width: 60rem; }
.origin, .known, th { color: var(--dim); }
.origin { font-size: 0.8125rem; }
table { width: 100%; margin-top: 1.25rem; border-collapse: collapse; background: var(--panel);
  border: 1px solid var(--line); }
th, td { padding: 0.4rem 0.625rem; border-bottom: 1px solid var(--line); text-align: start;
  vertical-align: baseline; }
th { position: sticky; top: 0; background: var(--panel); font-size: 0.8125rem; font-weight: 600;
  box-shadow: inset 0 -1px var(--line); border-bottom: 0; white-space: nowrap; }
.number, .time { text-align: end; white-space: nowrap; font-variant-numeric: tabular-nums;
  font-size: 0.8125rem; color: var(--dim); }
td a { color: inherit; text-decoration: none; }
td a:hover, td a:focus-visible { text-decoration: underline; }
code { font: 0.8125rem/1.5 "JetBrains Mono", ui-monospace, monospace; white-space: pre-wrap;
  overflow-wrap: anywhere; }
.event { width: 36%; }
.known { font-size: 0.8125rem; white-space: nowrap; }
.who { display: inline-block; padding: 0 0.5rem; border: 1px solid var(--ink, var(--dim));
  border-radius: 1rem; background: var(--ink, var(--dim)); color: var(--on);
  font-size: 0.8125rem; white-space: nowrap; }
.kernel { background: transparent; color: var(--ink); }
.client { --ink: var(--client); }
.server { --ink: var(--server); }
.wire { --ink: var(--wire); }
.line code { font-weight: 700; }
.wrong code { color: var(--lost); }
.inferred code { font-style: italic; color: var(--dim); }
tr:target { background: var(--selected); }
@media (max-width: 48rem) {
  body { padding: 0.75rem; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr { display: block; }
  td { display: inline-block; border: 0; padding: 0.125rem 0.5rem; }
  .event, .meaning { display: block; width: auto; }
  tr { border-bottom: 1px solid var(--line); padding: 0.375rem 0; }
}
@media print { body { max-width: none; padding: 0; background: none; } th { position: static; }
  tr { break-inside: avoid; } }
)";

/// The text as HTML takes it as text, also inside the quotation marks of an attribute.
std::string escaped(std::string_view words)
{
    std::string out;
    for (const char letter : printable(words)) {
        switch (letter) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            out += letter;
        }
    }
    return out;
}

std::string_view classOf(Role role) noexcept
{
    switch (role) {
    case Role::Client:
        return "who client";
    case Role::Server:
        return "who server";
    case Role::ClientKernel:
        return "who client kernel";
    case Role::ServerKernel:
        return "who server kernel";
    case Role::Wire:
    case Role::Person:
        return "who wire";
    case Role::TwoDoors:
        break;
    }
    return "who";
}

std::string_view classOf(const Event &event) noexcept
{
    if (event.kind == Kind::Fault || event.error != 0)
        return " class=\"wrong\"";
    if (event.evidence == Evidence::Inferred)
        return " class=\"inferred\"";
    return event.kind == Kind::Line ? " class=\"line\"" : "";
}

class HtmlLog final : public LogPrinter
{
public:
    using LogPrinter::LogPrinter;

    void begin() override
    {
        const Tongue tongue = source().catalogue.tongue();
        const Lesson *lesson = source().lesson;
        const std::string title = escaped(lesson != nullptr ? lesson->title(tongue) : ownTitle());
        std::string text = fmt::format("<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n"
                                       "<meta charset=\"utf-8\">\n"
                                       "<meta name=\"viewport\" content=\"width=device-width\">\n"
                                       "<title>{}</title>\n<style>{}</style>\n</head>\n",
                                       tongue == Tongue::Chinese ? "zh-Hans" : "en", title, style);
        text += fmt::format("<body>\n<header>\n<h1>{}</h1>\n", title);
        if (lesson != nullptr)
            text += fmt::format("<p>{}</p>\n", escaped(lesson->aim(tongue)));
        text += fmt::format("<p class=\"origin\">{}</p>\n</header>\n<main>\n<table>\n<thead>\n<tr>",
                            escaped(origin()));
        constexpr std::array<std::string_view, 6> classes{" class=\"number\"", " class=\"time\""};
        const auto names = heads();
        for (std::size_t i = 0; i < names.size(); ++i)
            text += fmt::format("<th scope=\"col\"{}>{}</th>", classes[i], escaped(names[i]));
        text += "</tr>\n</thead>\n<tbody>\n";
        source().output.write(text);
    }

protected:
    void print(const LogRow &row) override
    {
        source().output.write(
            fmt::format("<tr id=\"e{0}\"{1}><td class=\"number\"><a href=\"#e{0}\">{0}</a></td>"
                        "<td class=\"time\">{2}</td><td><span class=\"{3}\">{4}</span></td>"
                        "<td class=\"event\"><code>{5}</code></td><td class=\"meaning\">{6}</td>"
                        "<td class=\"known\">{7}</td></tr>\n",
                        number(row.event.seq), classOf(row.event), secondsText(row.event.t),
                        classOf(row.event.who.role), escaped(row.who), escaped(row.headline),
                        escaped(row.sentence), escaped(evidenceText(row.event))));
    }

    void end() override
    {
        source().output.write("</tbody>\n</table>\n</main>\n</body>\n</html>\n");
    }

private:
    /// Where no lesson gives one.
    [[nodiscard]] std::string ownTitle() const
    {
        const bool isCapture = source().header.wire == SessionHeader::captureWire;
        return source().catalogue.text(isCapture ? "export.title-capture" : "export.title-run");
    }
};

} // namespace

std::unique_ptr<LogPrinter> makeHtmlLog(const LogPrinter::Source &source)
{
    return std::make_unique<HtmlLog>(source);
}

} // namespace twodoors
