// SPDX-License-Identifier: Apache-2.0
// The devices' own ops, and how a device introduces itself.
#include "app/clerk/clerk.h"

#include "app/ops/fields.h"
#include "app/ops/staffpins.h"
#include "db/store/oplog.h"
#include "db/store/records.h"

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

} // namespace

core::Result<Batch> readBatch(json body, const ports::Crypto& crypto) {
    ops::FieldReader read(body);
    Batch batch;
    batch.device = read.text("device", 1, ops::maxDeviceIdBytes);
    if (!body.is_object() || !body.contains("ops") || !body["ops"].is_array())
        read.complain("ops", "must be a list");
    if (const auto error = read.error()) return tl::unexpected(*error);
    json& list = body["ops"];
    if (list.size() > maxOpsPerBatch)
        return core::badData("batch-too-large", "at most 1000 ops a batch: send it in parts");
    batch.ops.reserve(list.size());
    for (json& item : list) {
        auto op = ops::opFromJson(std::move(item));
        if (!op) return tl::unexpected(op.error());
        if (op->id.device != batch.device)
            return core::badData("malformed-op", "device: is not the batch's");
        batch.ops.push_back(ops::makeReady(std::move(*op), crypto));
    }
    return batch;
}

Answer Clerk::acceptOps(const json& body) {
    const auto batch = readBatch(body, setup_.crypto);
    if (!batch) return tl::unexpected(batch.error());
    return acceptBatch(*batch);
}

Answer Clerk::acceptBatch(const Batch& batch) {
    const store::DevicePosition* known = log_.device(batch.device);
    if (known == nullptr)
        return core::refused("unknown-device", "introduce the device first (POST devices)");
    if (known->state != "trusted")
        return core::refused("device-not-trusted", "run `menzhen devices trust` on the registry");
    json verdicts = json::array();
    for (const ops::ReadyOp& ready : batch.ops) {
        const auto accepted = log_.accept(ready);
        if (!accepted) return tl::unexpected(accepted.error());
        if (!accepted->repeated) keepAttachment(ready.op, *accepted);
        json::object_t verdict; // an initializer list would copy each value twice
        verdict.emplace("seq", ready.op.id.seq);
        verdict.emplace("revision", accepted->rev);
        verdict.emplace("verdict", accepted->verdict);
        verdict.emplace("code", accepted->code);
        verdicts.emplace_back(std::move(verdict));
    }
    return json{{"verdicts", std::move(verdicts)},
                {"acknowledged", log_.device(batch.device)->lastSeq},
                {"revision", rev()},
                {"epoch", epoch()}};
}

void Clerk::keepAttachment(const ops::Op& op, const ops::Appended& appended) {
    const bool registered = op.type == "ticket.issued" && appended.verdict != ops::rejected;
    if (op.attachment.empty() || !registered) return;
    ops::FieldReader read(op.fields);
    const std::string ticket = read.text("ticket", 16, 16);
    const std::string place = site() + "/" + ticket;
    const auto sealed = core::fromHex(op.attachment);
    std::optional<Person> person;
    if (sealed)
        if (const auto plain = setup_.keys.sealing->openSealed(*sealed, core::asBytes(place)))
            person = personOf(*plain);
    if (person)
        people_.put(op.day, ticket, *person);
    else // nobody can read it any more: staff ask the patient again
        store::addDeadLetter(setup_.database, site(), appended.rev, op.id.device,
                             "attachment-unreadable", "the sealed identity does not open");
}

Answer Clerk::introduceDevice(const json& body) {
    ops::FieldReader read(body);
    const std::string id = read.text("id", 1, ops::maxDeviceIdBytes);
    const std::string role = read.text("role", 1, 16);
    const std::string pem = read.text("public_key", 1, 1024);
    const std::int64_t lastSeq = read.optionalInteger("last_seq", 0, ops::maxInteger, 0);
    if (const auto error = read.error()) return tl::unexpected(*error);
    if (id == ops::registryDevice)
        return core::badData("bad-field", "id: REG is the registry's own");
    const auto key = setup_.crypto.loadPublicKey(pem);
    if (!key) return core::badData("bad-field", "public_key: a P-256 public key in PEM is wanted");
    const std::string spki = core::toHex(key->spki);
    const store::DevicePosition* known = log_.device(id);
    if (known != nullptr && known->spki != spki)
        return core::refused("other-key",
                             "another device has this id: choose another, or remove the old one");
    if (known == nullptr) {
        const core::Digest fingerprint = setup_.crypto.fingerprint(*key);
        log_.putDevice({id, role, setup_.demo ? "trusted" : "waiting", 1, 0, core::Bytes(32, 0),
                        spki, core::toHex(fingerprint), setup_.clock.utcMs()});
        if (setup_.demo)
            if (const auto trusted = ops::trustDevice(log_, id); !trusted)
                return tl::unexpected(trusted.error());
        known = log_.device(id);
    }
    return json{{"id", id},
                {"state", known->state},
                {"fingerprint", known->fingerprint},
                {"incarnation", known->incarnation},
                {"last_seq", known->lastSeq},
                {"device_is_behind", lastSeq < known->lastSeq},
                {"epoch", epoch()},
                {"revision", rev()}};
}

} // namespace menzhen::clerk
