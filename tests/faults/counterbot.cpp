// SPDX-License-Identifier: Apache-2.0
// A doctor at a station: signs in, opens a room, calls, and sees patients off.
#include "tests/faults/bot.h"

#include "app/flows/callnext.h"
#include "app/flows/zonecalls.h"

namespace menzhen::faults {

namespace {

const char* const doctor = "d01";
const char* const pin = "246810";

class CounterBot final : public Bot {
public:
    CounterBot(boot::Device& device, Orders orders) : Bot(device, std::move(orders)) {
        if (ports::ZoneLink* const boards = device.zoneLink(); boards != nullptr)
            zoneCalls_ = std::make_unique<flows::ZoneCalls>(
                device.database(), device.site().site, device.site().id, device.clock(), *boards);
    }

private:
    void serve() override {
        if (zoneCalls_) (void)zoneCalls_->changed();
    }

    void act() override {
        if (asking_ || !device_.syncState().hasData) return;
        if (!calls_.staff()) return signIn();
        const auto desk = calls_.desk();
        if (!desk) return;
        if (desk->state != flows::Desk::State::Open) return open();
        if (desk->patient && chance(20)) return move();
        call();
    }

    void signIn() {
        asking_ = true;
        calls_.signIn(doctor, pin, [this](const auto&) { asking_ = false; });
    }

    void open() {
        const auto queues = calls_.queues();
        if (!queues) return;
        for (const flows::QueueView& queue : *queues)
            if (queue.id == orders_.station && queue.now)
                (void)calls_.open(queue.id, queue.half,
                                  queue.rooms.empty() ? "1" : queue.rooms.front());
    }

    void move() {
        asking_ = true;
        const auto done = [this](const core::Result<void>&) { asking_ = false; };
        if (chance(60))
            calls_.missed(done);
        else
            calls_.toTests(done);
    }

    void call() {
        asking_ = true;
        calls_.next([this](const core::Result<flows::NextAnswer>& answer) {
            asking_ = false;
            if (answer && answer->patient) acknowledge("called " + answer->patient->id);
        });
    }

    flows::CallNext calls_{context_};
    std::unique_ptr<flows::ZoneCalls> zoneCalls_;
    bool asking_ = false;
};

} // namespace

std::unique_ptr<Bot> makeCounterBot(boot::Device& device, Orders orders) {
    return std::make_unique<CounterBot>(device, std::move(orders));
}

} // namespace menzhen::faults
