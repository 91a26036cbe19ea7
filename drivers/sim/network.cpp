// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/network.h"

#include "drivers/sim/link.h"

namespace menzhen::twin {

namespace {

constexpr int silenceMs = 45'000; // three heartbeats (ports/registrylink.h)

} // namespace

bool Network::ByNumber::operator()(const Link* a, const Link* b) const {
    return a->number() < b->number();
}

int Network::delayMs(const std::string& device) {
    return chance_.between(1, of(device).slowestMs);
}

void Network::send(const std::string& device, const ports::LinkRequest& request,
                   const Reply& reply) {
    const Weather& weather = of(device);
    const bool lost = chance_.percent(weather.losePercent);
    const bool again = chance_.percent(weather.repeatPercent);
    const int delay = delayMs(device);
    if (!lost) deliver(device, request, reply, delay);
    if (again) deliver(device, request, {}, delay + chance_.between(1, 10 * of(device).slowestMs));
}

void Network::deliver(const std::string& device, const ports::LinkRequest& request,
                      const Reply& reply, int delay) {
    timeline_.after(delay, nullptr, [this, device, request, reply] {
        if (!of(device).requests) return;
        auto response = serve_ ? serve_(device, request) : std::nullopt;
        const bool lost = chance_.percent(of(device).losePercent);
        const int back = delayMs(device);
        if (!reply || lost) return;
        timeline_.after(back, nullptr, [this, device, reply, response = std::move(response)] {
            if (!of(device).answers) return;
            if (response)
                reply(*response);
            else
                reply(core::fail(core::ErrorKind::Offline, "no-answer"));
        });
    });
}

bool Network::reaches(const std::string& device) {
    const Weather& weather = of(device);
    const ports::LinkRequest knock{"GET", "", {}, {}, {}, 0};
    return weather.requests && weather.answers && !chance_.percent(weather.losePercent) && serve_ &&
           serve_(device, knock).has_value();
}

void Network::wake(const std::string& data) {
    for (Link* link : links_) {
        if (!link->isOpen()) continue;
        const std::string& device = link->device();
        if (!of(device).answers) {
            link->silentSince();
            continue;
        }
        if (chance_.percent(of(device).losePercent)) continue;
        link->heard(data);
    }
}

void Network::serverDied() {
    for (Link* link : std::set<Link*, ByNumber>(links_))
        if (link->isOpen()) {
            if (of(link->device()).answers)
                link->broke();
            else
                link->silentSince();
        }
}

void Link::silentSince() {
    const int following = following_;
    timeline_.after(silenceMs, life_, [this, following] {
        if (open_ && following == following_ && !network_.of(device_).answers) broke();
    });
}

} // namespace menzhen::twin
