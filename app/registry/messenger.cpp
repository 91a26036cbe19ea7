// SPDX-License-Identifier: Apache-2.0
#include "app/registry/messenger.h"

#include "app/boot/logging.h"

#include <chrono>
#include <pthread.h>

namespace menzhen::registry {

Messenger::Messenger(std::unique_ptr<store::Database> store,
                     std::unique_ptr<ports::MessageSender> sender, const ports::Clock& clock,
                     const ports::Crypto& crypto, const clerk::SiteKeys& keys)
    : store_(std::move(store)), sender_(std::move(sender)), clock_(clock), crypto_(crypto),
      keys_(keys), thread_([this] { run(); }) {}

Messenger::~Messenger() {
    stop();
}

void Messenger::stop() {
    {
        const std::lock_guard lock(guard_);
        stopping_ = true;
        wake_.notify_one();
    }
    if (thread_.joinable()) thread_.join();
}

std::vector<clerk::MessageOutcome> Messenger::takeOutcomes() {
    const std::lock_guard lock(guard_);
    return std::exchange(outcomes_, {});
}

void Messenger::settled(const std::vector<clerk::MessageOutcome>& outcomes) {
    const std::lock_guard lock(guard_);
    for (const clerk::MessageOutcome& outcome : outcomes)
        underWay_.erase(outcome.id);
}

std::vector<ports::Message> Messenger::due() {
    std::vector<ports::Message> found;
    clerk::Sealing sealing(*store_, crypto_, keys_);
    const auto read = store_->read([&]() -> core::Result<void> {
        found = clerk::dueMessages(*store_, sealing, clock_.utcMs(), maxMessagesPerLook);
        return {};
    });
    if (!read) boot::logWarning("messages", "the outbox cannot be read: " + read.error().code);
    const std::lock_guard lock(guard_);
    std::erase_if(found, [this](const ports::Message& m) { return underWay_.contains(m.id); });
    return found;
}

clerk::MessageOutcome Messenger::send(const ports::Message& message) {
    const auto sent = sender_->send(message);
    if (sent) return {message.id, {}, false};
    const core::ErrorKind kind = sent.error().kind;
    boot::logWarning("messages", "message " + std::to_string(message.id) + " (" + message.kind +
                                     "): " + sent.error().code);
    return {message.id, sent.error().code,
            kind == core::ErrorKind::Offline || kind == core::ErrorKind::Busy};
}

void Messenger::run() {
    pthread_setname_np(pthread_self(), "messenger");
    for (;;) {
        for (const ports::Message& message : due()) {
            {
                const std::lock_guard lock(guard_);
                if (stopping_) return;
                underWay_.insert(message.id);
            }
            clerk::MessageOutcome outcome = send(message);
            const std::lock_guard lock(guard_);
            outcomes_.push_back(std::move(outcome));
        }
        std::unique_lock lock(guard_);
        wake_.wait_for(lock, std::chrono::milliseconds(messageEveryMs), [&] { return stopping_; });
        if (stopping_) return;
    }
}

} // namespace menzhen::registry
