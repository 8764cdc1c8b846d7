// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lessons/lesson.h"

#include <optional>
#include <string>
#include <vector>

namespace twodoors
{

/// Which programs of a lesson run here; the other side is somebody else's.
enum class Part : std::uint8_t { Both, ServerOnly, ClientOnly };

/// One program of a run and its guest's sentence.
struct PlayedPart {
    Who who;
    const Program *program = nullptr;
    std::optional<StartCondition> after; ///< at once where there is none
    int expectedError = 0;
    std::string message;
};

/// Who plays in a run of the lesson, which must outlive them. Each message makes a guest; the
/// lesson's own messages where none are given. With more messages than the lesson has guests, the
/// last guest's program comes again, one after another.
[[nodiscard]] std::vector<PlayedPart> partsOf(const Lesson &lesson, Part part,
                                              const std::vector<std::string> &messages);

} // namespace twodoors
