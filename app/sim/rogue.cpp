// SPDX-License-Identifier: Apache-2.0
// Ops that no device of ours should send, and ops that no registry of today knows.
#include "app/sim/smallsite.h"
#include "app/sim/world.h"

#include <nlohmann/json.hpp>

namespace menzhen::sim {

namespace {

using nlohmann::json;

std::string hexOf(std::string_view text) {
    return core::toHex(core::asBytes(text));
}

/// A batch of one op with something wrong in it.
std::string poisonBody(int kind, std::int64_t nowMs) {
    json op{{"device", "Z9"},
            {"incarnation", 1},
            {"seq", 1},
            {"type", "help.requested"},
            {"version", 1},
            {"day", today},
            {"occurred_at", nowMs},
            {"actor", "Z9"},
            {"request", ""},
            {"fields", {{"help", "00112233445566aa"}, {"screen", "scan"}}}};
    if (kind == 0) return "{";
    if (kind == 1) return std::string(100'000, '[');
    if (kind == 2) op["seq"] = "one";
    if (kind == 3) op["seq"] = 1'000'000;
    if (kind == 4) op["incarnation"] = 77;
    if (kind == 5) op["device"] = "K1";
    if (kind == 6) op.erase("type");
    if (kind == 7) op["type"] = "entry.called"; // the registry's alone
    if (kind == 8) op.update({{"type", "future.thing"}, {"version", 9}});
    if (kind == 9) op["fields"] = {{"help", std::string(70'000, 'x')}};
    if (kind == 10) op["fields"] = json::array({1, 2});
    if (kind == 11) op.update({{"type", "ticket.issued"}, {"fields", {{"ticket", 7}}}});
    return json{{"device", "Z9"}, {"ops", {op}}}.dump();
}

} // namespace

// A rogue program with a trusted device's key sends what no device of ours would.
void World::poison(int kind) {
    if (!registry_.running()) return;
    const std::string base = std::string("/v1/sites/") + siteId;
    const std::string pem = registry_.crypto().publicPem(
        (*registry_.crypto().loadPrivateKey(hexOf("Z9")))->publicKey());
    const json card{{"id", "Z9"}, {"role", "kiosk"}, {"public_key", pem}};
    (void)serve("Z9", {"POST", base + "/devices", card.dump(), "z9", {}, 500});
    const auto answer =
        serve("Z9", {"POST", base + "/ops", poisonBody(kind, timeline_.nowMs()), "z9ops", {}, 500});
    say("Z9", "poison is answered " + std::to_string(answer ? answer->status : 0));
}

void World::poisonOwn(DeviceNode& at, int kind) {
    sync::DraftOp draft;
    draft.type = kind == 2 ? "help.requested" : "future.thing";
    draft.day = today;
    draft.fields = {{"help", "feed" + hexOf(at.machine().substr(0, 2)) + "00000001"},
                    {"screen", "scan"}};
    if (kind == 1) draft.fields["note"] = std::string(70'000, 'x');
    if (kind == 2) draft.fields["later"] = json::array({json{{"unknown", true}}});
    const auto done = at.program().journal->commit({draft});
    at.say(done ? "writes an odd op" : "odd op: " + done.error().code);
}

} // namespace menzhen::sim
