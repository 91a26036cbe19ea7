// SPDX-License-Identifier: Apache-2.0
#include "app/paysim/faults.h"

#include "app/core/check.h"
#include "app/paysim/faultnames.h"

#include <algorithm>

namespace menzhen::paysim {

namespace {

using Json = nlohmann::json;

constexpr std::size_t maxRules = 500;

const SettingName* settingNamed(const std::string& name) {
    const auto* const found = std::find_if(settingNames.begin(), settingNames.end(),
                                           [&](const SettingName& s) { return s.name == name; });
    return found == settingNames.end() ? nullptr : found;
}

core::Result<Fault> readFault(const Json& json) {
    const auto bad = [](const std::string& why) { return core::badData("faults", why); };
    if (!json.is_object()) return bad("a rule is an object");
    Fault fault;
    for (const auto& [key, value] : json.items()) {
        if (key == "fault" && value.is_string())
            fault.name = value.get<std::string>();
        else if (key == "platform" && value.is_string())
            fault.platform = value.get<std::string>();
        else if (key == "verb" && value.is_string())
            fault.verb = value.get<std::string>();
        else if (key == "number" && value.is_string())
            fault.number = value.get<std::string>();
        else if (key == "text" && value.is_string())
            fault.text = value.get<std::string>();
        else if (key == "probability" && value.is_number())
            fault.probability = value.get<double>();
        else if (key == "count" && value.is_number_integer())
            fault.count = value.get<std::int64_t>();
        else if (key == "skip" && value.is_number_integer())
            fault.skip = value.get<std::int64_t>();
        else if (key == "ms" && value.is_number_integer())
            fault.ms = value.get<std::int64_t>();
        else if (key == "value" && value.is_number_integer())
            fault.value = value.get<std::int64_t>();
        else
            return bad("a rule has no \"" + key + "\", or not of that kind");
    }
    if (std::none_of(faultNames.begin(), faultNames.end(),
                     [&](const FaultName& known) { return known.name == fault.name; }))
        return bad("there is no fault \"" + fault.name + "\"");
    if (!(fault.platform.empty() || fault.platform == "wechat" || fault.platform == "alipay"))
        return bad("a platform is wechat or alipay");
    return fault;
}

core::Result<void> readRules(const Json& list, std::vector<Fault>& rules) {
    if (!list.is_array()) return core::badData("faults", "rules are a list");
    for (const Json& one : list) {
        auto fault = readFault(one);
        if (!fault) return tl::unexpected(fault.error());
        if (rules.size() == maxRules) return core::badData("faults", "more than 500 rules");
        rules.push_back(std::move(*fault));
    }
    return {};
}

bool matches(const Fault& fault, const FaultSite& site, const std::string& name) {
    return fault.name == name && fault.count != 0 &&
           (fault.platform.empty() || fault.platform == site.platform) &&
           (fault.verb.empty() || fault.verb == site.verb || fault.verb == site.group) &&
           (fault.number.empty() || fault.number == site.number);
}

} // namespace

core::Result<void> Faults::change(const std::string& jsonText) {
    const Json json = Json::parse(jsonText, nullptr, false);
    if (!json.is_object()) return core::badData("faults", "this is no JSON object");
    Faults next = json.value("reset", Json(false)) == Json(true) ? Faults() : *this;
    for (const auto& [key, value] : json.items()) {
        if (key == "reset" && value.is_boolean()) continue;
        if (key == "seed" && value.is_number_integer()) {
            next.chance_.seed(value.get<std::uint64_t>());
        } else if (key == "rules" || key == "add") {
            if (key == "rules") next.rules_.clear();
            if (auto read = readRules(value, next.rules_); !read) return read;
        } else if (key == "settings" && value.is_object()) {
            for (const auto& [name, to] : value.items()) {
                const SettingName* const setting = settingNamed(name);
                if (setting && setting->word.empty() && to.is_number_integer())
                    next.numbers_[name] = to.get<std::int64_t>();
                else if (setting && !setting->word.empty() && to.is_string())
                    next.words_[name] = to.get<std::string>();
                else
                    return core::badData("faults", "no setting \"" + name + "\" of that kind");
            }
        } else {
            return core::badData("faults", "there is no \"" + key + "\", or not of that kind");
        }
    }
    *this = std::move(next);
    return {};
}

nlohmann::ordered_json Faults::told() const {
    nlohmann::ordered_json json;
    json["rules"] = nlohmann::ordered_json::array();
    for (const Fault& f : rules_)
        json["rules"].push_back({{"fault", f.name},
                                 {"platform", f.platform},
                                 {"verb", f.verb},
                                 {"number", f.number},
                                 {"probability", f.probability},
                                 {"count", f.count},
                                 {"skip", f.skip},
                                 {"ms", f.ms},
                                 {"value", f.value},
                                 {"text", f.text},
                                 {"struck", f.struck}});
    for (const SettingName& setting : settingNames) {
        const std::string name(setting.name);
        if (setting.word.empty())
            json["settings"][name] = number(name);
        else
            json["settings"][name] = word(name);
    }
    for (const FaultName& known : faultNames)
        json["known"][std::string(known.name)] = known.does;
    return json;
}

std::optional<Fault> Faults::strike(const FaultSite& site, const std::string& name) {
    for (Fault& fault : rules_) {
        if (!matches(fault, site, name)) continue;
        if (fault.probability < 1 &&
            std::uniform_real_distribution<double>(0, 1)(chance_) >= fault.probability)
            continue;
        if (fault.skip > 0) {
            --fault.skip;
            continue;
        }
        if (fault.count > 0) --fault.count;
        ++fault.struck;
        return fault;
    }
    return std::nullopt;
}

std::int64_t Faults::number(const std::string& setting) const {
    const SettingName* const known = settingNamed(setting);
    MENZHEN_CHECK(known, "a setting that is not in faultnames.h");
    const auto own = numbers_.find(setting);
    return own == numbers_.end() ? known->number : own->second;
}

const std::string& Faults::word(const std::string& setting) const {
    static const std::map<std::string, std::string> defaults = [] {
        std::map<std::string, std::string> all;
        for (const SettingName& s : settingNames)
            all.emplace(s.name, s.word);
        return all;
    }();
    const auto own = words_.find(setting);
    return own == words_.end() ? defaults.at(setting) : own->second;
}

} // namespace menzhen::paysim
