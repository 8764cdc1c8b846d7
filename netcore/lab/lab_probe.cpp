// SPDX-License-Identifier: GPL-3.0-or-later
#include "lab/lab_probe.h"

#include "resources/resources.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace twodoors
{

namespace
{

struct Remedy {
    std::string_view topic;
    std::string_view command; ///< {program} is this very program
};

constexpr Remedy allowNamespaces{"namespaces-forbidden",
                                 "sudo sysctl -w user.max_user_namespaces=15000"};
constexpr Remedy allowNetworks{"networks-forbidden",
                               "sudo sysctl -w user.max_net_namespaces=15000"};
constexpr Remedy allowDebian{"debian-forbids", "sudo sysctl -w kernel.unprivileged_userns_clone=1"};
constexpr Remedy loadProfile{
    "apparmor",
    "{program} doctor --apparmor-profile | sudo tee /etc/apparmor.d/twodoors >/dev/null && "
    "sudo apparmor_parser -r /etc/apparmor.d/twodoors"};
constexpr Remedy runDocker{"container",
                           "docker run --device /dev/net/tun --cap-add SYS_ADMIN --security-opt "
                           "apparmor=unconfined --security-opt systempaths=unconfined …"};
constexpr Remedy runPodman{
    "container",
    "podman run --device /dev/net/tun --cap-add SYS_ADMIN --security-opt unmask=ALL …"};
constexpr Remedy loadTun{"load-tun", "sudo modprobe tun"};
constexpr Remedy openTun{
    "open-tun",
    "echo 'KERNEL==\"tun\", MODE=\"0666\"' | sudo tee /etc/udev/rules.d/90-tun.rules && "
    "sudo chmod 0666 /dev/net/tun"};
constexpr Remedy asRoot{"as-root", "sudo {program} …"};

/// The path between quotation marks where a shell would take it for more than one word.
std::string shellWord(std::string_view path)
{
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                       "0123456789/._-+";
    if (path.find_first_not_of(plain) == std::string_view::npos)
        return std::string(path);
    std::string word = "'";
    for (const char letter : path) {
        if (letter == '\'')
            word += "'\\'";
        word += letter;
    }
    return word + '\'';
}

std::string replaced(std::string_view text, std::string_view old, const std::string &now)
{
    std::string result(text);
    if (const std::size_t at = result.find(old); at != std::string::npos)
        result.replace(at, old.size(), now);
    return result;
}

std::string textOf(const std::filesystem::path &path)
{
    std::ostringstream text;
    text << std::ifstream(path).rdbuf(); // unlike an iterator, it does not throw where a read fails
    return text.str();
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
    facts.networksForbidden = numberIn(settings / "user/max_net_namespaces", 1) == 0;
    facts.debianForbids = numberIn(settings / "kernel/unprivileged_userns_clone", 1) == 0;
    facts.appArmorRestricts =
        numberIn(settings / "kernel/apparmor_restrict_unprivileged_userns", 0) == 1;
    std::error_code unknown;
    facts.program = std::filesystem::read_symlink("/proc/self/exe", unknown);
    if (unknown)
        facts.program = "twodoors";
    return facts;
}

std::vector<LabRemedy> remediesFor(const LabFindings &findings, const SystemFacts &facts)
{
    using Container = SystemFacts::Container;
    std::vector<LabRemedy> remedies;
    const auto advise = [&](const Remedy &remedy) {
        remedies.push_back(
            {remedy.topic, replaced(remedy.command, "{program}", shellWord(facts.program))});
    };
    const Remedy anew = facts.container == Container::Podman ? runPodman : runDocker;
    if (!findings.failure) {
        if (!findings.notSet.empty() && facts.container != Container::None)
            advise(anew);
        return remedies;
    }
    const LabPart failed = partOf(*findings.failure);
    const bool isNamespace =
        failed == LabPart::UserNamespace || failed == LabPart::NetworkNamespace;
    if (isNamespace && facts.namespacesForbidden)
        advise(allowNamespaces);
    if (isNamespace && facts.networksForbidden)
        advise(allowNetworks);
    if (isNamespace && facts.debianForbids)
        advise(allowDebian);
    if (isNamespace && facts.appArmorRestricts)
        advise(loadProfile);
    if (findings.failure->topic == "lab-tun-not-permitted")
        advise(openTun);
    if (facts.container != Container::None)
        advise(anew);
    else if (findings.failure->topic == "lab-no-tun")
        advise(loadTun);
    if (remedies.empty())
        advise(asRoot);
    return remedies;
}

std::string appArmorProfile(std::string_view program)
{
    std::string path = "\"";
    for (const char letter : program) {
        if (std::string_view("*?[]{}^\\\"").find(letter) != std::string_view::npos)
            path += '\\'; // it would stand for other letters: apparmor.d(5), globbing
        path += letter;
    }
    path += '"';
    return replaced(resource("apparmor/twodoors").value_or(""), "\"/usr/bin/twodoors\"", path);
}

} // namespace twodoors
