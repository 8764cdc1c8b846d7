// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/code/code_colours.h"

#include <Qsci/qscilexercpp.h>
#include <Qsci/qscilexerpython.h>

namespace twodoors
{

namespace
{

constexpr qreal codeSize = 12;

void dress(QsciLexer &lexer, const Theme &theme, int dpi)
{
    constexpr qreal pointsPerInch = 72;
    QFont font = codeFont(theme);
    font.setPointSizeF(font.pixelSize() * pointsPerInch / dpi);
    const QColor text = theme.colour(Ink::Text);
    const QColor paper = theme.colour(Ink::Panel);
    lexer.setDefaultFont(font);
    lexer.setDefaultColor(text);
    lexer.setDefaultPaper(paper);
    lexer.setFont(font);
    lexer.setColor(text);
    lexer.setPaper(paper);
    lexer.setEolFill(false);
}

void colour(QsciLexer &lexer, const Theme &theme, Ink ink, std::initializer_list<int> styles)
{
    for (const int style : styles)
        lexer.setColor(theme.colour(ink), style);
}

} // namespace

QFont codeFont(const Theme &theme)
{
    return theme.code(codeSize);
}

std::unique_ptr<QsciLexer> makeLexer(Language language, const Theme &theme, int dpi)
{
    if (language == Language::C) {
        using Cpp = QsciLexerCPP;
        auto lexer = std::make_unique<Cpp>();
        dress(*lexer, theme, dpi);
        colour(*lexer, theme, Ink::Held, {Cpp::Keyword});
        colour(*lexer, theme, Ink::Welcome,
               {Cpp::DoubleQuotedString, Cpp::SingleQuotedString, Cpp::Number});
        colour(*lexer, theme, Ink::Dim, {Cpp::Comment, Cpp::CommentLine, Cpp::PreProcessor});
        return lexer;
    }
    using Python = QsciLexerPython;
    auto lexer = std::make_unique<Python>();
    dress(*lexer, theme, dpi);
    colour(*lexer, theme, Ink::Held, {Python::Keyword});
    colour(*lexer, theme, Ink::Welcome,
           {Python::DoubleQuotedString, Python::SingleQuotedString, Python::Number});
    colour(*lexer, theme, Ink::Dim, {Python::Comment, Python::CommentBlock});
    return lexer;
}

} // namespace twodoors
