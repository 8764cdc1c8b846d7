// SPDX-License-Identifier: GPL-3.0-or-later
#include "notes/catalogue.h"

#include "resources/resources.h"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <stdexcept>
#include <yaml-cpp/yaml.h>

namespace twodoors
{

namespace
{

using Texts = std::map<std::string, std::string, std::less<>>;

void flatten(const YAML::Node &node, const std::string &prefix, Texts &texts)
{
    for (const auto &entry : node) {
        const std::string key = prefix + entry.first.as<std::string>();
        if (entry.second.IsMap())
            flatten(entry.second, key + '.', texts);
        else
            texts[key] = entry.second.as<std::string>();
    }
}

/// Calls visit(key, lines) for each key of the outermost level of a YAML text; it stands at the
/// beginning of a line, as nothing else does but comments.
template <class Visit>
void forEachSection(std::string_view yaml, Visit visit)
{
    const auto lineAfter = [yaml](std::size_t at) {
        return std::min(yaml.find('\n', at), yaml.size() - 1) + 1;
    };
    const auto nextKey = [&](std::size_t at) {
        while (at < yaml.size()
               && std::string_view(" \n#").find(yaml[at]) != std::string_view::npos)
            at = lineAfter(at);
        return at;
    };
    for (std::size_t begin = nextKey(0); begin < yaml.size();) {
        const std::size_t end = nextKey(lineAfter(begin));
        const std::string_view lines = yaml.substr(begin, end - begin);
        visit(lines.substr(0, lines.find(':')), lines);
        begin = end;
    }
}

} // namespace

/// The sentences whose keys have the first word in common. They are read when one of them is first
/// asked for: a window that opens asks for few, and to read all takes several milliseconds.
class Catalogue::Section
{
public:
    void add(std::string_view yaml) { m_yaml.push_back(yaml); }

    [[nodiscard]] const Texts &texts() const
    {
        std::call_once(m_isRead, [this] {
            for (const std::string_view yaml : m_yaml)
                flatten(YAML::Load(std::string(yaml)), {}, m_texts);
        });
        return m_texts;
    }

private:
    std::vector<std::string_view> m_yaml;
    mutable std::once_flag m_isRead;
    mutable Texts m_texts;
};

std::string_view codeOf(Tongue tongue) noexcept
{
    return tongue == Tongue::Chinese ? "zh" : "en";
}

Tongue tongueOf(std::string_view locale) noexcept
{
    return locale.starts_with("zh") ? Tongue::Chinese : Tongue::English;
}

Catalogue::Catalogue(Tongue tongue) : m_tongue(tongue)
{
    const std::string ending = "." + std::string(codeOf(tongue)) + ".yaml";
    for (const Resource &file : resources()) {
        if (!file.path.starts_with("notes/") || !file.path.ends_with(ending))
            continue;
        forEachSection(file.text, [this](std::string_view key, std::string_view yaml) {
            std::shared_ptr<Section> &section = m_sections[key];
            if (section == nullptr)
                section = std::make_shared<Section>();
            section->add(yaml);
        });
    }
    if (m_sections.empty())
        throw std::logic_error("no sentences in the resources for " + std::string(codeOf(tongue)));
}

const std::string *Catalogue::find(std::string_view key) const
{
    const auto section = m_sections.find(key.substr(0, key.find('.')));
    if (section == m_sections.end())
        return nullptr;
    const Texts &texts = section->second->texts();
    const auto place = texts.find(key);
    return place == texts.end() ? nullptr : &place->second;
}

bool Catalogue::has(std::string_view key) const
{
    return find(key) != nullptr;
}

std::string_view Catalogue::pattern(std::string_view key) const
{
    const std::string *text = find(key);
    return text == nullptr ? std::string_view{} : std::string_view(*text);
}

std::string Catalogue::text(std::string_view key, Values values) const
{
    const std::string *pattern = find(key);
    if (pattern == nullptr)
        return std::string(key);
    return filledIn(*pattern, [values](std::string_view name) -> std::optional<std::string> {
        const auto value = std::ranges::find(
            values, name, [](const auto &pair) { return std::string_view(pair.first); });
        return value == values.end() ? std::nullopt : std::optional(value->second);
    });
}

std::string Catalogue::text(const Failure &failure) const
{
    auto values = failure.values;
    if (failure.error != 0)
        values.emplace_back("reason", errnoText(failure.error));
    return text("message." + failure.topic, values);
}

std::string Catalogue::errnoName(int error)
{
    const char *name = strerrorname_np(error);
    return name == nullptr ? std::to_string(error) : std::string(name);
}

std::string Catalogue::errnoText(int error) const
{
    const std::string name = errnoName(error);
    if (const std::string_view words = pattern("errno." + name); !words.empty())
        return name + ": " + std::string(words);
    const char *words = strerrordesc_np(error);
    return words == nullptr ? name : name + ": " + words;
}

std::vector<std::string> Catalogue::keys() const
{
    std::vector<std::string> keys;
    for (const auto &[name, section] : m_sections) {
        for (const auto &[key, text] : section->texts())
            keys.push_back(key);
    }
    std::ranges::sort(keys);
    return keys;
}

} // namespace twodoors
