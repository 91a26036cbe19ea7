// SPDX-License-Identifier: Apache-2.0
// The handles with which a handler answers, now or later and from any thread.
// Both are cheap to copy and outlive their connection and their server without harm: what comes too
// late is dropped.
#pragma once

#include "app/registry/http/httpmessage.h"

#include <functional>
#include <memory>
#include <string>

namespace menzhen::registry {

class AnswerSlot;   // one request that waits for its answer
class StreamSlot;   // one open event stream
class StreamHandle; // closes the stream when its last owner goes

/// A stream of Server-Sent Events. At most one event per stream is kept unsent: a newer one
/// replaces it, so an event must tell how far things have come (a revision), never a step. A
/// comment is sent every `ServerLimits::heartbeatMs`. A reader that does not take what it is sent
/// within `streamWriteMs` is cut off. Dropping the last copy of the handle closes the stream.
/// Thread: any.
class EventStream {
public:
    EventStream() = default; ///< a closed stream
    explicit EventStream(std::shared_ptr<StreamHandle> handle);

    /// False when the stream is closed. `event` may be empty ("message" to a browser) and holds no
    /// line break; `data` may hold several lines.
    bool send(const std::string& event, const std::string& data) const;
    /// `closed` runs once, on the server's io thread, when the stream ended for whatever reason; at
    /// once and on the calling thread if it has already. It must not block. One per stream.
    void onClosed(std::function<void()> closed) const;
    void close() const;
    bool isOpen() const;

private:
    std::shared_ptr<StreamHandle> handle_;
};

/// The right to answer one request. Exactly one of `send` and `openEvents` is called, once, over
/// all copies (a second call is a bug and stops the program). If the last copy is dropped without
/// an answer, the client gets 500 `no-answer`. After `ServerLimits::requestMs` the client has got
/// 503 `deadline` and an answer is dropped. Thread: any.
class Responder {
public:
    explicit Responder(std::shared_ptr<AnswerSlot> slot);

    void send(HttpResponse response) const;
    /// Answers 200 text/event-stream and leaves the connection open. When `maxEventStreams` are
    /// open, the client gets 503 `too-many-streams` and the stream returned is closed.
    EventStream openEvents() const;

private:
    std::shared_ptr<AnswerSlot> slot_;
};

} // namespace menzhen::registry
