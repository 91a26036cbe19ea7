// SPDX-License-Identifier: Apache-2.0
// The device's way to its registry: requests and answers, and a live channel that only wakes.
//
// Promises of every driver, under all conditions:
//  * a request's callback runs exactly once, never inside `request` itself, on the flow thread;
//  * an HTTP answer of any status is an answer: 4xx and 5xx are delivered with their problem body;
//  * no answer is Error{Offline} with the code `no-answer` (not reached, broken off, unreadable),
//    `timeout` (the budget ran out) or `stopped`. Whether the registry executed the request is then
//    unknown: ask again with the same Idempotency-Key (sync.md 1.18). Or the wire could not be
//    trusted, and nothing was sent: `not-enrolled` (this device has no certificate yet),
//    `certificate-foreign`, `certificate-expired`, `certificate-use` ... (the other end's);
//  * nothing is retried behind the caller's back, except the live channel's connection. (When a
//  kept
//    connection turns out to be closed, the same bytes, Idempotency-Key and all, may go out again.)
//
// Thread: every method and every callback on the flow thread.
#pragma once

#include "app/core/result.h"

#include <functional>
#include <optional>
#include <string>

namespace menzhen::ports {

struct LinkRequest {
    std::string method = "GET";
    std::string path;           ///< with its query, percent-encoded: "/v1/sites/H001/ops?after=7"
    std::string body;           ///< JSON text; empty = none
    std::string idempotencyKey; ///< sent as Idempotency-Key when not empty; every POST has one
    std::string authorization;  ///< sent as Authorization when not empty ("Bearer ...")
    int timeoutMs = 500;        ///< whole budget, from `request` to the callback
};

struct LinkResponse {
    int status = 0;
    std::string body;                ///< unpacked; at most 64 MiB, beyond it `no-answer`
    std::optional<int> retryAfterMs; ///< what a 429 or 503 asked for
};

enum class LinkState { Connected, Disconnected };

class RegistryLink {
public:
    virtual ~RegistryLink() = default;

    using Answered = std::function<void(core::Result<LinkResponse>)>;
    virtual void request(LinkRequest request, Answered answered) = 0;

    /// Keeps an event stream at `path` open, one per link; a second call replaces the first.
    /// `onWake` gets an event's data: a hint to pull, which may be dropped or repeated.
    /// `onState` runs when the channel opens (pull then: wakes were missed) and when it breaks; the
    /// first call is the first of either. Reconnects after a full-jitter back-off of 1 to 30 s, and
    /// takes a stream for dead that was silent for three heartbeats (45 s).
    virtual void follow(std::string path, std::function<void(std::string data)> onWake,
                        std::function<void(LinkState)> onState) = 0;

    /// Ends following, without a further call of its functions, and answers what is under way with
    /// `stopped`. The link may be used again.
    virtual void stop() = 0;
};

} // namespace menzhen::ports
