// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

#include "base/text.h"
#include "lab/lab_probe.h"

#include <fmt/format.h>

namespace twodoors
{

namespace
{

std::string_view markOf(LabPartStanding standing) noexcept
{
    switch (standing) {
    case LabPartStanding::Works:
        return "✓";
    case LabPartStanding::Fails:
        return "✗";
    case LabPartStanding::Unknown:
        break;
    }
    return "·";
}

} // namespace

int doctorCommand(const CommandContext &context, const DoctorCommandOptions &options)
{
    Output output = Output::standard(context.stops);
    if (options.wantsProfile) {
        output.write(appArmorProfile(readSystemFacts().program));
        return finished(context, output, ExitStatus::good);
    }
    const Catalogue &catalogue = context.catalogue;
    const LabFindings findings = probeLab();
    std::string text;
    for (std::size_t i = 0; i < findings.parts.size(); ++i) {
        const std::string_view part = names<LabPart>[i];
        text += fmt::format("{} {}\n", markOf(findings.parts[i]),
                            catalogue.text(fmt::format("doctor.part.{}", part)));
    }
    for (const std::string &setting : findings.notSet)
        text += fmt::format("    {}\n", printable(setting));
    const std::vector<std::pair<std::string, std::string>> values{
        {"time", durationText(findings.time)}};
    text += '\n'
            + (findings.failure ? catalogue.text(*findings.failure)
                                : catalogue.text("doctor.works", values))
            + '\n';
    for (const LabRemedy &remedy : remediesFor(findings, readSystemFacts()))
        text += fmt::format("\n{}\n    {}\n",
                            catalogue.text(fmt::format("doctor.remedy.{}", remedy.topic)),
                            remedy.command);
    if (findings.failure)
        text += '\n' + catalogue.text("doctor.meanwhile") + '\n';
    output.write(text);
    return finished(context, output, findings.failure ? ExitStatus::fault : ExitStatus::good);
}

} // namespace twodoors
