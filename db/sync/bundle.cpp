// SPDX-License-Identifier: Apache-2.0
#include "db/sync/bundle.h"

#include "db/store/outbox.h"
#include "db/sync/projection.h"

#include <algorithm>

namespace menzhen::sync {

namespace {

using nlohmann::json;

constexpr int format = 1;

/// What a person has not seen yet of today, and what nobody has taken: as JSON, oldest first.
std::vector<json> opsToKeep(store::Database& database, const ports::Clock& clock) {
    store::Query q(database, "SELECT op, verdict, code FROM outbox WHERE rev = 0 OR (verdict = "
                             "'rejected' AND acked_at >= ?) ORDER BY incarnation, seq");
    q.bind(clock.utcMsOf(clock.now().day, 0));
    std::vector<json> ops;
    while (q.step())
        ops.push_back({{"op", json::parse(q.text(0), nullptr, false)},
                       {"verdict", q.text(1)},
                       {"code", q.text(2)}});
    return ops;
}

core::Result<std::vector<json>> readOps(store::Database& database, const ports::Clock& clock) {
    std::vector<json> ops;
    const auto read = database.read([&]() -> core::Result<void> {
        ops = opsToKeep(database, clock);
        return {};
    });
    if (!read) return tl::unexpected(read.error());
    return ops;
}

tl::unexpected<core::Error> malformed() {
    return core::badData("malformed-bundle",
                         "this is no bundle of a device's ops, or not all of it");
}

core::Result<json> contentOf(const std::string& text) {
    json content = json::parse(text.substr(0, text.find('\n')), nullptr, false);
    if (!content.is_object() || !content.contains("bundle") || content["bundle"] != format)
        return malformed();
    return content;
}

} // namespace

core::Result<std::string> whyNotRemove(store::Database& database, const ports::Clock& clock) {
    const auto ops = readOps(database, clock);
    if (!ops) return tl::unexpected(ops.error());
    if (ops->empty()) return std::string();
    const bool unsent = std::any_of(ops->begin(), ops->end(), [](const json& item) {
        return item["verdict"].get_ref<const std::string&>().empty();
    });
    return std::string(unsent ? "unsent" : "dead-letters");
}

core::Result<std::string> writeBundle(store::Database& database, const std::string& site,
                                      const std::string& device, const ports::Clock& clock,
                                      const ports::PrivateKey& key) {
    auto ops = readOps(database, clock);
    if (!ops) return tl::unexpected(ops.error());
    const json content{{"bundle", format},
                       {"site", site},
                       {"device", device},
                       {"made_at", clock.utcMs()},
                       {"ops", std::move(*ops)}};
    const std::string body = content.dump();
    return body + "\n" + core::toHex(key.sign(core::asBytes(body))) + "\n";
}

core::Result<std::string> deviceOfBundle(const std::string& text) {
    const auto content = contentOf(text);
    if (!content) return tl::unexpected(content.error());
    const auto device = content->find("device");
    if (device == content->end() || !device->is_string()) return malformed();
    return device->get<std::string>();
}

core::Result<Bundle> readBundle(const std::string& text, const core::PublicKey& key,
                                const ports::Crypto& crypto) {
    const std::size_t end = text.find('\n');
    if (end == std::string::npos) return malformed();
    const std::string body = text.substr(0, end);
    std::string hex = text.substr(end + 1);
    while (hex.ends_with('\n') || hex.ends_with('\r'))
        hex.pop_back();
    const auto signature = core::fromHex(hex);
    if (!signature || !crypto.verify(key, core::asBytes(body), *signature))
        return core::refused("bad-signature", "the bundle was altered, or is another device's");
    const auto content = contentOf(text);
    if (!content) return tl::unexpected(content.error());
    Bundle bundle;
    auto read = readAnswer([&] {
        bundle.site = content->at("site").get<std::string>();
        bundle.device = content->at("device").get<std::string>();
        bundle.madeAtMs = content->at("made_at").get<std::int64_t>();
        for (const json& item : content->at("ops"))
            bundle.ops.push_back(item.at("op"));
    });
    if (!read) return malformed();
    return bundle;
}

core::Result<bool> holdsAll(const Bundle& bundle, store::Database& database,
                            const ports::Clock& clock) {
    const auto ops = readOps(database, clock);
    if (!ops) return tl::unexpected(ops.error());
    return std::all_of(ops->begin(), ops->end(), [&](const json& item) {
        return std::find(bundle.ops.begin(), bundle.ops.end(), item["op"]) != bundle.ops.end();
    });
}

} // namespace menzhen::sync
