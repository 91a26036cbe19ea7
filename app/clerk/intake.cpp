// SPDX-License-Identifier: Apache-2.0
// The devices' own ops, and how a device introduces itself.
#include "app/clerk/clerk.h"
#include "app/core/bugs.h"

#include "app/ops/fields.h"
#include "app/ops/staffpins.h"
#include "db/store/oplog.h"
#include "db/store/tasks.h"

#include <algorithm>

namespace menzhen::clerk {

namespace {

constexpr std::size_t maxAttachmentJsonBytes = 2048;

/// What a device sealed for the registry: {"name":..,"id_number":..,"phone":..}.
std::optional<Person> personOf(const core::Bytes& plain) {
    if (plain.size() > maxAttachmentJsonBytes) return std::nullopt;
    const json fields = json::parse(plain.begin(), plain.end(), nullptr, false);
    if (!fields.is_object()) return std::nullopt;
    ops::FieldReader read(fields);
    Person person;
    person.name = read.optionalText("name", 120);
    person.idNumber = read.optionalText("id_number", 32);
    person.phone = read.optionalText("phone", 20);
    person.birthDay = static_cast<int>(read.optionalInteger("birth", 0, 99991231, 0));
    if (read.error()) return std::nullopt;
    return person;
}

/// A batch that does not name its first key gets it from its first op that can be read.
void findKeys(Batch& batch, const json& list) {
    for (std::size_t i = 0; i < list.size() && (batch.incarnation == 0 || batch.from == 0); ++i) {
        ops::FieldReader read(list[i]);
        const std::int64_t incarnation = read.integer("incarnation", 1, ops::maxInteger);
        const std::int64_t seq = read.integer("seq", 1, ops::maxInteger);
        if (read.error() || seq <= static_cast<std::int64_t>(i)) continue;
        if (batch.incarnation == 0) batch.incarnation = incarnation;
        if (batch.from == 0) batch.from = seq - static_cast<std::int64_t>(i);
    }
}

/// Why an op that could be read can be no fact under its key; an empty code: it can.
core::Error faultOf(const ops::ReadyOp& ready, const ops::OpId& id) {
    const auto bad = [](const char* code, const char* detail) {
        return core::Error{core::ErrorKind::Data, code, detail};
    };
    if (ready.fieldsText.size() + ready.op.attachment.size() > ops::maxOpBytes)
        return bad("op-too-large", "an op has at most 64 kB");
    if (ready.op.id.device != id.device)
        return bad("other-device", "the op names another device than its batch");
    if (!(ready.op.id == id)) return bad("out-of-place", "the op names another key than its place");
    return {core::ErrorKind::Data, {}, {}};
}

/// Two members that only a check reads: the site that the op was written for, and its hash.
core::Error contradictionOf(const std::string& named, const std::string& hash,
                            const ops::ReadyOp& ready, const std::string& site) {
    if (!named.empty() && named != site)
        return {core::ErrorKind::Data, "other-site", "the op was written for another site"};
    if (!hash.empty() && hash != core::toHex(ready.hash))
        return {core::ErrorKind::Data, "wrong-hash", "the op's hash is not that of its content"};
    return {core::ErrorKind::Data, {}, {}};
}

std::string textMember(const json& item, const char* name) {
    const auto found = item.is_object() ? item.find(name) : item.end();
    return found != item.end() && found->is_string() ? found->get<std::string>() : std::string();
}

ops::ReadyOp readOne(ops::OpId id, json& item, const ports::Crypto& crypto,
                     const std::string& site) {
    const std::string named = textMember(item, "site");
    const std::string hash = textMember(item, "hash");
    auto op = ops::opFromJson(std::move(item));
    // What cannot be read is left as it came.
    // NOLINTNEXTLINE(bugprone-use-after-move)
    if (!op) return ops::makeFaulty(std::move(id), item, op.error(), crypto);
    ops::ReadyOp ready = ops::makeReady(std::move(*op), crypto);
    core::Error fault = faultOf(ready, id);
    if (fault.code.empty()) fault = contradictionOf(named, hash, ready, site);
    if (fault.code.empty()) return ready;
    return ops::makeFaulty(std::move(id), ops::toJson(ready.op), fault, crypto);
}

} // namespace

core::Result<Batch> readBatch(json body, const ports::Crypto& crypto, const std::string& site) {
    ops::FieldReader read(body);
    Batch batch;
    batch.device = read.text("device", 1, ops::maxDeviceIdBytes);
    batch.incarnation = read.optionalInteger("incarnation", 1, ops::maxInteger, 0);
    batch.from = read.optionalInteger("from", 1, ops::maxInteger, 0);
    batch.session = read.optionalText("session", 32);
    batch.unsent = read.optionalInteger("unsent", 0, ops::maxInteger, 0);
    const auto chain = core::fromHex(read.optionalText("chain", 64));
    if (!chain) read.complain("chain", "must be hexadecimal");
    if (const json* returned = read.optionalObject("returned"); returned && !read.error()) {
        auto given = ops::readReturned(*returned, crypto);
        if (!given) return tl::unexpected(given.error());
        batch.returned = std::move(*given);
        return batch;
    }
    if (!body.is_object() || !body.contains("ops") || !body["ops"].is_array())
        read.complain("ops", "must be a list");
    if (const auto error = read.error()) return tl::unexpected(*error);
    batch.chain = *chain;
    json& list = body["ops"];
    if (list.size() > maxOpsPerBatch)
        return core::badData("batch-too-large", "at most 1000 ops a batch: send it in parts");
    findKeys(batch, list);
    if (batch.incarnation == 0 || batch.from == 0) {
        if (list.empty()) return batch;
        return core::badData("bad-field",
                             "from, incarnation: the batch does not say its ops' keys");
    }
    batch.ops.reserve(list.size());
    for (json& item : list) {
        ops::OpId id{batch.device, batch.incarnation,
                     batch.from + static_cast<std::int64_t>(batch.ops.size())};
        batch.ops.push_back(readOne(std::move(id), item, crypto, site));
        if (bugs::active(bugs::BlockOnPoison) && !batch.ops.back().fault.empty())
            return core::badData("malformed-op", batch.ops.back().faultDetail);
    }
    return batch;
}

Answer Clerk::acceptOps(const json& body) {
    const auto batch = readBatch(body, setup_.crypto, site());
    if (!batch) return tl::unexpected(batch.error());
    return acceptBatch(*batch);
}

core::Result<bool> Clerk::mayWrite(const Batch& batch) {
    const store::DevicePosition* known = log_.device(batch.device);
    if (known == nullptr)
        return core::refused("unknown-device", "introduce the device first (POST devices)");
    if (known->state == "denied") {
        // What it did before somebody denied it is for a person to see; not without end.
        store::Query q(setup_.database, "SELECT count(*) FROM task WHERE site = ? AND device = ? "
                                        "AND code = 'denied-device'");
        q.bind(site()).bind(batch.device);
        q.step();
        if (q.integer(0) + static_cast<std::int64_t>(batch.ops.size()) > maxDeniedOps)
            return core::refused("denied", "this device was denied");
        return true;
    }
    if (known->state != "trusted")
        return core::refused("device-not-trusted", "run `menzhen devices trust` on the registry");
    if (!isLiveSession(batch))
        return core::refused("other-session", "another program writes as this device");
    return false;
}

/// Whether the batch's own chain is the one that its ops give on top of what the log knows. A chain
/// that parted further back shows here, where every key is new.
bool Clerk::follows(const Batch& batch) {
    if (batch.chain.empty()) return true;
    const auto known = log_.standing(batch.device, batch.incarnation);
    if (!known) return true; // accept() says what is wrong
    core::Bytes chain = known->chain;
    std::int64_t last = known->lastSeq;
    for (const ops::ReadyOp& ready : batch.ops) {
        if (!ready.fault.empty()) return true; // its hash is not the device's: see below
        if (ready.op.id.seq != last + 1) continue;
        chain = ops::chainAfter(chain, ready.hash, setup_.crypto);
        ++last;
    }
    // Wholly known, or with a gap: the keys tell.
    return last != batch.ops.back().op.id.seq || last == known->lastSeq || chain == batch.chain;
}

Answer Clerk::acceptBatch(const Batch& batch, std::size_t from, std::size_t most) {
    const auto denied = mayWrite(batch);
    if (!denied) return tl::unexpected(denied.error());
    if (batch.returned) return acceptReturned(batch);
    if (const auto ready = notRecovering(); !ready) return tl::unexpected(ready.error());
    const std::size_t end = from + std::min(most, batch.ops.size() - from);
    json verdicts = json::array();
    if (from == 0 && !batch.ops.empty() && !follows(batch)) {
        log_.quarantine(batch.device, batch.incarnation);
        log_.alarm(batch.device, batch.incarnation, "fork",
                   "the device's chain is not the one that the log knows: its store was copied or "
                   "restored");
    }
    for (std::size_t i = from; i < end; ++i) {
        const ops::ReadyOp& ready = batch.ops[i];
        const auto accepted = log_.accept(ready, *denied);
        if (!accepted) return tl::unexpected(accepted.error());
        keepAttachment(ready.op, *accepted);
        if (!accepted->repeated)
            if (const auto said = followUp(ready.op, *accepted); !said)
                return tl::unexpected(said.error());
        json::object_t verdict; // an initializer list would copy each value twice
        verdict.emplace("seq", ready.op.id.seq);
        verdict.emplace("revision", accepted->rev);
        verdict.emplace("verdict", accepted->verdict);
        verdict.emplace("code", accepted->code);
        verdicts.emplace_back(std::move(verdict));
    }
    const auto now = log_.standing(batch.device, batch.incarnation);
    // Of an op that could not be read, only the device knows the hash that its chain goes on from.
    const bool faulty = std::any_of(batch.ops.begin(), batch.ops.end(),
                                    [](const auto& ready) { return !ready.fault.empty(); });
    if (faulty && !batch.chain.empty() && now->lastSeq == batch.ops.back().op.id.seq)
        log_.adoptChain(batch.device, batch.incarnation, batch.chain);
    store::DevicePosition* device = log_.device(batch.device);
    device->unsent = batch.unsent + static_cast<std::int64_t>(batch.ops.size() - end);
    device->heardAtMs = setup_.clock.utcMs();
    return json{{"verdicts", std::move(verdicts)},
                {"acknowledged", now ? now->lastSeq : device->lastSeq},
                {"revision", rev()},
                {"chain", core::toHex(log_.position().chain)},
                {"now", setup_.clock.utcMs()},
                {"epoch", epoch()}};
}

Answer Clerk::acceptReturned(const Batch& batch) {
    if (log_.device(batch.device)->state != "trusted")
        return core::refused("denied", "this device was denied");
    const auto taken = ops::takeReturned(log_, *batch.returned);
    if (!taken) return tl::unexpected(taken.error());
    if (batch.returned->last) waitUntilMs_ = 0;
    return json{{"taken", *taken}, {"revision", rev()}, {"epoch", epoch()}};
}

void Clerk::keepAttachment(const ops::Op& op, const ops::Appended& appended) {
    if (op.attachment.empty() || op.type != "ticket.issued" || appended.verdict == ops::rejected)
        return;
    ops::FieldReader read(op.fields);
    const std::string ticket = read.text("ticket", 16, 16);
    // A repeat brings what another device's copy of the op did not have (a restored registry).
    if (appended.repeated && people_.has(op.day, ticket)) return;
    const std::string place = site() + "/" + ticket;
    const auto sealed = core::fromHex(op.attachment);
    std::optional<Person> person;
    if (sealed)
        if (const auto plain = setup_.keys.sealing->openSealed(*sealed, core::asBytes(place)))
            person = personOf(*plain);
    if (person)
        people_.put(op.day, ticket, *person);
    else if (!appended.repeated)
        unreadable(op, appended);
}

/// Nobody can read it any more: staff ask the patient again.
void Clerk::unreadable(const ops::Op& op, const ops::Appended& appended) {
    store::Task task;
    task.rev = appended.rev;
    task.device = op.id.device;
    task.incarnation = op.id.incarnation;
    task.seq = op.id.seq;
    task.type = op.type;
    task.day = op.day;
    task.verdict = appended.verdict;
    task.code = "attachment-unreadable";
    task.detail = "the sealed identity does not open";
    task.atMs = setup_.clock.utcMs();
    store::addTask(setup_.database, site(), task);
}

} // namespace menzhen::clerk
