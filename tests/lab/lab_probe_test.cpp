// SPDX-License-Identifier: GPL-3.0-or-later
#include "lab/lab_probe.h"

#include "lab/lab_ground.h"
#include "notes/catalogue.h"

#include <cerrno>
#include <functional>
#include <gmock/gmock.h>

namespace twodoors::tests
{

namespace
{

using Container = SystemFacts::Container;

constexpr std::string_view plainPath = "/opt/two-doors/twodoors";

struct Row {
    std::string name;
    std::string topic; ///< why there is no lab; empty where there is one
    SystemFacts facts;
    std::vector<std::string> remedies;
    std::vector<std::string> notSet{};
};

void PrintTo(const Row &row, std::ostream *out)
{
    *out << row.name;
}

class LabRemedies : public testing::TestWithParam<Row>
{};

TEST_P(LabRemedies, fitTheSystem)
{
    LabFindings findings;
    if (!GetParam().topic.empty())
        findings.failure = Failure{GetParam().topic, {}, EPERM};
    findings.notSet = GetParam().notSet;
    std::vector<std::string> topics;
    for (const LabRemedy &remedy : remediesFor(findings, GetParam().facts)) {
        topics.emplace_back(remedy.topic);
        EXPECT_THAT(remedy.command, testing::Not(testing::HasSubstr("{program}")));
        EXPECT_FALSE(remedy.command.empty());
        for (const Tongue tongue : {Tongue::English, Tongue::Chinese})
            EXPECT_TRUE(Catalogue(tongue).has("doctor.remedy." + topics.back())) << topics.back();
    }
    EXPECT_EQ(topics, GetParam().remedies);
}

SystemFacts facts(const std::function<void(SystemFacts &)> &change = [](SystemFacts &) {})
{
    SystemFacts made;
    made.program = plainPath;
    change(made);
    return made;
}

const SystemFacts ubuntu = facts([](SystemFacts &of) { of.appArmorRestricts = true; });
const SystemFacts debian = facts([](SystemFacts &of) { of.debianForbids = true; });
const SystemFacts none = facts([](SystemFacts &of) { of.namespacesForbidden = true; });
const SystemFacts noNetworks = facts([](SystemFacts &of) { of.networksForbidden = true; });
const SystemFacts docker = facts([](SystemFacts &of) { of.container = Container::Docker; });

INSTANTIATE_TEST_SUITE_P(
    Of, LabRemedies,
    testing::Values(
        Row{"Works", "", facts(), {}}, Row{"WorksInDocker", "", docker, {}},
        Row{"SettingsInDocker", "", docker, {"container"}, {"net/ipv4/tcp_recovery=0"}},
        Row{"UbuntuNamespace", "lab-no-user-namespace", ubuntu, {"apparmor"}},
        Row{"UbuntuPower", "lab-user-namespace-powerless", ubuntu, {"apparmor"}},
        Row{"Debian", "lab-no-user-namespace", debian, {"debian-forbids"}},
        Row{"Limit", "lab-no-user-namespace", none, {"namespaces-forbidden"}},
        Row{"NetworkLimit", "lab-no-network-namespace", noNetworks, {"networks-forbidden"}},
        Row{"Docker", "lab-no-user-namespace", docker, {"container"}},
        Row{"DockerTun", "lab-no-tun", docker, {"container"}},
        Row{"NoTun", "lab-no-tun", facts(), {"load-tun"}},
        Row{"UbuntuTun", "lab-tun-not-permitted", ubuntu, {"open-tun"}},
        Row{"Unknown", "lab-no-user-namespace", facts(), {"as-root"}}),
    [](const auto &row) { return row.param.name; });

TEST(LabRemedy, namesThisVeryProgram)
{
    LabFindings findings;
    findings.failure = Failure{"lab-no-user-namespace", {}, EPERM};
    SystemFacts of = ubuntu;
    EXPECT_THAT(remediesFor(findings, of).at(0).command,
                testing::StartsWith("/opt/two-doors/twodoors doctor --apparmor-profile | sudo"));
    of.program = "/home/a b/it's/twodoors";
    EXPECT_THAT(remediesFor(findings, of).at(0).command,
                testing::StartsWith("'/home/a b/it'\\''s/twodoors' doctor"));
}

TEST(AppArmorProfile, isForThisVeryProgramAlone)
{
    EXPECT_THAT(appArmorProfile(plainPath),
                testing::HasSubstr("\nprofile twodoors \"/opt/two-doors/twodoors\" flags="));
    EXPECT_THAT(appArmorProfile("/home/{a,b}/*/twodoors"),
                testing::HasSubstr("\nprofile twodoors \"/home/\\{a,b\\}/\\*/twodoors\" flags="));
    EXPECT_THAT(appArmorProfile(plainPath), testing::HasSubstr("userns,"));
}

TEST(SystemFactsOfThisSystem, knowTheProgram)
{
    EXPECT_THAT(readSystemFacts().program, testing::EndsWith("/lab_test"));
}

TEST(SystemFactsOfAnySystem, areReadFromTheSystemsFiles)
{
    const std::filesystem::path root =
        std::filesystem::temp_directory_path() / ("twodoors-facts-" + std::to_string(::getpid()));
    std::filesystem::create_directories(root / "etc");
    std::filesystem::create_directories(root / "proc/sys/kernel");
    std::filesystem::create_directories(root / "proc/sys/user");
    EXPECT_FALSE(readSystemFacts(root).appArmorRestricts)
        << "files that are missing forbid nothing";
    std::ofstream(root / "etc/os-release") << "NAME=\"Ubuntu\"\nID=\"ubuntu\"\n";
    std::ofstream(root / "proc/sys/kernel/apparmor_restrict_unprivileged_userns") << "1\n";
    std::ofstream(root / "proc/sys/kernel/unprivileged_userns_clone") << "0\n";
    std::ofstream(root / "proc/sys/user/max_user_namespaces") << "0\n";
    std::ofstream(root / "proc/sys/user/max_net_namespaces") << "0\n";
    std::ofstream(root / ".dockerenv") << "";
    const SystemFacts facts = readSystemFacts(root);
    EXPECT_EQ(facts.distribution, "ubuntu");
    EXPECT_TRUE(facts.appArmorRestricts);
    EXPECT_TRUE(facts.debianForbids);
    EXPECT_TRUE(facts.namespacesForbidden);
    EXPECT_TRUE(facts.networksForbidden);
    EXPECT_EQ(facts.container, SystemFacts::Container::Docker);
    std::filesystem::remove_all(root);
}

TEST(LabProbe, findsWhatMakingALabFinds)
{
    const auto why = labMissing();
    const LabFindings findings = probeLab();
    EXPECT_EQ(findings.failure.has_value(), why.has_value());
    if (!why) {
        EXPECT_THAT(findings.parts, testing::Each(LabPartStanding::Works));
    }
}

} // namespace

} // namespace twodoors::tests
