// SPDX-License-Identifier: Apache-2.0
// How a device introduces itself, and what its word tells about its store and about ours: a store
// that was restored or copied, a registry that was restored (sync.md 1.3, 1.4).
#include "app/clerk/clerk.h"
#include "app/ops/fields.h"
#include "app/ops/staffpins.h"
#include "db/store/oplog.h"

#include <algorithm>

namespace menzhen::clerk {

namespace {

/// An introduction may name an incarnation that a restored registry has never heard of; more of
/// them at once than this is nobody's history.
constexpr std::int64_t maxIncarnationLead = 1000;
constexpr std::size_t maxEpochsNamed = 16; ///< of one device; the rest is passed over

bool isBehind(std::int64_t saidSeq, const ops::Standing& stands) {
    return saidSeq >= 0 && saidSeq < stands.lastSeq;
}

json claimsOf(store::Database& database, const std::string& site, const std::string& device) {
    json list = json::array();
    store::Query q(database, "SELECT incarnation, last_seq FROM incarnation WHERE site = ? AND "
                             "device = ? ORDER BY incarnation");
    q.bind(site).bind(device);
    while (q.step())
        list.push_back({{"incarnation", q.integer(0)}, {"last_seq", q.integer(1)}});
    return list;
}

} // namespace

core::Result<Clerk::Claim> Clerk::readClaim(const json& body) {
    ops::FieldReader read(body);
    Claim claim;
    claim.id = read.text("id", 1, ops::maxDeviceIdBytes);
    claim.role = read.text("role", 1, 16);
    claim.publicKey = read.text("public_key", 1, 1024);
    claim.incarnation = read.optionalInteger("incarnation", 1, ops::maxInteger, 1);
    claim.lastSeq = read.optionalInteger("last_seq", 0, ops::maxInteger, -1); // -1: does not say
    const auto chain = core::fromHex(read.optionalText("chain", 64));
    claim.epoch = read.optionalText("epoch", 32);
    claim.revision = read.optionalInteger("revision", 0, ops::maxInteger, 0);
    const auto revisionChain = core::fromHex(read.optionalText("revision_chain", 64));
    claim.chainRevision =
        read.optionalInteger("chain_revision", 0, ops::maxInteger, claim.revision);
    claim.session = read.optionalText("session", 32);
    claim.displaced = read.optionalFlag("displaced", false);
    claim.unsent = read.optionalInteger("unsent", 0, ops::maxInteger, 0);
    claim.behind = read.optionalFlag("behind", false);
    if (const auto epochs = body.find("epochs"); epochs != body.end() && epochs->is_array())
        for (const json& named : *epochs)
            if (named.is_string() && claim.epochs.size() < maxEpochsNamed)
                claim.epochs.push_back(named.get<std::string>());
    if (!chain || !revisionChain) read.complain("chain", "must be hexadecimal");
    if (const auto error = read.error()) return tl::unexpected(*error);
    if (claim.id == ops::registryDevice)
        return core::badData("bad-field", "id: REG is the registry's own");
    claim.chain = *chain;
    claim.revisionChain = *revisionChain;
    return claim;
}

core::Result<void> Clerk::meet(const Claim& claim) {
    const auto key = setup_.crypto.loadPublicKey(claim.publicKey);
    if (!key) return core::badData("bad-field", "public_key: a P-256 public key in PEM is wanted");
    const std::string spki = core::toHex(key->spki);
    const store::DevicePosition* known = log_.device(claim.id);
    if (known != nullptr && known->spki != spki)
        return core::refused("other-key",
                             "another device has this id: choose another, or remove the old one");
    if (known != nullptr) return {};
    store::DevicePosition device;
    device.id = claim.id;
    device.role = claim.role;
    device.state = setup_.demo ? "trusted" : "waiting";
    device.chain = core::Bytes(32, 0);
    device.spki = spki;
    device.fingerprint = core::toHex(setup_.crypto.fingerprint(*key));
    device.firstSeenMs = setup_.clock.utcMs();
    log_.putDevice(device);
    if (!setup_.demo) return {};
    if (auto trusted = ops::trustDevice(log_, claim.id); !trusted) return trusted;
    return {};
}

bool Clerk::isLost(const std::string& epoch) {
    return store::lostAfter(setup_.database, site(), epoch).has_value();
}

/// Whether the device knows this very log, or what it came from, and not another hospital's.
bool Clerk::isKin(const Claim& claim) {
    return std::any_of(claim.epochs.begin(), claim.epochs.end(),
                       [&](const std::string& named) { return named == epoch() || isLost(named); });
}

/// The log went on from an older copy when a device has seen more of it, or other things, or an
/// epoch that began after the copy was made.
void Clerk::noticeRestored(const Claim& claim) {
    if (claim.revision == 0) return;
    const bool untouched = rev() == startedRev_;
    if (claim.epoch != epoch()) {
        if (claim.epoch.empty() || isLost(claim.epoch) || !isKin(claim)) return;
        const std::string parent = epoch();
        const std::string why = "device " + claim.id + " knows an epoch that came after this log";
        const std::int64_t copied = rev();
        log_.beginEpoch(parent, untouched ? copied : 0, untouched, why);
        const std::int64_t before = untouched ? rev() : -1;
        log_.beginEpoch(claim.epoch, 0, untouched, why);
        if (untouched) store::setAdopted(setup_.database, site(), before, rev());
        waitUntilMs_ = setup_.clock.monotonicMs() + recoveryMs;
        return;
    }
    const bool beyond = claim.revision > rev();
    bool other = false;
    // What was put away below the horizon says nothing any more.
    const bool known = claim.chainRevision >= store::logHorizon(setup_.database, site());
    if (!beyond && known && !claim.revisionChain.empty()) {
        const auto chain = log_.chainAt(claim.chainRevision);
        other = !chain || *chain != claim.revisionChain;
    }
    if (!beyond && !other) return;
    // What was written since the copy was put back stands under the same revisions as what was
    // lost: where the two part is not known then, and everything may be given back.
    const bool inOrder = beyond && untouched && rev() > 0;
    log_.beginEpoch(epoch(), inOrder ? rev() : 0, inOrder,
                    "device " + claim.id + " knows revision " + std::to_string(claim.revision) +
                        " of a log that stood at " + std::to_string(rev()));
    if (beyond) waitUntilMs_ = setup_.clock.monotonicMs() + recoveryMs;
}

/// The incarnation under which the device goes on.
core::Result<std::int64_t> Clerk::incarnationFor(const Claim& claim) {
    store::DevicePosition* known = log_.device(claim.id);
    if (claim.incarnation > known->incarnation + maxIncarnationLead)
        return core::badData("bad-field", "incarnation: nobody gave it");
    // Given by a registry of which this one is an older copy.
    while (log_.device(claim.id)->incarnation < claim.incarnation)
        log_.giveIncarnation(claim.id);
    const auto stands = log_.standing(claim.id, claim.incarnation);
    // A new machine under the id of one that was removed: what that one said is not its history.
    if (!stands) return log_.device(claim.id)->incarnation;
    const auto alarm = [&](const char* code, const char* what) {
        log_.alarm(claim.id, claim.incarnation, code, what);
        return log_.giveIncarnation(claim.id);
    };
    if (claim.displaced) return alarm("device-cloned", "two programs write as this device at once");
    if (stands->quarantined) return log_.giveIncarnation(claim.id);
    // A bad network may have brought what somebody said before its last ops, a program perhaps that
    // has ended since: a store that is older says so itself, once it has heard this answer.
    if (isBehind(claim.lastSeq, *stands)) {
        if (!claim.behind) return claim.incarnation;
        return alarm("device-restored", "this device's store is older than what it once sent");
    }
    if (claim.lastSeq == stands->lastSeq && claim.lastSeq > 0 && !claim.chain.empty() &&
        claim.chain != stands->chain) {
        log_.quarantine(claim.id, claim.incarnation);
        return alarm("fork", "the device's chain is not the one that the log knows");
    }
    return claim.incarnation;
}

/// Of which epochs this device may hold what was lost here, oldest first.
json Clerk::lostTo(const Claim& claim) {
    json list = json::array();
    std::vector<std::string> named = claim.epochs;
    if (std::find(named.begin(), named.end(), claim.epoch) == named.end())
        named.push_back(claim.epoch);
    for (const std::string& epoch : named)
        if (const auto after = store::lostAfter(setup_.database, site(), epoch))
            list.push_back({{"epoch", epoch}, {"after", *after}});
    return list;
}

void Clerk::takeSession(const Claim& claim, std::int64_t incarnation) {
    if (claim.session.empty()) return;
    const auto stands = log_.standing(claim.id, incarnation);
    if (stands && incarnation == claim.incarnation && isBehind(claim.lastSeq, *stands)) return;
    sessions_[{claim.id, incarnation}] = claim.session;
}

bool Clerk::isLiveSession(const Batch& batch) {
    const auto live = sessions_.find({batch.device, batch.incarnation});
    if (batch.session.empty() || live == sessions_.end() || live->second == batch.session)
        return true;
    // Whoever repeats what is known, of an incarnation that it has left perhaps, writes nothing.
    const auto stands = log_.standing(batch.device, batch.incarnation);
    return stands &&
           batch.from + static_cast<std::int64_t>(batch.ops.size()) - 1 <= stands->lastSeq;
}

Answer Clerk::introduceDevice(const json& body) {
    const auto claim = readClaim(body);
    if (!claim) return tl::unexpected(claim.error());
    if (const auto met = meet(*claim); !met) return tl::unexpected(met.error());
    const bool trusted = log_.device(claim->id)->state == "trusted";
    std::int64_t incarnation = claim->incarnation;
    if (trusted) {
        noticeRestored(*claim);
        const auto given = incarnationFor(*claim);
        if (!given) return tl::unexpected(given.error());
        incarnation = *given;
        takeSession(*claim, incarnation);
    }
    store::DevicePosition& known = *log_.device(claim->id);
    known.unsent = claim->unsent;
    known.heardAtMs = setup_.clock.utcMs();
    log_.putDevice(store::DevicePosition(known));
    const auto stands = log_.standing(claim->id, incarnation);
    json answer{{"id", claim->id},
                {"state", log_.device(claim->id)->state},
                {"fingerprint", log_.device(claim->id)->fingerprint},
                {"incarnation", incarnation},
                {"last_seq", stands ? stands->lastSeq : 0},
                {"device_is_behind", incarnation != claim->incarnation},
                {"epoch", epoch()},
                {"revision", rev()},
                {"chain", core::toHex(log_.position().chain)},
                {"now", setup_.clock.utcMs()},
                {"incarnations", claimsOf(setup_.database, site(), claim->id)}};
    if (incarnation != claim->incarnation) {
        const auto old = log_.standing(claim->id, claim->incarnation);
        answer["give_back"] = {{"incarnation", claim->incarnation},
                               {"through", old ? old->lastSeq : 0}};
    }
    if (trusted && claim->epoch != epoch())
        if (json lost = lostTo(*claim); !lost.empty()) answer["lost"] = std::move(lost);
    if (trusted && claim->epoch != epoch())
        if (const auto lost = store::lostAfter(setup_.database, site(), claim->epoch);
            lost && claim->revision > *lost)
            answer["return_after"] = *lost;
    return answer;
}

} // namespace menzhen::clerk
