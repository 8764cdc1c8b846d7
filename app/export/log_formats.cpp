// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/export/log_printer.h"
#include "app/export/table_logs.h"
#include "base/text.h"
#include "journal/json_line.h"

#include <algorithm>
#include <fmt/format.h>

namespace twodoors
{

namespace
{

std::string padded(std::string text, std::size_t width)
{
    const std::size_t taken = columns(text);
    text.append(width > taken ? width - taken : 0, ' ');
    return text;
}

class TextLog final : public LogPrinter
{
public:
    using LogPrinter::LogPrinter;

    void begin() override
    {
        m_coloured = wantsColour(source().output);
        m_width = source().output.width();
        std::string text;
        if (source().lesson != nullptr) {
            const Tongue tongue = source().catalogue.tongue();
            text += styled("1", printable(source().lesson->title(tongue))) + '\n';
            for (const std::string &line :
                 wrapped(printable(source().lesson->aim(tongue)), m_width))
                text += line + '\n';
        }
        text += styled("2", printable(origin())) + "\n\n";
        source().output.write(text);
    }

protected:
    void print(const LogRow &row) override
    {
        const Event &event = row.event;
        const bool isLine = event.kind == Kind::Line;
        const std::string indent(indentWidth, ' ');
        std::string text = fmt::format("{:>4}  {:>10}  ", number(event.seq), secondsText(event.t));
        text += styled(colourOf(event), padded(row.who, whoWidth)) + ' ';
        std::string evidence;
        if (event.evidence == Evidence::Inferred)
            evidence = "  (" + source().catalogue.text("log.inferred") + ')';
        const auto headline = wrapped(row.headline, m_width - std::min(m_width, indentWidth));
        for (std::size_t i = 0; i < headline.size(); ++i) {
            text += i == 0 ? "" : indent;
            text += styled(isLine ? "1" : "", headline[i]);
            text += i + 1 == headline.size() ? styled("2", evidence) + '\n' : "\n";
        }
        for (const std::string &line :
             wrapped(row.sentence, m_width - std::min(m_width, indentWidth + 2)))
            text += indent + "  " + styled("2", line) + '\n';
        source().output.write(text);
    }

private:
    static constexpr std::size_t whoWidth = 14;
    static constexpr std::size_t indentWidth = 4 + 2 + 10 + 2 + whoWidth + 1;

    [[nodiscard]] std::string styled(std::string_view code, const std::string &text) const
    {
        if (!m_coloured || code.empty() || text.empty())
            return text;
        return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
    }

    [[nodiscard]] static std::string_view colourOf(const Event &event) noexcept
    {
        if (event.kind == Kind::Fault || event.error != 0)
            return "31";
        switch (event.who.role) {
        case Role::Client:
            return "34";
        case Role::Server:
            return "32";
        case Role::ClientKernel:
        case Role::ServerKernel:
            return "33";
        case Role::Wire:
            return "35";
        case Role::Person:
        case Role::TwoDoors:
            break;
        }
        return "36";
    }

    bool m_coloured = false;
    std::size_t m_width = 100;
};

class MarkdownLog final : public LogPrinter
{
public:
    using LogPrinter::LogPrinter;

    void begin() override
    {
        std::string text;
        if (source().lesson != nullptr) {
            const Tongue tongue = source().catalogue.tongue();
            text += fmt::format("# {}\n\n{}\n\n", escaped(source().lesson->title(tongue)),
                                escaped(source().lesson->aim(tongue)));
        }
        text += escaped(origin()) + "\n\n";
        text += '|';
        for (const std::string &head : heads())
            text += fmt::format(" {} |", head);
        text += "\n|---:|---:|---|---|---|---|\n";
        source().output.write(text);
    }

protected:
    void print(const LogRow &row) override
    {
        source().output.write(fmt::format(
            "| {} | {} | {} | {} | {} | {} |\n", number(row.event.seq), secondsText(row.event.t),
            row.who, code(row.headline), escaped(row.sentence), evidenceText(row.event)));
    }

private:
    /// Text that Markdown takes as text.
    static std::string escaped(std::string_view text)
    {
        std::string out;
        for (const char letter : printable(text)) {
            if (std::string_view("\\`*_{}[]<>#|").find(letter) != std::string_view::npos)
                out += '\\';
            out += letter;
        }
        return out;
    }

    /// Inside a code span of a table cell: longer fence than any run of backticks, | escaped.
    static std::string code(std::string_view text)
    {
        std::size_t longest = 0;
        std::size_t run = 0;
        std::string body;
        for (const char letter : text) {
            run = letter == '`' ? run + 1 : 0;
            longest = std::max(longest, run);
            body += letter == '|' ? "\\|" : std::string(1, letter);
        }
        const std::string fence(longest + 1, '`');
        const std::string_view space = longest > 0 ? " " : "";
        return fmt::format("{0}{1}{2}{1}{0}", fence, space, body);
    }
};

class JsonLog final : public LogPrinter
{
public:
    using LogPrinter::LogPrinter;

    void begin() override { source().output.write(headerLine(source().header)); }

protected:
    [[nodiscard]] bool wantsRows() const noexcept override { return false; }

    void print(const LogRow &row) override { printPlain(row.event); }

    void printPlain(const Event &event) override
    {
        m_line.clear();
        appendJsonLine(m_line, event);
        source().output.write(m_line);
    }

private:
    std::string m_line;
};

} // namespace

std::string_view suffixOf(LogFormat format) noexcept
{
    switch (format) {
    case LogFormat::Text:
        break;
    case LogFormat::JsonLines:
        return ".jsonl";
    case LogFormat::Markdown:
        return ".md";
    case LogFormat::Html:
        return ".html";
    case LogFormat::Csv:
        return ".csv";
    }
    return ".txt";
}

std::unique_ptr<LogPrinter> makeLogPrinter(LogFormat format, const LogPrinter::Source &source)
{
    switch (format) {
    case LogFormat::Text:
        break;
    case LogFormat::Markdown:
        return std::make_unique<MarkdownLog>(source);
    case LogFormat::JsonLines:
        return std::make_unique<JsonLog>(source);
    case LogFormat::Html:
        return makeHtmlLog(source);
    case LogFormat::Csv:
        return makeCsvLog(source);
    }
    return std::make_unique<TextLog>(source);
}

} // namespace twodoors
