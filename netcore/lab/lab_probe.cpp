// SPDX-License-Identifier: GPL-3.0-or-later
#include "lab/lab_probe.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace twodoors
{

namespace
{

constexpr LabRemedy allowNamespaces{"namespaces-forbidden",
                                    "sudo sysctl -w user.max_user_namespaces=15000"};
constexpr LabRemedy allowDebian{"debian-forbids",
                                "sudo sysctl -w kernel.unprivileged_userns_clone=1"};
constexpr LabRemedy loadProfile{
    "apparmor",
    "twodoors doctor --apparmor-profile | sudo tee /etc/apparmor.d/twodoors >/dev/null && "
    "sudo apparmor_parser -r /etc/apparmor.d/twodoors"};
constexpr LabRemedy runDocker{"container",
                              "docker run --device /dev/net/tun --cap-add SYS_ADMIN --security-opt "
                              "apparmor=unconfined --security-opt systempaths=unconfined …"};
constexpr LabRemedy runPodman{
    "container",
    "podman run --device /dev/net/tun --cap-add SYS_ADMIN --security-opt unmask=ALL …"};
constexpr LabRemedy loadTun{"load-tun", "sudo modprobe tun"};
constexpr LabRemedy openTun{
    "open-tun",
    "echo 'KERNEL==\"tun\", MODE=\"0666\"' | sudo tee /etc/udev/rules.d/90-tun.rules && "
    "sudo chmod 0666 /dev/net/tun"};
constexpr LabRemedy asRoot{"as-root", "sudo twodoors …"};

std::string textOf(const std::filesystem::path &path)
{
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The number in a file of /proc/sys; `missing` where there is none.
int numberIn(const std::filesystem::path &path, int missing)
{
    std::ifstream file(path);
    int number = 0;
    return file >> number ? number : missing;
}

LabPart partOf(const Failure &failure)
{
    if (failure.topic == "lab-no-user-namespace")
        return LabPart::UserNamespace;
    if (failure.topic == "lab-user-namespace-powerless"
        || failure.topic == "lab-no-network-namespace")
        return LabPart::NetworkNamespace;
    if (failure.topic == "lab-no-tun" || failure.topic == "lab-tun-not-permitted")
        return LabPart::Tun;
    const auto step =
        std::ranges::find(failure.values, "step", &std::pair<std::string, std::string>::first);
    const bool isReports = step != failure.values.end() && step->second == "reports";
    return isReports ? LabPart::Reports : LabPart::Network;
}

} // namespace

LabFindings probeLab()
{
    LabFindings findings;
    const auto begin = std::chrono::steady_clock::now();
    const auto lab = Lab::start();
    findings.time = std::chrono::steady_clock::now() - begin;
    findings.parts.fill(LabPartStanding::Works);
    if (!lab) {
        findings.failure = lab.failure();
        const auto failed = static_cast<std::size_t>(partOf(lab.failure()));
        findings.parts[failed] = LabPartStanding::Fails;
        std::fill(findings.parts.begin() + static_cast<std::ptrdiff_t>(failed) + 1,
                  findings.parts.end(), LabPartStanding::Unknown);
        return findings;
    }
    findings.notSet = (*lab)->notSet();
    if (!findings.notSet.empty())
        findings.parts[static_cast<std::size_t>(LabPart::Settings)] = LabPartStanding::Fails;
    auto reports = (*lab)->takeReports(Role::Client);
    if (!reports || !reports->dump({}))
        findings.parts[static_cast<std::size_t>(LabPart::Reports)] = LabPartStanding::Fails;
    return findings;
}

SystemFacts readSystemFacts(const std::filesystem::path &root)
{
    SystemFacts facts;
    std::ifstream release(root / "etc/os-release");
    for (std::string line; std::getline(release, line);) {
        if (line.starts_with("ID=")) {
            facts.distribution = line.substr(3);
            std::erase(facts.distribution, '"');
        }
    }
    using Container = SystemFacts::Container;
    if (std::filesystem::exists(root / ".dockerenv"))
        facts.container = Container::Docker;
    else if (std::filesystem::exists(root / "run/.containerenv"))
        facts.container = Container::Podman;
    else if (textOf(root / "proc/1/environ").find("container=") != std::string::npos)
        facts.container = Container::Other;
    const std::filesystem::path settings = root / "proc/sys";
    facts.namespacesForbidden = numberIn(settings / "user/max_user_namespaces", 1) == 0;
    facts.debianForbids = numberIn(settings / "kernel/unprivileged_userns_clone", 1) == 0;
    facts.appArmorRestricts =
        numberIn(settings / "kernel/apparmor_restrict_unprivileged_userns", 0) == 1;
    return facts;
}

std::vector<LabRemedy> remediesFor(const LabFindings &findings, const SystemFacts &facts)
{
    using Container = SystemFacts::Container;
    std::vector<LabRemedy> remedies;
    const LabRemedy anew = facts.container == Container::Podman ? runPodman : runDocker;
    if (!findings.failure) {
        if (!findings.notSet.empty() && facts.container != Container::None)
            remedies.push_back(anew);
        return remedies;
    }
    const LabPart failed = partOf(*findings.failure);
    const bool isNamespace =
        failed == LabPart::UserNamespace || failed == LabPart::NetworkNamespace;
    if (isNamespace && facts.namespacesForbidden)
        remedies.push_back(allowNamespaces);
    if (isNamespace && facts.debianForbids)
        remedies.push_back(allowDebian);
    if (isNamespace && facts.appArmorRestricts)
        remedies.push_back(loadProfile);
    if (findings.failure->topic == "lab-tun-not-permitted")
        remedies.push_back(openTun);
    if (facts.container != Container::None)
        remedies.push_back(anew);
    else if (findings.failure->topic == "lab-no-tun")
        remedies.push_back(loadTun);
    if (remedies.empty())
        remedies.push_back(asRoot);
    return remedies;
}

} // namespace twodoors
