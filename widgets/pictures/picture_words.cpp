// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pictures/picture_words.h"

#include "base/text.h"
#include "notes/origin_text.h"

#include <fmt/format.h>

namespace twodoors
{

PictureWords pictureWords(const Viewpoint &view)
{
    const Appearance &appearance = view.appearance();
    const Recording &recording = view.recording();
    PictureWords words;
    if (recording.lesson)
        words.title = QString::fromStdString(recording.lesson->title(appearance.tongue()));
    if (words.title.isEmpty())
        words.title = appearance.words("pictures.untitled");
    words.origin = QString::fromStdString(originText(recording.header, appearance.catalogue()));
    const std::string latest = std::to_string(number(view.latest()));
    words.denser = appearance.words("pictures.denser", {{{"events", latest}}});
    if (view.cursor() == Seq::None) {
        words.moment = appearance.words("pictures.before-all");
        return words;
    }
    constexpr std::size_t longestSentence = 400;
    const double seconds = std::chrono::duration<double>(view.event(view.cursor()).t).count();
    words.moment = appearance.words(
        "pictures.moment",
        {{{"seq", std::to_string(number(view.cursor()))},
          {"latest", latest},
          {"time", fmt::format("{:.3f}", seconds)},
          {"sentence", clipped(view.sentence(view.cursor()).toStdString(), longestSentence)}}});
    return words;
}

} // namespace twodoors
