// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/requests.h"

#include "app/clerk/bookingswitch.h"
#include "app/clerk/browsingroutes.h"
#include "app/clerk/choices.h"
#include "app/clerk/deviceroutes.h"
#include "app/clerk/figures.h"
#include "app/clerk/lottery.h"
#include "app/clerk/paymentroutes.h"
#include "app/clerk/phoneroutes.h"
#include "app/clerk/requestparts.h"
#include "app/clerk/visitperson.h"
#include "app/clerk/waitlist.h"
#include "app/ops/devicetrust.h"

#include <memory>

namespace menzhen::clerk {

namespace {

core::Result<Work> removal(const Request& request, Answer (Clerk::*act)(const std::string&)) {
    Work work;
    work.command = [act, id = request.parameters.at("id")](Clerk& clerk) {
        return (clerk.*act)(id);
    };
    return work;
}

// The rows of the table, in its order.

core::Result<Work> sessions(const Request& request, Face, const ports::Crypto&) {
    const std::int64_t day = numberOf(request, "day", 0);
    if (day < 19700101 || day > 99991231)
        return core::badData("bad-field", "day: yyyymmdd is wanted");
    return view([day, department = queryText(request, "department")](Views& views) {
        return views.sessions(static_cast<int>(day), department);
    });
}

core::Result<Work> figures(const Request& request, Face, const ports::Crypto&) {
    const std::int64_t day = numberOf(request, "day", 0);
    if (day < 19700101 || day > 99991231)
        return core::badData("bad-field", "day: yyyymmdd is wanted");
    return view([day](Views& views) { return showFigures(views, static_cast<int>(day)); });
}

core::Result<Work> hold(const Request& request, Face face, const ports::Crypto& crypto) {
    // From outside, only the phones' pool is sold, and nobody names himself a kiosk.
    if (face == Face::Public) return phoneHold(request, crypto);
    return command(request,
                   [](Clerk& clerk, const Request&, const json& body) { return clerk.hold(body); });
}

core::Result<Work> addExtra(const Request& request, Face, const ports::Crypto&) {
    return command(request, [](Clerk& clerk, const Request& r, const json& body) {
        return clerk.addExtra(r.parameters.at("id"), body);
    });
}

core::Result<Work> stopSession(const Request& request, Face, const ports::Crypto&) {
    return command(request, [](Clerk& clerk, const Request& r, const json& body) {
        return clerk.stopSession(r.parameters.at("id"), body);
    });
}

core::Result<Work> replaceDoctor(const Request& request, Face, const ports::Crypto&) {
    return command(request, [](Clerk& clerk, const Request& r, const json& body) {
        return clerk.replaceDoctor(r.parameters.at("id"), body);
    });
}

core::Result<Work> choose(const Request& request, Face face, const ports::Crypto&) {
    if (face == Face::Public) return phoneChoose(request);
    return command(request, [](Clerk& clerk, const Request& r, const json& body) {
        return chooseAfterStop(clerk, r.parameters.at("id"), body);
    });
}

core::Result<Work> releaseHold(const Request& request, Face face, const ports::Crypto& crypto) {
    if (face == Face::Public) return phoneRelease(request, crypto);
    return removal(request, &Clerk::releaseHold);
}

core::Result<Work> book(const Request& request, Face face, const ports::Crypto& crypto) {
    if (face == Face::Public) return phoneBook(request, crypto);
    const auto index = std::make_shared<DayIndex>();
    auto work = command(request, [index](Clerk& clerk, const Request& r, const json& body) {
        if (body.is_object() && body.contains("visit"))
            if (const auto kiosk = kioskAlone(clerk, r.peer); !kiosk)
                return Answer(tl::unexpected(kiosk.error()));
        return clerk.book(body, *index);
    });
    if (work)
        work->study = [index, text = request.body](const StudyContext& c) {
            const auto body = readBody(text);
            if (body && body->is_object() && body->contains("visit"))
                *index = studyVisitBooking(*body, c.database, c.site, c.clock, c.crypto, c.keys);
            else if (body)
                *index =
                    studyBooking(*body, c.database, c.site, c.clock.now().day, c.crypto, c.keys);
        };
    return work;
}

core::Result<Work> booking(const Request& request, Face, const ports::Crypto&) {
    return view([id = request.parameters.at("id")](Views& views) { return views.booking(id); });
}

core::Result<Work> findBookings(const Request& request, Face, const ports::Crypto&) {
    return command(
        request,
        [](Clerk& clerk, const Request& r, const json& body) {
            return clerk.findBookings(body, r.peer);
        },
        Memory::Forgets);
}

core::Result<Work> cancelBooking(const Request& request, Face face, const ports::Crypto& crypto) {
    if (face == Face::Public) return phoneCancel(request, crypto);
    Work work;
    const std::string by = queryText(request, "by");
    work.command = [id = request.parameters.at("id"), by](Clerk& clerk) {
        return clerk.cancelBooking(id, by);
    };
    return work;
}

core::Result<Work> joinList(const Request& request, Face face, const ports::Crypto&) {
    if (face == Face::Public) return phoneJoinList(request);
    return command(request, [](Clerk& clerk, const Request&, const json& body) {
        return joinWaitlist(clerk, body);
    });
}

core::Result<Work> leaveList(const Request& request, Face face, const ports::Crypto&) {
    if (face == Face::Public) return phoneLeaveList(request);
    Work work;
    work.command = [id = request.parameters.at("id")](Clerk& clerk) {
        return leaveWaitlist(clerk, id, {});
    };
    return work;
}

core::Result<Work> showList(const Request& request, Face face, const ports::Crypto&) {
    if (face == Face::Public) return phoneShowList(request);
    Work work;
    work.command = [id = request.parameters.at("id")](Clerk& clerk) {
        return waitlistState(clerk, id, {});
    };
    return work;
}

core::Result<Work> draw(const Request& request, Face face, const ports::Crypto&) {
    if (face == Face::Public) return phoneDraw(request);
    Work work;
    work.command = [id = request.parameters.at("id")](Clerk& clerk) {
        return drawState(clerk, id, {});
    };
    return work;
}

core::Result<Work> bookingSwitch(const Request& request, Face, const ports::Crypto&) {
    return command(request, [](Clerk& clerk, const Request&, const json& body) {
        return switchBooking(clerk, body);
    });
}

std::vector<Route> siteRoutes() {
    return {
        {"GET", "/v1/sites/{site}/sessions", true, 0, sessions},
        {"GET", "/v1/sites/{site}/figures", false, 0, figures},
        {"POST", "/v1/sites/{site}/sessions/{id}/stop", false, maxCommandBytes, stopSession},
        {"POST", "/v1/sites/{site}/sessions/{id}/extras", false, maxCommandBytes, addExtra},
        {"POST", "/v1/sites/{site}/sessions/{id}/replace", false, maxCommandBytes, replaceDoctor},
        {"POST", "/v1/sites/{site}/visits/{id}/choice", true, maxCommandBytes, choose},
        {"POST", "/v1/sites/{site}/holds", true, maxCommandBytes, hold},
        {"DELETE", "/v1/sites/{site}/holds/{id}", true, 0, releaseHold},
        {"POST", "/v1/sites/{site}/bookings", true, maxCommandBytes, book},
        {"POST", "/v1/sites/{site}/booking-switch", false, maxCommandBytes, bookingSwitch},
        {"POST", "/v1/sites/{site}/waitlist", true, maxCommandBytes, joinList},
        {"GET", "/v1/sites/{site}/waitlist/{id}", true, 0, showList},
        {"DELETE", "/v1/sites/{site}/waitlist/{id}", true, 0, leaveList},
        {"GET", "/v1/sites/{site}/draws/{id}", true, 0, draw},
        {"POST", "/v1/sites/{site}/bookings/find", false, maxCommandBytes, findBookings},
        {"GET", "/v1/sites/{site}/bookings/{id}", true, 0, booking},
        {"DELETE", "/v1/sites/{site}/bookings/{id}", true, 0, cancelBooking},
    };
}

} // namespace

const std::vector<Route>& routes() {
    static const std::vector<Route> table = [] {
        std::vector<Route> all = siteRoutes();
        for (const auto& more : {browsingRoutes(), deviceRoutes(), phoneRoutes(), paymentRoutes()})
            all.insert(all.end(), more.begin(), more.end());
        return all;
    }();
    return table;
}

Work admitted(Work work, const std::string& device, const std::string& fingerprint) {
    if (device.empty()) return work;
    const auto admit = [&](std::function<Answer(Clerk&)>& command) {
        command = [inner = std::move(command), device, fingerprint](Clerk& clerk) -> Answer {
            if (auto good = ops::admitDevice(clerk.log().device(device), fingerprint); !good)
                return tl::unexpected(good.error());
            return inner(clerk);
        };
    };
    if (work.command) admit(work.command);
    for (auto& part : work.parts)
        admit(part);
    if (work.read)
        work.read = [inner = std::move(work.read), device, fingerprint](Views& views) -> Shown {
            if (auto good = views.admit(device, fingerprint); !good)
                return tl::unexpected(good.error());
            return inner(views);
        };
    return work;
}

} // namespace menzhen::clerk
