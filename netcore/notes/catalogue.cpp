// SPDX-License-Identifier: GPL-3.0-or-later
#include "notes/catalogue.h"

#include "resources/resources.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <yaml-cpp/yaml.h>

namespace twodoors
{

namespace
{

void flatten(const YAML::Node &node, const std::string &prefix,
             std::map<std::string, std::string, std::less<>> &texts)
{
    for (const auto &entry : node) {
        const std::string key = prefix + entry.first.as<std::string>();
        if (entry.second.IsMap())
            flatten(entry.second, key + '.', texts);
        else
            texts[key] = entry.second.as<std::string>();
    }
}

} // namespace

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
        if (file.path.starts_with("notes/") && file.path.ends_with(ending))
            flatten(YAML::Load(std::string(file.text)), {}, m_texts);
    }
    if (m_texts.empty())
        throw std::logic_error("no sentences in the resources for " + std::string(codeOf(tongue)));
}

bool Catalogue::has(std::string_view key) const
{
    return m_texts.contains(key);
}

std::string_view Catalogue::pattern(std::string_view key) const
{
    const auto place = m_texts.find(key);
    return place == m_texts.end() ? std::string_view{} : std::string_view(place->second);
}

std::string Catalogue::text(std::string_view key, Values values) const
{
    if (!has(key))
        return std::string(key);
    return filledIn(pattern(key), [values](std::string_view name) -> std::optional<std::string> {
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
    for (const auto &[key, text] : m_texts)
        keys.push_back(key);
    return keys;
}

} // namespace twodoors
