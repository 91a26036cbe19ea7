// SPDX-License-Identifier: Apache-2.0
// Patients at a kiosk: half of them with a booking's QR, half of them walk in.
#include "tests/faults/bot.h"

#include "app/core/check.h"
#include "app/flows/checkin.h"
#include "app/flows/printing.h"
#include "app/flows/scan.h"
#include "app/flows/takenumber.h"
#include "drivers/printer/printerfactory.h"

namespace menzhen::faults {

namespace {

class KioskBot final : public Bot {
public:
    KioskBot(boot::Device& device, Orders orders) : Bot(device, std::move(orders)) {
        const ports::Post post = [&device](std::function<void()> run) {
            device.post(std::move(run));
        };
        auto made = printer::makePrinter(device.site().printer, post);
        MENZHEN_CHECK(made.has_value(), "no printer");
        printer_ = std::move(*made);
        context_.printer = printer_.get();
        printing_.start();
    }

private:
    void act() override {
        if (asking_ || !device_.syncState().hasData) return;
        if (!orders_.codes.empty() && chance(50))
            scan(orders_.codes[below(orders_.codes.size())]);
        else
            walkIn();
    }

    void told(const core::Result<flows::IssuedTicket>& ticket) {
        if (ticket) acknowledge("printed " + ticket->place.number + " " + ticket->place.ticket);
    }

    void scan(const std::string& code) {
        const auto scanned = flows::readScan(context_, code);
        if (!scanned) return;
        const auto visit = checkIn_.find(*scanned);
        if (!visit || visit->state != flows::VisitState::Ready) return;
        told(checkIn_.confirm(*visit, core::TicketLanguage::Zh, [](const auto&) {}));
    }

    void walkIn() {
        const auto departments = takeNumber_.departments();
        if (!departments || departments->list.empty()) return;
        const auto& department = departments->list[below(departments->list.size())];
        const auto doctors = takeNumber_.doctors(department.id);
        if (!doctors || doctors->list.empty()) return;
        const auto& chosen = doctors->list[below(doctors->list.size())];
        if (chosen.bands.empty()) return;
        asking_ = true;
        takeNumber_.choose(chosen.session.id, chosen.bands[below(chosen.bands.size())].band,
                           [this](const core::Result<flows::Held>& held) {
                               asking_ = false;
                               if (!held) return;
                               if (chance(10)) return takeNumber_.release();
                               told(takeNumber_.confirm({}, [](const auto&) {}));
                           });
    }

    std::unique_ptr<ports::TicketPrinter> printer_;
    flows::Printing printing_{context_};
    flows::CheckIn checkIn_{context_, printing_};
    flows::TakeNumber takeNumber_{context_, printing_};
    bool asking_ = false;
};

} // namespace

std::unique_ptr<Bot> makeKioskBot(boot::Device& device, Orders orders) {
    return std::make_unique<KioskBot>(device, std::move(orders));
}

} // namespace menzhen::faults
