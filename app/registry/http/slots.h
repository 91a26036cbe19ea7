// SPDX-License-Identifier: Apache-2.0
// Between the handles (any thread) and a connection (io thread): what a handle does becomes a post.
// Internal to this room. Slots know their server and connection weakly, so that a handle kept by a
// slow writer thread keeps nothing alive.
#pragma once

#include "app/registry/http/responder.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace menzhen::registry {

class StreamSlot;

/// The server, as slots see it. Thread: any.
class Mailbox {
public:
    virtual ~Mailbox() = default;
    /// Runs the task on the io thread, in order; dropped when the server has stopped.
    virtual void post(std::function<void()> task) = 0;
    virtual bool openStream() = 0; ///< counts one more; false at the limit
    virtual void streamClosed() = 0;
    virtual void eventReplaced() = 0;
};

/// A connection, as slots see it. Thread: io.
class AnswerTaker {
public:
    virtual ~AnswerTaker() = default;
    /// `number` is the request's on its connection; an answer to another one is too late.
    virtual void takeAnswer(std::uint64_t number, HttpResponse response) = 0;
    virtual void takeStream(std::uint64_t number, std::shared_ptr<StreamSlot> stream) = 0;
    virtual void streamChanged() = 0;
};

class AnswerSlot {
public:
    AnswerSlot(std::weak_ptr<Mailbox> mailbox, std::weak_ptr<AnswerTaker> taker,
               std::uint64_t number, bool headersOnly);
    ~AnswerSlot(); ///< answers 500 if nobody did

    void send(HttpResponse response);
    EventStream openEvents();

private:
    void deliver(HttpResponse response);
    void claim();

    const std::weak_ptr<Mailbox> mailbox_;
    const std::weak_ptr<AnswerTaker> taker_;
    const std::uint64_t number_;
    const bool headersOnly_; ///< HEAD
    std::atomic<bool> used_{false};
};

class StreamSlot {
public:
    StreamSlot(std::weak_ptr<Mailbox> mailbox, std::weak_ptr<AnswerTaker> taker);
    ~StreamSlot(); ///< ends, if the connection never got it

    // Handle's side; any thread.
    bool send(const std::string& event, const std::string& data);
    void onClosed(std::function<void()> closed);
    void askToClose();
    bool isOpen() const;

    // Connection's side; io thread.
    std::optional<std::string> takeUnsent();
    bool isAskedToClose() const;
    void end(); ///< the connection is gone or going: tells the owner, once

private:
    void wake();

    const std::weak_ptr<Mailbox> mailbox_;
    const std::weak_ptr<AnswerTaker> taker_;
    mutable std::mutex mutex_;
    std::optional<std::string> unsent_;
    std::function<void()> closed_;
    bool askedToClose_ = false;
    bool ended_ = false;
};

class StreamHandle {
public:
    explicit StreamHandle(std::shared_ptr<StreamSlot> stream);
    ~StreamHandle(); ///< asks to close
    StreamHandle(const StreamHandle&) = delete;
    StreamHandle& operator=(const StreamHandle&) = delete;

    const std::shared_ptr<StreamSlot> stream;
};

} // namespace menzhen::registry
