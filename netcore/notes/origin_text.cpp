// SPDX-License-Identifier: GPL-3.0-or-later
#include "notes/origin_text.h"

namespace twodoors
{

std::string originText(const SessionHeader &header, const Catalogue &catalogue)
{
    const std::vector<std::pair<std::string, std::string>> values{
        {"kernel", header.kernel}, {"start", header.start}, {"wire", header.wire}};
    const bool isCapture = header.wire == SessionHeader::captureWire;
    const std::string_view key = !isCapture             ? "log.under-title"
                                 : header.start.empty() ? "log.under-empty-capture"
                                                        : "log.under-capture";
    return catalogue.text(key, values);
}

} // namespace twodoors
