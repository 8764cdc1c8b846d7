// SPDX-License-Identifier: GPL-3.0-or-later
#include "lab/lab_probe.h"

#include "lab/lab_ground.h"
#include "notes/catalogue.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace twodoors::tests
{

namespace
{

LabFindings failed(const std::string &topic, int error = EPERM)
{
    LabFindings findings;
    findings.failure = Failure{topic, {}, error};
    return findings;
}

struct Row {
    std::string name;
    LabFindings findings;
    SystemFacts facts;
    std::vector<std::string> remedies;
};

std::vector<Row> rows()
{
    using Container = SystemFacts::Container;
    SystemFacts plain;
    SystemFacts none = plain;
    none.namespacesForbidden = true;
    SystemFacts debian = plain;
    debian.debianForbids = true;
    SystemFacts ubuntu = plain;
    ubuntu.appArmorRestricts = true;
    SystemFacts docker = plain;
    docker.container = Container::Docker;
    SystemFacts podman = plain;
    podman.container = Container::Podman;
    LabFindings works;
    LabFindings readOnly;
    readOnly.notSet = {"net/ipv4/tcp_retries2=255 (Read-only file system)"};
    return {
        {"works", works, plain, {}},
        {"worksUnderAppArmor", works, ubuntu, {}},
        {"readOnlyInDocker", readOnly, docker, {"docker run"}},
        {"forbidden", failed("lab-no-user-namespace", ENOSPC), none, {"max_user_namespaces"}},
        {"debian", failed("lab-no-user-namespace"), debian, {"unprivileged_userns_clone=1"}},
        {"ubuntu", failed("lab-no-user-namespace"), ubuntu, {"apparmor_parser -r"}},
        {"ubuntuPowerless", failed("lab-user-namespace-powerless"), ubuntu, {"apparmor_parser -r"}},
        {"docker", failed("lab-no-user-namespace"), docker, {"docker run --device"}},
        {"podman", failed("lab-no-tun", ENOENT), podman, {"podman run --device"}},
        {"noDriver", failed("lab-no-tun", ENODEV), plain, {"modprobe tun"}},
        {"notPermitted", failed("lab-tun-not-permitted", EACCES), plain, {"chmod 0666"}},
        {"unknown", failed("lab-helper-failed", EIO), plain, {"sudo twodoors"}}};
}

TEST(LabRemedies, areWhatHelpsThere)
{
    const Catalogue english(Tongue::English);
    const Catalogue chinese(Tongue::Chinese);
    for (const Row &row : rows()) {
        const auto remedies = remediesFor(row.findings, row.facts);
        ASSERT_EQ(remedies.size(), row.remedies.size()) << row.name;
        for (std::size_t i = 0; i < remedies.size(); ++i) {
            EXPECT_THAT(std::string(remedies[i].command), testing::HasSubstr(row.remedies[i]))
                << row.name;
            const std::string key = fmt::format("doctor.remedy.{}", remedies[i].topic);
            EXPECT_TRUE(english.has(key)) << key;
            EXPECT_TRUE(chinese.has(key)) << key;
        }
    }
}

TEST(SystemFacts, areReadFromTheSystemsFiles)
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
    std::ofstream(root / ".dockerenv") << "";
    const SystemFacts facts = readSystemFacts(root);
    EXPECT_EQ(facts.distribution, "ubuntu");
    EXPECT_TRUE(facts.appArmorRestricts);
    EXPECT_TRUE(facts.debianForbids);
    EXPECT_TRUE(facts.namespacesForbidden);
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
