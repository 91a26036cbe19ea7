// SPDX-License-Identifier: Apache-2.0
// The registry as a function: which request does what, and what status its answer has. The HTTP
// server puts this table on its listeners; the simulator and the tests ask answer() directly: so
// they cannot differ. docs/openapi.yaml describes every route; a test compares the two.
// Thread: the table is constant, prepare() is pure; answer() belongs to the clerk's thread.
#pragma once

#include "app/clerk/clerk.h"
#include "app/clerk/logpage.h"
#include "app/clerk/views.h"
#include "app/ports/registrylink.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace menzhen::clerk {

inline constexpr std::size_t maxBatchBytes = 8 * 1024 * 1024; ///< of POST ops: 1,000 ops
inline constexpr std::size_t maxCommandBytes = 256 * 1024;    ///< holds and bookings
inline constexpr std::size_t maxKeyBytes = 64;                ///< of an Idempotency-Key
inline constexpr std::size_t opsPerPart = 25;                 ///< of a batch: 2 ms of the writer
inline constexpr int maxJsonDepth = 32;                       ///< of lists and objects in a body

/// What a phone brings, and what it would get.
struct PhoneTokens {
    std::string cookie;  ///< its holder's token; empty: none came, or none that can be one
    std::string fresh;   ///< becomes its token when it has none that is known
    std::string address; ///< numeric
};

/// What came in, decoded, for one route.
struct Request {
    std::string path;                              ///< without its query
    std::map<std::string, std::string> parameters; ///< of the pattern: "site", "id"
    std::map<std::string, std::string> query;
    std::string body; ///< as it came: JSON text
    std::string key;  ///< Idempotency-Key
    std::string peer; ///< the device that its certificate named; empty: plain loopback
    PhoneTokens phone{};
};

/// Which listener a route stands on: the lobby's, or that of phones.
enum class Face { Devices, Public };

/// What a study may look at.
struct StudyContext {
    store::Database& database; ///< to read; the study brackets its reads itself
    const std::string& site;
    const ports::Clock& clock;
    const ports::Crypto& crypto;
    const SiteKeys& keys;
};

/// What a read shows: JSON text.
using Shown = core::Result<std::string>;

/// What is left of a request whose shape is good: a command for the one who writes, or a read.
struct Work {
    std::function<Answer(Clerk&)> command; ///< inside begin() and end() of a transaction
    std::function<Shown(Views&)> read;     ///< inside Database::read(); set when command is not
    /// What is slow and needs no transaction (scrypt): executed before `command`, on any thread,
    /// so that the command finds it done. Often empty.
    std::function<void(const StudyContext&)> study;
    /// A long command once more, in parts that may be transactions of their own, so that others
    /// get their turn in between; after one that fails, none is executed. Empty: it has none.
    std::vector<std::function<Answer(Clerk&)>> parts;
    json (*join)(json first, json second) = nullptr; ///< the answers of parts to one
    std::size_t ops = 1;                             ///< for the limits of a group commit
    std::size_t bytes = 0;
    /// Set by the command when the phone becomes a holder: its new token. Null: never.
    std::shared_ptr<std::string> newToken{};
};

struct Route {
    std::string_view method;
    std::string_view pattern; ///< "/v1/sites/{site}/holds/{id}"
    bool open;                ///< stands on Face::Public too
    std::size_t maxBodyBytes; ///< 0: the server's own limit
    /// Needs no store. Errors: Data "bad-field", "body-missing", "malformed-json" ...
    core::Result<Work> (*prepare)(const Request& request, Face face, const ports::Crypto& crypto);
};

/// The same, but refused with "denied" when its sender may not speak (ops::admitDevice); nothing is
/// asked when `device` is empty.
Work admitted(Work work, const std::string& device, const std::string& fingerprint);

/// All but the live stream and the health routes, which are the server's own.
const std::vector<Route>& routes();

/// Data 400; Refused 409, but "unknown-*" 404, "wrong-pin", "wrong-code", "locked" and "denied"
/// 403, "no-holder" 401, "slow-down" 429; Busy, Device and Offline 503; Bug 500.
int statusOf(const core::Error& error);
/// 202 for a request that takes part in a draw (lottery.h), else 200.
int statusOf(const json& answer);
/// What a problem says beside code and detail: `rule`, `opens_at`, `until_at` (UTC ms), `waitlist`,
/// `tries_left`. Takes out of the detail what it found there.
json problemMembers(core::Error& error);
/// The body as JSON. Errors: Data "malformed-json" (with the position, or nested deeper than
/// maxJsonDepth), "body-missing".
core::Result<json> readBody(const std::string& text);

/// One request in one transaction of its own, answered after its commit. `request.path` is
/// percent-encoded, with its query; `peer` and `phone` as in Request.
ports::LinkResponse answer(const ports::LinkRequest& request, const std::string& peer, Clerk& clerk,
                           const ClerkSetup& setup, Face face = Face::Devices,
                           const PhoneTokens& phone = {});

} // namespace menzhen::clerk
