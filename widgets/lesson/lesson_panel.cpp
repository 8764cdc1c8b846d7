// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/lesson/lesson_panel.h"

#include "widgets/lesson/lesson_words.h"

#include <QFontMetricsF>
#include <QScrollBar>
#include <algorithm>

namespace twodoors
{

namespace
{

constexpr int mostColumns = 3;
constexpr int lineLength = 75; ///< letters of a line that reads well

} // namespace

LessonPanel::LessonPanel(Viewpoint &view, QWidget *parent)
    : QScrollArea(parent), m_view(view), m_page(new QWidget)
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    setWidget(m_page);
    for (int i = 0; i < mostColumns; ++i) {
        auto *column = new QLabel(m_page);
        column->setTextFormat(Qt::RichText);
        column->setWordWrap(true);
        column->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        column->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        m_columns.push_back(column);
    }
    connect(&m_view, &Viewpoint::recordingChanged, this, &LessonPanel::say);
    connect(&m_view, &Viewpoint::grown, this, &LessonPanel::say);
    connect(&m_view.appearance(), &Appearance::changed, this, &LessonPanel::restyle);
    restyle();
}

QString LessonPanel::tabTitle() const
{
    return m_view.appearance().words("lessonpanel.title");
}

QStringList LessonPanel::columnTexts() const
{
    QStringList texts;
    for (const QLabel *column : m_columns) {
        if (!column->isHidden())
            texts << column->text();
    }
    return texts;
}

void LessonPanel::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    say();
}

void LessonPanel::showEvent(QShowEvent *event)
{
    QScrollArea::showEvent(event);
    say();
}

int LessonPanel::longestLine() const
{
    const QFontMetricsF metrics(m_view.theme().words());
    return static_cast<int>(metrics.averageCharWidth() * lineLength);
}

int LessonPanel::columnCount() const
{
    const int least = static_cast<int>(m_view.theme().px(330));
    return std::clamp(viewport()->width() / least, 1, mostColumns);
}

QString LessonPanel::partsText() const
{
    const Theme &theme = m_view.theme();
    const auto big = static_cast<int>(theme.px(16));
    QString html = QStringLiteral("<p style='font-size:%1px; font-weight:600; margin:0 0 6px 0'>"
                                  "%2</p>")
                       .arg(big)
                       .arg(escaped(lessonTitle(m_view)));
    for (const LessonPart &part : lessonParts(m_view)) {
        if (!part.heading.isEmpty())
            html +=
                QStringLiteral("<p style='margin:8px 0 2px 0; font-weight:600; color:%1'>%2</p>")
                    .arg(theme.colour(Ink::Dim).name(), escaped(part.heading));
        for (const QString &paragraph : part.paragraphs)
            html += QStringLiteral("<p style='margin:0 0 3px 0'>%1</p>").arg(escaped(paragraph));
    }
    return html;
}

QString LessonPanel::glossaryText(std::size_t from, std::size_t to) const
{
    const Appearance &appearance = m_view.appearance();
    const Theme &theme = m_view.theme();
    QString html;
    if (from == 0)
        html += QStringLiteral("<p style='margin:0 0 4px 0; font-weight:600; color:%1'>%2</p>")
                    .arg(theme.colour(Ink::Dim).name(),
                         escaped(appearance.words("lessonpanel.glossary")));
    for (std::size_t i = from; i < to; ++i) {
        const std::string key = "lessonpanel.word." + std::string(glossaryKeys[i]);
        html += QStringLiteral("<p style='margin:0 0 4px 0'><b>%1</b>&nbsp; %2</p>")
                    .arg(escaped(appearance.words(key + ".name")),
                         escaped(appearance.words(key + ".means")));
    }
    return html;
}

void LessonPanel::say()
{
    if (!isVisible())
        return;
    const int columns = columnCount();
    const std::size_t count = glossaryKeys.size();
    const std::size_t half = (count + 1) / 2;
    const QString texts[mostColumns] = {columns == 1 ? partsText() + QStringLiteral("<p></p>")
                                                           + glossaryText(0, count)
                                                     : partsText(),
                                        columns == 2   ? glossaryText(0, count)
                                        : columns == 3 ? glossaryText(0, half)
                                                       : QString(),
                                        columns == 3 ? glossaryText(half, count) : QString()};
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        if (m_columns[i]->text() != texts[i])
            m_columns[i]->setText(texts[i]);
        m_columns[i]->setVisible(static_cast<int>(i) < columns);
        m_columns[i]->setAccessibleName(i == 0 ? tabTitle()
                                               : m_view.appearance().words("lessonpanel.glossary"));
    }
    arrange();
}

void LessonPanel::arrange()
{
    const int columns = columnCount();
    const int margin = static_cast<int>(m_view.theme().px(14));
    const int gap = 2 * margin;
    const int room = viewport()->width() - 2 * margin - (columns - 1) * gap;
    const int width = std::clamp(room / columns, 1, longestLine());
    int bottom = 0;
    for (int i = 0; i < columns; ++i) {
        QLabel *column = m_columns[static_cast<std::size_t>(i)];
        const int height = column->heightForWidth(width);
        column->setGeometry(margin + i * (width + gap), margin / 2, width, height);
        bottom = std::max(bottom, margin + height);
    }
    m_page->resize(viewport()->width(), std::max(bottom, viewport()->height()));
    verticalScrollBar()->setSingleStep(static_cast<int>(m_view.theme().px(18)));
}

void LessonPanel::restyle()
{
    const Appearance &appearance = m_view.appearance();
    const Theme &theme = appearance.theme();
    QPalette colours = palette();
    colours.setColor(QPalette::Window, theme.colour(Ink::Panel));
    colours.setColor(QPalette::WindowText, theme.colour(Ink::Text));
    colours.setColor(QPalette::Text, theme.colour(Ink::Text));
    setPalette(colours);
    viewport()->setAutoFillBackground(true);
    m_page->setAutoFillBackground(true);
    for (QLabel *column : m_columns)
        column->setFont(theme.words());
    setAccessibleName(tabTitle());
    setWhatsThis(appearance.words("lessonpanel.whatsThis"));
    say();
}

} // namespace twodoors
