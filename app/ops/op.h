// SPDX-License-Identifier: Apache-2.0
// An op: an immutable fact of a site in the past tense. docs/ops.md lists the types.
//
// On the wire (JSON; unknown keys are kept by whoever forwards, ignored by whoever judges):
//   {"device":"K01","incarnation":1,"seq":17,"type":"entry.checked_in","version":1,"day":20261123,
//    "occurred_at":1795391400000,"actor":"K01","request":"","fields":{...},"attachment":"HEX",
//    "attachment_hash":"HEX","clock":"unset","was":[1,16]}
// `day` 0: the op names no service day. `occurred_at`: UTC milliseconds. `attachment`: personal
// fields sealed to the registry's key; it travels beside the op and only its hash is part of it.
// `clock` "unset": the author's clock was never held against the registry's since it started.
// `was`: [incarnation, seq] under which the device wrote it first (sync.md 1.3); a ticket on paper
// names that key. All four are left out when empty.
// Thread: values; any.
#pragma once

#include "app/core/bytes.h"
#include "app/core/result.h"
#include "app/ports/crypto.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

namespace menzhen::ops {

inline constexpr std::size_t maxOpBytes = 64 * 1024;        ///< JSON text of one op
inline constexpr std::size_t maxAttachmentBytes = 4 * 1024; ///< base64 text
inline constexpr std::size_t maxDeviceIdBytes = 4;
/// Who authors the registry's own ops.
inline constexpr const char* registryDevice = "REG";

struct OpId {
    std::string device;
    std::int64_t incarnation = 1;
    std::int64_t seq = 0; ///< from 1, without gaps in one incarnation

    friend bool operator==(const OpId&, const OpId&) = default;
};

struct Op {
    OpId id;
    std::string type;
    int version = 1;
    int day = 0;
    std::int64_t occurredAtMs = 0;
    std::string actor;   ///< staff id or device id
    std::string request; ///< the command that it belongs to, or empty
    nlohmann::json fields = nlohmann::json::object();
    std::string attachment;     ///< hexadecimal of sealed bytes; empty: none
    std::string attachmentHash; ///< hexadecimal SHA-256 of `attachment`; empty: none
    std::string clock;          ///< "unset" or empty
    std::optional<std::pair<std::int64_t, std::int64_t>> was; ///< incarnation, seq
};

nlohmann::json toJson(const Op& op);
nlohmann::json toJson(Op&& op); ///< takes the fields instead of copying them
/// Errors: Data "malformed-op", with what is wrong.
core::Result<Op> opFromJson(const nlohmann::json& json);
core::Result<Op> opFromJson(nlohmann::json&& json); ///< takes the fields instead of copying them

/// SHA-256 over the op's canonical JSON (sorted keys, no spaces) without the attachment itself.
core::Bytes hashOf(const Op& op, const ports::Crypto& crypto);
/// The same of an op without attachment whose toJson().dump() is at hand: that is its canonical
/// JSON.
core::Bytes hashOfText(const std::string& text, const ports::Crypto& crypto);

/// An op with what the log wants of it. Making one is most of the work that needs no store, so
/// that a server does it outside its writer's thread.
struct ReadyOp {
    Op op;
    std::string fieldsText; ///< `fields` as JSON without spaces, sorted
    core::Bytes hash;
    std::string fault; ///< why it can be no fact ("malformed-op"); empty: it can be judged
    std::string faultDetail;
    std::string raw; ///< what came in, of an op with a fault, cut at maxKeptBytes
};

inline constexpr std::size_t maxKeptBytes = 64 * 1024;
/// The type under which an op with a fault stands in the log.
inline constexpr const char* unreadableType = "unreadable";

ReadyOp makeReady(Op op, const ports::Crypto& crypto);
/// An op that came under the key `id` and can be no fact: it gets its place in the log, a verdict
/// and a task for staff, so that what follows it is not kept waiting (sync.md 1.7).
ReadyOp makeFaulty(OpId id, const nlohmann::json& item, const core::Error& fault,
                   const ports::Crypto& crypto);
/// attachment_hash, clock and was as JSON text; empty when it has none of them.
std::string extraText(const Op& op);
/// The next link of a device's or the registry's chain: SHA-256(previous, hash).
core::Bytes chainAfter(core::ByteView previous, core::ByteView hash, const ports::Crypto& crypto);

} // namespace menzhen::ops
