// SPDX-License-Identifier: Apache-2.0
// What the registry answers, as somebody sees it who reads along on the wire.
#include "app/sim/world.h"

#include <nlohmann/json.hpp>

namespace menzhen::sim {

using nlohmann::json;

void World::watchAnswer(const std::string& machine, const ports::LinkRequest& request,
                        const ports::LinkResponse& response) {
    if (response.status >= 500 && response.status != 503) {
        say("REG", "answers " + std::to_string(response.status) + " to " + request.path + " " +
                       response.body.substr(0, 200));
        witness_.violations.push_back("I8 the registry answers " + std::to_string(response.status) +
                                      " to " + request.path);
    }
    if (response.status != 200) {
        if (request.method == "POST")
            say("REG", machine + " " + request.path.substr(14) +
                           " refused: " + json::parse(response.body).value("code", ""));
        return;
    }
    const bool ops = request.path.ends_with("/ops");
    const json sent = ops && request.method == "POST" ? json::parse(request.body) : json();
    if (sent.contains("ops")) { // and not what a restored registry gets back
        const json answer = json::parse(response.body);
        const json& list = sent["ops"];
        for (const json& verdict : answer["verdicts"])
            for (const json& op : list) {
                if (!op.is_object() || op.value("seq", std::int64_t{0}) != verdict["seq"]) continue;
                const OpKey key{op["device"], op["incarnation"], op["seq"]};
                const std::string said = saidBy(op);
                for (auto& [of, own] : witness_.ops)
                    if (own.key == key && own.said == said) own.taken = true;
                say("REG", "takes " + textOf(key) + " at " + verdict["revision"].dump() + " " +
                               verdict["verdict"].get<std::string>() + " " +
                               verdict["code"].get<std::string>());
            }
    }
    if (request.method == "GET" && request.path.find("/ops?scope=lobby") != std::string::npos) {
        const json answer = json::parse(response.body);
        auto& seen = witness_.seen[answer["epoch"].get<std::string>()];
        for (const json& logged : answer.at("ops")) {
            const json& op = logged.at("op");
            const OpKey key{op.at("device"), op.at("incarnation"), op.at("seq")};
            const auto [at, isNew] = seen.emplace(logged.at("revision").get<std::int64_t>(), key);
            if (!isNew && at->second != key)
                witness_.violations.push_back("I5 revision " + logged.at("revision").dump() +
                                              " was " + textOf(at->second) + " and is " +
                                              textOf(key));
        }
    }
}

} // namespace menzhen::sim
