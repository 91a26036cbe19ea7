// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/requests.h"

#include "app/clerk/bookingswitch.h"
#include "app/clerk/browsingroutes.h"
#include "app/clerk/choices.h"
#include "app/clerk/lottery.h"
#include "app/clerk/phoneroutes.h"
#include "app/clerk/tasks.h"
#include "app/clerk/visitperson.h"
#include "app/clerk/waitlist.h"
#include "app/ops/devicetrust.h"

#include <charconv>
#include <memory>

namespace menzhen::clerk {

namespace {

std::int64_t numberOf(const Request& request, const char* name, std::int64_t fallback) {
    const auto found = request.query.find(name);
    if (found == request.query.end()) return fallback;
    const std::string& text = found->second;
    std::int64_t value = fallback;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? value : fallback;
}

std::string queryText(const Request& request, const char* name) {
    const auto found = request.query.find(name);
    return found == request.query.end() ? std::string() : found->second;
}

/// Whether an answer is kept under its key. Not that of a sign-in: it must end with the PIN.
enum class Memory { Keeps, Forgets };

using Act = std::function<Answer(Clerk&, const Request&, const json&)>;

/// A POST: its body parsed, its Idempotency-Key honoured.
core::Result<Work> command(const Request& request, const Act& act, Memory memory = Memory::Keeps) {
    auto body = readBody(request.body);
    if (!body) return tl::unexpected(body.error());
    std::string key = request.key;
    if (key.empty() && body->is_object()) {
        const auto named = body->find("request");
        if (named != body->end() && named->is_string()) key = named->get<std::string>();
    }
    if (key.size() > maxKeyBytes)
        return core::badData("bad-field", "Idempotency-Key: at most 64 characters");
    if (memory == Memory::Forgets) key.clear();
    Work work;
    work.bytes = request.body.size();
    work.command = [act, key, request, body = std::move(*body)](Clerk& clerk) {
        return clerk.once(key, request.path + "\n" + request.body,
                          [&] { return act(clerk, request, body); });
    };
    return work;
}

/// A device with a certificate speaks for itself alone.
core::Result<void> ownName(const Request& request, const std::string& device) {
    if (request.peer.empty() || request.peer == device) return {};
    return core::refused("other-device",
                         "the certificate names " + request.peer + ", the body " + device);
}

json joinBatches(json first, json second) {
    json& verdicts = first["verdicts"];
    for (json& verdict : second["verdicts"])
        verdicts.push_back(std::move(verdict));
    second["verdicts"] = std::move(verdicts);
    return second;
}

/// A batch of ops: the ops' own ids make it idempotent.
core::Result<Work> opsBatch(const Request& request, Face, const ports::Crypto& crypto) {
    auto body = readBody(request.body);
    if (!body) return tl::unexpected(body.error());
    auto read = readBatch(std::move(*body), crypto, request.parameters.at("site"));
    if (!read) return tl::unexpected(read.error());
    if (auto own = ownName(request, read->device); !own) return tl::unexpected(own.error());
    Work work;
    work.ops = read->ops.size();
    work.bytes = request.body.size();
    const auto batch = std::make_shared<const Batch>(std::move(*read));
    work.command = [batch](Clerk& clerk) { return clerk.acceptBatch(*batch); };
    if (batch->ops.size() <= opsPerPart) return work;
    work.join = joinBatches;
    for (std::size_t from = 0; from < batch->ops.size(); from += opsPerPart)
        work.parts.emplace_back(
            [batch, from](Clerk& clerk) { return clerk.acceptBatch(*batch, from, opsPerPart); });
    return work;
}

core::Result<Work> removal(const Request& request, Answer (Clerk::*act)(const std::string&)) {
    Work work;
    work.command = [act, id = request.parameters.at("id")](Clerk& clerk) {
        return (clerk.*act)(id);
    };
    return work;
}

core::Result<Work> show(std::function<Shown(Views&)> read) {
    Work work;
    work.read = std::move(read);
    return work;
}

core::Result<Work> view(std::function<Answer(Views&)> read) {
    return show([read = std::move(read)](Views& views) -> Shown {
        const Answer answer = read(views);
        if (!answer) return tl::unexpected(answer.error());
        return textOf(*answer);
    });
}

// The rows of the table, in its order.

core::Result<Work> revocations(const Request&, Face, const ports::Crypto&) {
    return view([](Views& views) { return views.revocations(); });
}

core::Result<Work> sessions(const Request& request, Face, const ports::Crypto&) {
    const std::int64_t day = numberOf(request, "day", 0);
    if (day < 19700101 || day > 99991231)
        return core::badData("bad-field", "day: yyyymmdd is wanted");
    return view([day, department = queryText(request, "department")](Views& views) {
        return views.sessions(static_cast<int>(day), department);
    });
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
                *index = studyBooking(*body, c.database, c.site, c.crypto, c.keys);
        };
    return work;
}

core::Result<Work> booking(const Request& request, Face, const ports::Crypto&) {
    return view([id = request.parameters.at("id")](Views& views) { return views.booking(id); });
}

core::Result<Work> findBookings(const Request& request, Face, const ports::Crypto&) {
    const auto index = std::make_shared<DayIndex>();
    auto work = command(
        request,
        [index](Clerk& clerk, const Request& r, const json& body) {
            return clerk.findBookings(body, *index, r.peer);
        },
        Memory::Forgets);
    if (work)
        work->study = [index, text = request.body](const StudyContext& c) {
            if (const auto body = readBody(text))
                *index = studyLookup(*body, c.site, c.clock, c.crypto, c.keys);
        };
    return work;
}

core::Result<Work> dayKeys(const Request& request, Face, const ports::Crypto&) {
    // By the one who writes: it knows who asks, and a kiosk asks once a day.
    Work work;
    work.command = [peer = request.peer](Clerk& clerk) { return clerk.dayKeys(peer); };
    return work;
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

core::Result<Work> callNext(const Request& request, Face, const ports::Crypto&) {
    return command(request, [](Clerk& clerk, const Request& r, const json& body) {
        return clerk.callNext(r.parameters.at("id"), body);
    });
}

core::Result<Work> takeNumber(const Request& request, Face, const ports::Crypto&) {
    return command(request, [](Clerk& clerk, const Request& r, const json& body) {
        return clerk.takeNumber(r.parameters.at("id"), body);
    });
}

core::Result<Work> renewClaim(const Request& request, Face, const ports::Crypto&) {
    Work work;
    work.command = [id = request.parameters.at("id")](Clerk& clerk) {
        return clerk.renewClaim(id);
    };
    return work;
}

core::Result<Work> changes(const Request& request, Face, const ports::Crypto&) {
    const std::int64_t after = numberOf(request, "after", -1);
    const std::int64_t limit = numberOf(request, "limit", maxOpsPerPage);
    if (after < 0 || limit < 1)
        return core::badData("bad-field", "after, limit: whole numbers are wanted");
    const std::string wanted = queryText(request, "scope");
    if (wanted.starts_with(ownScopePrefix)) {
        const std::string device = wanted.substr(std::string(ownScopePrefix).size());
        if (const auto own = ownName(request, device); !own) return tl::unexpected(own.error());
        return show([after, limit, device, incarnation = numberOf(request, "incarnation", 1)](
                        Views& views) { return views.ownOps(device, incarnation, after, limit); });
    }
    return show([after, limit, scope = wanted, epoch = queryText(request, "epoch"),
                 digest = queryText(request, "digest") == "true"](Views& views) {
        return views.changes(scope, after, limit, epoch, digest);
    });
}

core::Result<Work> snapshot(const Request& request, Face, const ports::Crypto&) {
    return show([scope = queryText(request, "scope"), least = numberOf(request, "least", -1),
                 epoch = queryText(request, "epoch")](Views& views) {
        return views.snapshotText(scope, least, epoch);
    });
}

core::Result<Work> signIn(const Request& request, Face, const ports::Crypto&) {
    const auto proof = std::make_shared<ops::PinProof>();
    auto work = command(
        request,
        [proof](Clerk& clerk, const Request&, const json& body) {
            return clerk.signIn(body, *proof);
        },
        Memory::Forgets);
    if (work)
        work->study = [proof, text = request.body](const StudyContext& c) {
            if (const auto body = readBody(text))
                *proof = studySignIn(*body, c.database, c.site, c.crypto);
        };
    return work;
}

core::Result<Work> tasks(const Request& request, Face, const ports::Crypto&) {
    const std::int64_t after = numberOf(request, "after", 0);
    const std::int64_t limit = numberOf(request, "limit", maxTasksPerPage);
    if (after < 0 || limit < 1)
        return core::badData("bad-field", "after, limit: whole numbers are wanted");
    // By the one who writes: the list is short, and read by hand.
    Work work;
    work.command = [after, limit, all = queryText(request, "all") == "true"](Clerk& clerk) {
        return listTasks(clerk, after, limit, all);
    };
    return work;
}

core::Result<Work> settle(const Request& request, Face, const ports::Crypto&) {
    return command(request, [](Clerk& clerk, const Request& r, const json& body) -> Answer {
        std::int64_t id = 0;
        const std::string& text = r.parameters.at("id");
        (void)std::from_chars(text.data(), text.data() + text.size(), id);
        return settleTask(clerk, id, body);
    });
}

core::Result<Work> introduceDevice(const Request& request, Face, const ports::Crypto&) {
    return command(request, [](Clerk& clerk, const Request& r, const json& body) -> Answer {
        const auto id = body.is_object() ? body.find("id") : body.end();
        if (id != body.end() && id->is_string())
            if (auto own = ownName(r, id->get<std::string>()); !own)
                return tl::unexpected(own.error());
        return clerk.introduceDevice(body);
    });
}

std::vector<Route> siteRoutes() {
    return {
        {"GET", "/v1/sites/{site}/sessions", true, 0, sessions},
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
        {"POST", "/v1/sites/{site}/queues/{id}/call-next", false, 0, callNext},
        {"POST", "/v1/sites/{site}/queues/{id}/numbers", false, 0, takeNumber},
        {"POST", "/v1/sites/{site}/stations/{id}/claim", false, 0, renewClaim},
        {"POST", "/v1/sites/{site}/ops", false, maxBatchBytes, opsBatch},
        {"GET", "/v1/sites/{site}/ops", false, 0, changes},
        {"GET", "/v1/sites/{site}/snapshot", false, 0, snapshot},
        {"GET", "/v1/sites/{site}/revocations", false, 0, revocations},
        {"GET", "/v1/sites/{site}/day-keys", false, 0, dayKeys},
        {"POST", "/v1/sites/{site}/sign-in", false, 0, signIn},
        {"POST", "/v1/sites/{site}/devices", false, 0, introduceDevice},
        {"GET", "/v1/sites/{site}/tasks", false, 0, tasks},
        {"POST", "/v1/sites/{site}/tasks/{id}/settle", false, 0, settle},
    };
}

} // namespace

const std::vector<Route>& routes() {
    static const std::vector<Route> table = [] {
        std::vector<Route> all = siteRoutes();
        for (const auto& more : {browsingRoutes(), phoneRoutes()})
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
