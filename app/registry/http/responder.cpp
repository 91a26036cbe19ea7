// SPDX-License-Identifier: Apache-2.0
#include "app/registry/http/responder.h"

#include "app/core/check.h"
#include "app/registry/http/responsetext.h"
#include "app/registry/http/slots.h"

namespace menzhen::registry {

EventStream::EventStream(std::shared_ptr<StreamHandle> handle) : handle_(std::move(handle)) {}

bool EventStream::send(const std::string& event, const std::string& data) const {
    return handle_ && handle_->stream->send(event, data);
}

void EventStream::onClosed(std::function<void()> closed) const {
    if (handle_)
        handle_->stream->onClosed(std::move(closed));
    else
        closed();
}

void EventStream::close() const {
    if (handle_) handle_->stream->askToClose();
}

bool EventStream::isOpen() const {
    return handle_ && handle_->stream->isOpen();
}

Responder::Responder(std::shared_ptr<AnswerSlot> slot) : slot_(std::move(slot)) {}

void Responder::send(HttpResponse response) const {
    slot_->send(std::move(response));
}

EventStream Responder::openEvents() const {
    return slot_->openEvents();
}

AnswerSlot::AnswerSlot(std::weak_ptr<Mailbox> mailbox, std::weak_ptr<AnswerTaker> taker,
                       std::uint64_t number, bool headersOnly)
    : mailbox_(std::move(mailbox)), taker_(std::move(taker)), number_(number),
      headersOnly_(headersOnly) {}

AnswerSlot::~AnswerSlot() {
    if (!used_.exchange(true)) deliver(problem(500, "no-answer", "The server lost the request."));
}

void AnswerSlot::claim() {
    MENZHEN_CHECK(!used_.exchange(true), "a request was answered twice");
}

void AnswerSlot::deliver(HttpResponse response) {
    const auto mailbox = mailbox_.lock();
    if (!mailbox) return;
    // Shared, because std::function wants to copy and a body may be a snapshot.
    auto shared = std::make_shared<HttpResponse>(std::move(response));
    mailbox->post([taker = taker_, number = number_, shared] {
        if (const auto alive = taker.lock()) alive->takeAnswer(number, std::move(*shared));
    });
}

void AnswerSlot::send(HttpResponse response) {
    claim();
    deliver(std::move(response));
}

EventStream AnswerSlot::openEvents() {
    claim();
    const auto mailbox = mailbox_.lock();
    if (!mailbox) return {};
    if (headersOnly_) {
        HttpResponse head;
        head.contentType = "text/event-stream";
        deliver(std::move(head));
        return {};
    }
    if (!mailbox->openStream()) {
        HttpResponse busy =
            problem(503, "too-many-streams", "As many live channels are open as allowed.");
        busy.headers.emplace_back("Retry-After", "10");
        deliver(std::move(busy));
        return {};
    }
    auto stream = std::make_shared<StreamSlot>(mailbox_, taker_);
    mailbox->post([taker = taker_, number = number_, stream] {
        if (const auto alive = taker.lock())
            alive->takeStream(number, stream);
        else
            stream->end();
    });
    return EventStream(std::make_shared<StreamHandle>(std::move(stream)));
}

StreamSlot::StreamSlot(std::weak_ptr<Mailbox> mailbox, std::weak_ptr<AnswerTaker> taker)
    : mailbox_(std::move(mailbox)), taker_(std::move(taker)) {}

StreamSlot::~StreamSlot() {
    end();
}

// A post is due only when there was nothing unsent: until then an earlier one is on its way, or the
// connection is writing and will ask by itself.
bool StreamSlot::send(const std::string& event, const std::string& data) {
    bool replaced = false;
    {
        const std::lock_guard lock(mutex_);
        if (ended_ || askedToClose_) return false;
        replaced = unsent_.has_value();
        unsent_ = eventText(event, data);
    }
    if (!replaced)
        wake();
    else if (const auto mailbox = mailbox_.lock())
        mailbox->eventReplaced();
    return true;
}

void StreamSlot::wake() {
    const auto mailbox = mailbox_.lock();
    if (!mailbox) return;
    mailbox->post([taker = taker_] {
        if (const auto alive = taker.lock()) alive->streamChanged();
    });
}

void StreamSlot::onClosed(std::function<void()> closed) {
    {
        const std::lock_guard lock(mutex_);
        if (!ended_) {
            closed_ = std::move(closed);
            return;
        }
    }
    closed();
}

void StreamSlot::askToClose() {
    {
        const std::lock_guard lock(mutex_);
        if (ended_ || askedToClose_) return;
        askedToClose_ = true;
    }
    wake();
}

bool StreamSlot::isOpen() const {
    const std::lock_guard lock(mutex_);
    return !ended_ && !askedToClose_;
}

std::optional<std::string> StreamSlot::takeUnsent() {
    const std::lock_guard lock(mutex_);
    return std::exchange(unsent_, std::nullopt);
}

bool StreamSlot::isAskedToClose() const {
    const std::lock_guard lock(mutex_);
    return askedToClose_;
}

void StreamSlot::end() {
    std::function<void()> closed;
    {
        const std::lock_guard lock(mutex_);
        if (ended_) return;
        ended_ = true;
        unsent_.reset();
        closed = std::move(closed_);
        closed_ = nullptr;
    }
    if (const auto mailbox = mailbox_.lock()) mailbox->streamClosed();
    if (closed) closed();
}

StreamHandle::StreamHandle(std::shared_ptr<StreamSlot> opened) : stream(std::move(opened)) {}

StreamHandle::~StreamHandle() {
    stream->askToClose();
}

} // namespace menzhen::registry
