// SPDX-License-Identifier: Apache-2.0
// `menzhen bundle export|wipe` on a device's machine, `take` on the registry's (sync.md 1.16): what
// a device still holds in a signed file; its store thrown away, which needs that file while it
// holds something; the file's ops into the registry's log, as if the device had sent them.
#include "app/admin/commands.h"
#include "app/admin/sitecommand.h"
#include "app/boot/instancelock.h"
#include "app/boot/startup.h"
#include "app/ops/devicetrust.h"
#include "db/sync/bundle.h"
#include "drivers/crypto/keyfile.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>

namespace menzhen::admin {

namespace {

namespace fs = std::filesystem;

constexpr const char* command = "bundle";

core::Result<std::string> readWhole(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    if (!file || !(text << file.rdbuf()))
        return core::badData("no-file", path + ": cannot be read");
    return text.str();
}

core::Result<void> writeText(const std::string& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    if (!(file << text) || !file.flush())
        return core::fail(core::ErrorKind::Device, "no-file", path + ": cannot be written");
    return {};
}

/// A device's store while its program does not run.
struct DeviceStore {
    boot::SiteFile file;
    std::unique_ptr<boot::SystemClock> clock;
    crypto::OpenSslCrypto crypto;
    std::unique_ptr<ports::PrivateKey> key;
    std::optional<boot::InstanceLock> lock;
    std::unique_ptr<store::Database> database;
};

core::Result<std::unique_ptr<DeviceStore>> openDevice(const SiteWords& words) {
    auto file = boot::readSiteFile(words.option("--site"));
    if (!file) return tl::unexpected(file.error());
    if (file->role == boot::Role::Registry)
        return core::badData("wrong-role", "a device's site file is wanted");
    auto opened = std::make_unique<DeviceStore>();
    opened->file = std::move(*file);
    const std::string& path = opened->file.store.location;
    if (!fs::exists(path)) return core::badData("no-file", path + ": there is no store");
    auto clock = boot::makeClock(opened->file, words.option("--clock"));
    if (!clock) return tl::unexpected(clock.error());
    opened->clock = std::move(*clock);
    auto lock = boot::InstanceLock::take(path, "menzhen bundle");
    if (!lock) return tl::unexpected(lock.error());
    opened->lock = std::move(*lock);
    const auto pem = crypto::readKeyFile(fs::path(opened->file.keys) / "device.pem");
    if (!pem) return tl::unexpected(pem.error());
    auto key = opened->crypto.loadPrivateKey(*pem);
    if (!key) return tl::unexpected(key.error());
    opened->key = std::move(*key);
    auto database = store::Database::open(path, store::StoreKind::Device);
    if (!database) return tl::unexpected(database.error());
    opened->database = std::move(*database);
    return opened;
}

core::Result<void> exportFrom(const SiteWords& words) {
    if (words.option("--out").empty()) return core::badData("usage", "--out FILE is wanted");
    auto device = openDevice(words);
    if (!device) return tl::unexpected(device.error());
    DeviceStore& from = **device;
    const auto text =
        sync::writeBundle(*from.database, from.file.site, from.file.id, *from.clock, *from.key);
    if (!text) return tl::unexpected(text.error());
    if (auto written = writeText(words.option("--out"), *text); !written) return written;
    const auto bundle = sync::readBundle(*text, from.key->publicKey(), from.crypto);
    if (!bundle) return tl::unexpected(bundle.error());
    std::printf("%zu ops of %s in %s\n", bundle->ops.size(), from.file.id.c_str(),
                words.option("--out").c_str());
    return {};
}

core::Result<void> mayWipe(const DeviceStore& device, const std::string& bundlePath) {
    const auto why = sync::whyNotRemove(*device.database, *device.clock);
    if (!why) return tl::unexpected(why.error());
    if (why->empty()) return {};
    if (bundlePath.empty())
        return core::refused(*why, *why == "unsent"
                                       ? "it holds ops that the registry has not taken: let it "
                                         "send them, or export a bundle and give it here"
                                       : "it holds ops that the registry rejected today: see "
                                         "`menzhen tasks`, or export a bundle and give it here");
    const auto text = readWhole(bundlePath);
    if (!text) return tl::unexpected(text.error());
    const auto bundle = sync::readBundle(*text, device.key->publicKey(), device.crypto);
    if (!bundle) return tl::unexpected(bundle.error());
    const auto all = sync::holdsAll(*bundle, *device.database, *device.clock);
    if (!all) return tl::unexpected(all.error());
    if (!*all) return core::refused("bundle-too-old", "the store holds more than this bundle");
    return {};
}

core::Result<void> wipe(const SiteWords& words) {
    auto device = openDevice(words);
    if (!device) return tl::unexpected(device.error());
    DeviceStore& from = **device;
    if (auto may = mayWipe(from, words.option("--bundle")); !may) return may;
    from.database.reset();
    const fs::path keys(from.file.keys);
    std::error_code ignored;
    for (const char* end : {"", "-wal", "-shm"})
        fs::remove(from.file.store.location + end, ignored);
    for (const char* name : {"device.pem", "device.crt", "authority.crt"})
        fs::remove(keys / name, ignored);
    std::printf("%s is wiped: its store, its key and its certificate are gone\n",
                from.file.id.c_str());
    return {};
}

/// In one transaction: all of the bundle or, when an op does not follow what is known, none.
core::Result<void> takeInto(ops::SiteLog& log, const std::string& text) {
    const crypto::OpenSslCrypto crypto;
    const auto id = sync::deviceOfBundle(text);
    if (!id) return tl::unexpected(id.error());
    const store::DevicePosition* known = log.device(*id);
    if (known == nullptr)
        return core::refused("unknown-device", "this registry does not know the device " + *id);
    const auto spki = core::fromHex(known->spki);
    const auto key = crypto.publicKeyFromSpki(spki.value_or(core::Bytes()));
    if (!key) return tl::unexpected(key.error());
    const auto bundle = sync::readBundle(text, *key, crypto);
    if (!bundle) return tl::unexpected(bundle.error());
    if (bundle->site != log.site())
        return core::refused("other-site", "the bundle is of site " + bundle->site);
    std::map<std::string, int> verdicts;
    for (const nlohmann::json& item : bundle->ops) {
        const auto op = ops::opFromJson(item);
        if (!op) return tl::unexpected(op.error());
        if (op->id.device != *id) return core::refused("other-device", "an op of another device");
        const auto taken =
            log.accept(ops::makeReady(*op, crypto), log.device(*id)->state == "denied");
        if (!taken) return tl::unexpected(taken.error());
        ++verdicts[taken->repeated ? "known before" : taken->verdict];
    }
    store::DevicePosition now = *log.device(*id);
    now.unsent = 0;
    log.putDevice(now);
    std::printf("%zu ops of %s:", bundle->ops.size(), id->c_str());
    for (const auto& [verdict, count] : verdicts)
        std::printf(" %d %s", count, verdict.c_str());
    std::printf("\n");
    return {};
}

core::Result<void> take(const SiteWords& words) {
    const auto text = readWhole(words.plain[1]);
    if (!text) return tl::unexpected(text.error());
    auto store = SiteStore::open(words);
    if (!store) return tl::unexpected(store.error());
    return (*store)->write((*store)->file().site, false,
                           [&](ops::SiteLog& log) { return takeInto(log, *text); });
}

} // namespace

int runBundle(const std::vector<std::string>& args) {
    const auto words = readSiteWords(args, {"--site", "--clock", "--out", "--bundle"});
    if (!words) return complain(command, words.error());
    const std::vector<std::string>& plain = words->plain;
    core::Result<void> done = core::badData(
        "usage",
        "export --out FILE, wipe [--bundle FILE] or take FILE is wanted, with --site FILE");
    if (words->option("--site").empty()) return complain(command, done.error());
    if (plain.size() == 1 && plain[0] == "export") done = exportFrom(*words);
    if (plain.size() == 1 && plain[0] == "wipe") done = wipe(*words);
    if (plain.size() == 2 && plain[0] == "take") done = take(*words);
    return done ? exitGood : complain(command, done.error());
}

} // namespace menzhen::admin
