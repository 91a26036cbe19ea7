// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/deviceroutes.h"

#include "app/clerk/reports.h"
#include "app/clerk/requestparts.h"
#include "app/clerk/tasks.h"
#include "app/clerk/waits.h"

#include <charconv>
#include <memory>

namespace menzhen::clerk {

namespace {

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

core::Result<Work> revocations(const Request&, Face, const ports::Crypto&) {
    return view([](Views& views) { return views.revocations(); });
}

core::Result<Work> dayKeys(const Request& request, Face, const ports::Crypto&) {
    // By the one who writes: it knows who asks, and a kiosk asks once a day.
    Work work;
    work.command = [peer = request.peer](Clerk& clerk) { return clerk.dayKeys(peer); };
    return work;
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

core::Result<Work> waits(const Request& request, Face, const ports::Crypto&) {
    return view([queue = request.parameters.at("id"), half = queryText(request, "half")](
                    Views& views) { return showWaits(views, queue, half); });
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

core::Result<Work> reportList(const Request& request, Face, const ports::Crypto&) {
    return command(
        request,
        [](Clerk& clerk, const Request& r, const json& body) {
            return listReports(clerk, body, r.peer);
        },
        Memory::Forgets);
}

/// Its answer is not kept under its key: a report stands nowhere but in its own table.
core::Result<Work> reportPrint(const Request& request, Face, const ports::Crypto&) {
    return command(
        request,
        [](Clerk& clerk, const Request& r, const json& body) {
            return printReport(clerk, r.parameters.at("id"), body, r.peer);
        },
        Memory::Forgets);
}

} // namespace

std::vector<Route> deviceRoutes() {
    return {
        {"POST", "/v1/sites/{site}/queues/{id}/call-next", false, 0, callNext},
        {"POST", "/v1/sites/{site}/queues/{id}/numbers", false, 0, takeNumber},
        {"GET", "/v1/sites/{site}/queues/{id}/waits", false, 0, waits},
        {"POST", "/v1/sites/{site}/stations/{id}/claim", false, 0, renewClaim},
        {"POST", "/v1/sites/{site}/ops", false, maxBatchBytes, opsBatch},
        {"GET", "/v1/sites/{site}/ops", false, 0, changes},
        {"GET", "/v1/sites/{site}/snapshot", false, 0, snapshot},
        {"GET", "/v1/sites/{site}/revocations", false, 0, revocations},
        {"GET", "/v1/sites/{site}/day-keys", false, 0, dayKeys},
        {"POST", "/v1/sites/{site}/reports/list", false, maxCommandBytes, reportList},
        {"POST", "/v1/sites/{site}/reports/{id}/print", false, maxCommandBytes, reportPrint},
        {"POST", "/v1/sites/{site}/sign-in", false, 0, signIn},
        {"POST", "/v1/sites/{site}/devices", false, 0, introduceDevice},
        {"GET", "/v1/sites/{site}/tasks", false, 0, tasks},
        {"POST", "/v1/sites/{site}/tasks/{id}/settle", false, 0, settle},
    };
}

} // namespace menzhen::clerk
