// SPDX-License-Identifier: Apache-2.0
// The far end of a Responder without a connection. Thread: any; each answer comes once.
#pragma once

#include "app/registry/http/slots.h"

#include <future>
#include <vector>

namespace menzhen::registry {

/// Stands where the connection would: keeps the answers.
class AnswerKeeper final : public AnswerTaker {
public:
    void takeAnswer(std::uint64_t number, HttpResponse response) override {
        if (const auto later = std::move(response.later)) response = later();
        answers.at(number).set_value(std::move(response));
    }

    void takeStream(std::uint64_t, std::shared_ptr<StreamSlot>) override {}

    void streamChanged() override {}

    explicit AnswerKeeper(std::size_t most = 8) : answers(most) {}

    std::vector<std::promise<HttpResponse>> answers; ///< by the responder's number
};

class AtOnceMailbox final : public Mailbox {
public:
    void post(std::function<void()> task) override { task(); }

    bool openStream() override { return false; }

    void streamClosed() override {}

    void eventReplaced() override {}
};

} // namespace menzhen::registry
