// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/link.h"

#include <algorithm>

namespace menzhen::twin {

namespace {

constexpr int backOffFromMs = 1000; // full jitter, 1 to 30 s (ports/registrylink.h)
constexpr int backOffToMs = 30'000;

} // namespace

Link::Link(Timeline& timeline, Network& network, std::string device, Life life,
           std::uint64_t number)
    : timeline_(timeline), network_(network), device_(std::move(device)), life_(std::move(life)),
      number_(number) {
    network_.join(this);
}

Link::~Link() {
    network_.leave(this);
}

void Link::answer(const std::shared_ptr<Asked>& asked,
                  const core::Result<ports::LinkResponse>& answer) {
    if (asked_.erase(asked) == 0) return;
    const Answered answered = std::move(asked->answered);
    answered(answer);
}

void Link::request(ports::LinkRequest request, Answered answered) {
    const auto asked = std::make_shared<Asked>(Asked{std::move(answered)});
    asked_.insert(asked);
    timeline_.after(request.timeoutMs, life_, [this, asked] {
        answer(asked, core::fail(core::ErrorKind::Offline, "timeout"));
    });
    network_.send(device_, request,
                  [this, life = life_, asked](const core::Result<ports::LinkResponse>& response) {
                      if (*life) answer(asked, response);
                  });
}

void Link::follow(std::string, std::function<void(std::string data)> onWake,
                  std::function<void(ports::LinkState)> onState) {
    onWake_ = std::move(onWake);
    onState_ = std::move(onState);
    ++following_;
    open_ = told_ = false;
    attempts_ = 0;
    connect(network_.delayMs(device_));
}

void Link::connect(int delayMs) {
    timeline_.after(delayMs, life_, [this, following = following_] {
        if (following != following_ || open_) return;
        if (network_.reaches(device_)) {
            open_ = true;
            told_ = true;
            attempts_ = 0;
            return onState_(ports::LinkState::Connected);
        }
        const int most = std::min(backOffToMs, backOffFromMs << std::min(attempts_++, 5));
        connect(network_.drawMs(100, most));
        if (!std::exchange(told_, true)) onState_(ports::LinkState::Disconnected);
    });
}

void Link::heard(const std::string& data) {
    timeline_.after(network_.delayMs(device_), life_, [this, data, following = following_] {
        if (following == following_ && open_) onWake_(data);
    });
}

void Link::broke() {
    open_ = false;
    connect(network_.drawMs(100, backOffFromMs));
    timeline_.after(0, life_, [this, following = following_] {
        if (following == following_ && onState_) onState_(ports::LinkState::Disconnected);
    });
}

void Link::stop() {
    ++following_;
    open_ = false;
    onWake_ = {};
    onState_ = {};
    const auto waiting = std::move(asked_);
    asked_.clear();
    for (const auto& asked : waiting)
        timeline_.after(0, life_, [asked] {
            asked->answered(core::fail(core::ErrorKind::Offline, "stopped"));
        });
}

} // namespace menzhen::twin
