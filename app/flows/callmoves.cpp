// SPDX-License-Identifier: Apache-2.0
// What a station writes itself: opening, pausing, closing, and what became of the called patient.
#include "app/core/timeunits.h"
#include "app/flows/callnext.h"

#include "db/store/records.h"
#include "db/sync/journal.h"

#include <nlohmann/json.hpp>

namespace menzhen::flows {

namespace {

using nlohmann::json;

constexpr int maxPauseMinutes = 12 * 60;

core::Result<std::optional<store::Record>> stationRow(const FlowContext& context) {
    std::optional<store::Record> row;
    const auto done = context.database().read([&]() -> core::Result<void> {
        row = store::find(context.database(), context.site(), "station", {context.device()});
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    if (row && row->integer("day") != context.today()) row.reset();
    return row;
}

} // namespace

core::Result<void> CallNext::writeStation(const std::string& type, const std::string& fields) {
    sync::DraftOp op;
    op.type = type;
    op.day = context_.today();
    op.actor = staff_ ? staff_->user : std::string();
    op.fields = json::parse(fields);
    const auto done = context_.journal.commit({op});
    if (!done) return tl::unexpected(done.error());
    return {};
}

core::Result<void> CallNext::open(const std::string& queue, const std::string& half,
                                  const std::string& room) {
    if (!staff_) return core::refused("not-signed-in", "sign in first");
    std::string zone;
    auto read = context_.database().read([&]() -> core::Result<void> {
        const auto row = store::find(context_.database(), context_.site(), "queue",
                                     {std::int64_t{context_.today()}, half, queue});
        if (!row) return core::refused("unknown-queue", "no such queue today");
        zone = row->text("zone");
        return {};
    });
    if (!read) return read;
    keepClaim();
    return writeStation("station.opened", json{{"station", context_.device()},
                                               {"queue", queue},
                                               {"half", half},
                                               {"room", room},
                                               {"zone", zone},
                                               {"staff", staff_->user}}
                                              .dump());
}

core::Result<void> CallNext::pause(const std::string& reason, int minutes) {
    if (reason.empty() || minutes < 0 || minutes > maxPauseMinutes)
        return core::badData("bad-field", "a pause needs a reason and 0 to 720 minutes");
    const auto row = stationRow(context_);
    if (!row) return tl::unexpected(row.error());
    if (!*row || (*row)->text("state") == "closed")
        return core::refused("not-open", "the station is not open");
    const std::int64_t until =
        minutes == 0 ? 0 : context_.clock.utcMs() + minutes * core::msPerMinute;
    return writeStation(
        "station.paused",
        json{{"station", context_.device()}, {"reason", reason}, {"until", until}}.dump());
}

core::Result<void> CallNext::resume() {
    const auto row = stationRow(context_);
    if (!row) return tl::unexpected(row.error());
    if (!*row || (*row)->text("state") != "paused")
        return core::refused("not-paused", "the station does not pause");
    return open((*row)->text("queue"), (*row)->text("half"), (*row)->text("room"));
}

core::Result<void> CallNext::close() {
    const auto row = stationRow(context_);
    if (!row) return tl::unexpected(row.error());
    if (!*row || (*row)->text("state") == "closed")
        return core::refused("not-open", "the station is not open");
    return writeStation("station.closed", json{{"station", context_.device()}}.dump());
}

core::Result<void> CallNext::writeMove(const std::string& type, bool pinned,
                                       const std::string& entry) {
    json fields{{"entry", entry}};
    if (pinned) fields["pin"] = context_.device();
    // Who is finished is what the question asked for: it may be asked again.
    if (type != "entry.finished")
        if (auto free = withdrawSeeingOff(entry); !free) return free;
    auto written = writeStation(type, fields.dump());
    if (written) forgetAnswer();
    return written;
}

void CallNext::moveWhenCaughtUp(const std::string& type, bool pinned, std::int64_t deadlineMs,
                                Done done) {
    bool ready = false;
    std::optional<PatientView> patient;
    const auto read = context_.database().read([&]() -> core::Result<void> {
        ready = caughtUp();
        patient = currentPatient();
        return {};
    });
    const bool late = context_.clock.monotonicMs() >= deadlineMs;
    if (read && patient && !ready && !late) {
        context_.later(catchUpStepMs,
                       [this, alive = alive_, type, pinned, deadlineMs, done = std::move(done)] {
                           if (*alive) moveWhenCaughtUp(type, pinned, deadlineMs, done);
                       });
        return;
    }
    moving_ = false;
    core::Result<void> result = read;
    if (read && !patient)
        result = core::refused("no-patient", "nobody is called at this station");
    else if (read && !ready)
        result = core::fail(core::ErrorKind::Busy, "catching-up",
                            "this station has not received the call from the registry yet");
    else if (read)
        result = writeMove(type, pinned, patient->id);
    later([done = std::move(done), result] { done(result); });
}

void CallNext::move(const std::string& type, bool pinned, Done done) {
    if (moving_ || asking_) {
        later([done = std::move(done)] {
            done(core::fail(core::ErrorKind::Busy, "asking", "another move is under way"));
        });
        return;
    }
    moving_ = true;
    moveWhenCaughtUp(type, pinned, context_.clock.monotonicMs() + catchUpMs, std::move(done));
}

core::Result<void> CallNext::transfer(const std::string& entry, const std::string& queue,
                                      const std::string& half, bool wish) {
    bool ready = false;
    auto read = context_.database().read([&]() -> core::Result<void> {
        ready = caughtUp() || answered_->id != entry;
        return {};
    });
    if (!read) return read;
    if (!ready)
        return core::fail(core::ErrorKind::Busy, "catching-up",
                          "this station has not received the call from the registry yet");
    if (auto free = withdrawSeeingOff(entry); !free) return free;
    auto written = writeStation("entry.transferred", json{{"entry", entry},
                                                          {"to", queue},
                                                          {"to_half", half},
                                                          {"why", wish ? "wish" : "hospital"},
                                                          {"station", context_.device()}}
                                                         .dump());
    if (written && answered_ && answered_->id == entry) forgetAnswer();
    return written;
}

core::Result<void> CallNext::writeUndo(const UndoView& last) {
    std::string finished;
    auto read = context_.database().read([&]() -> core::Result<void> {
        const auto memory = store::find(context_.database(), context_.site(), "takeback",
                                        {std::int64_t{context_.today()}, context_.device()});
        if (memory) finished = memory->text("finished");
        return {};
    });
    if (!read) return read;
    if (auto free = withdrawSeeingOff(last.entry); !free) return free;
    auto written = writeStation("entry.undone",
                                json{{"station", context_.device()}, {"entry", last.entry}}.dump());
    if (!written) return written;
    forgetAnswer();
    seenOff_.erase(finished);
    seenOff_.erase(last.entry);
    return {};
}

void CallNext::undoWhenCaughtUp(std::int64_t deadlineMs, Done done) {
    bool ready = false;
    std::optional<UndoView> last;
    const auto read = context_.database().read([&]() -> core::Result<void> {
        ready = caughtUp();
        last = lastAct();
        return {};
    });
    const bool late = context_.clock.monotonicMs() >= deadlineMs;
    if (read && !ready && !late) {
        context_.later(catchUpStepMs, [this, alive = alive_, deadlineMs, done = std::move(done)] {
            if (*alive) undoWhenCaughtUp(deadlineMs, done);
        });
        return;
    }
    moving_ = false;
    core::Result<void> result = read;
    if (read && !ready)
        result = core::fail(core::ErrorKind::Busy, "catching-up",
                            "this station has not received the call from the registry yet");
    else if (read && !last)
        result = core::refused("nothing-to-undo", "nothing was done in the last 30 seconds");
    else if (read)
        result = writeUndo(*last);
    later([done = std::move(done), result] { done(result); });
}

void CallNext::undo(Done done) {
    if (moving_ || asking_) {
        later([done = std::move(done)] {
            done(core::fail(core::ErrorKind::Busy, "asking", "another move is under way"));
        });
        return;
    }
    moving_ = true;
    undoWhenCaughtUp(context_.clock.monotonicMs() + catchUpMs, std::move(done));
}

void CallNext::recall(Done done) {
    move("entry.recalled", false, std::move(done));
}

void CallNext::missed(Done done) {
    move("entry.missed", false, std::move(done));
}

void CallNext::toTests(Done done) {
    move("entry.left_for_tests", true, std::move(done));
}

void CallNext::finish(Done done) {
    move("entry.finished", false, std::move(done));
}

} // namespace menzhen::flows
