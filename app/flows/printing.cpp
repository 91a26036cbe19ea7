// SPDX-License-Identifier: Apache-2.0
#include "app/flows/printing.h"

#include "app/core/bugs.h"
#include "app/flows/ticketpaper.h"
#include "db/store/outbox.h"
#include "db/store/records.h"
#include "db/sync/journal.h"

#include <algorithm>
#include <cstdio>

namespace menzhen::flows {

namespace {

constexpr const char* printKind = "print";
/// The effect whose bytes may be on their way: written before the first of them.
constexpr const char* underWayName = "print.under-way";

/// The printer's receipt for a job: 4 characters, another one for each of 65,536 jobs.
std::string receiptOf(std::int64_t effect) {
    char text[8];
    std::snprintf(text, sizeof text, "%04X", static_cast<unsigned>(effect & 0xFFFF));
    return text;
}

/// A report's: no effect's has an R.
std::string passingReceipt(int passed) {
    char text[8];
    std::snprintf(text, sizeof text, "R%03X", static_cast<unsigned>(passed & 0xFFF));
    return text;
}

constexpr const char* reportName = "REPORT";

PrintReport::Result resultOf(ports::PrintOutcome outcome) {
    switch (outcome) {
    case ports::PrintOutcome::Printed:
        return PrintReport::Result::Printed;
    case ports::PrintOutcome::Sent:
        return PrintReport::Result::Sent;
    case ports::PrintOutcome::Doubtful:
        break;
    }
    return PrintReport::Result::Doubtful;
}

std::optional<store::Effect> pendingEffect(store::Database& database, std::int64_t id) {
    std::optional<store::Effect> found;
    (void)database.read([&]() -> core::Result<void> {
        for (store::Effect& effect : store::pendingEffects(database))
            if (effect.id == id && effect.kind == printKind) found = std::move(effect);
        return {};
    });
    return found;
}

} // namespace

Printing::Printing(FlowContext& context)
    : context_(context), alive_(std::make_shared<bool>(true)) {}

Printing::~Printing() {
    *alive_ = false;
}

void Printing::start() {
    (void)context_.database().read([&]() -> core::Result<void> {
        const auto name = store::meta(context_.database(), underWayName);
        doubtful_ = name && !name->empty() ? std::stoll(*name) : 0;
        return {};
    });
    retryPending();
}

void Printing::carryOut(std::int64_t effect, Done done) {
    waiting_.push_back({effect, std::move(done)});
    committedAtMs_[effect] = context_.clock.monotonicMs();
    wake(0);
}

/// Whoever sets the clock between a ticket and its paper takes no paper from anybody.
bool Printing::isLate(std::int64_t effect, const PrintOrder& order) const {
    const auto ours = committedAtMs_.find(effect);
    const std::int64_t age = ours != committedAtMs_.end()
                                 ? context_.clock.monotonicMs() - ours->second
                                 : context_.clock.utcMs() - order.issuedAtMs;
    return age > maxPrintDelayMs;
}

void Printing::wake(int delayMs) {
    context_.later(delayMs, [this, alive = alive_] {
        if (*alive) next();
    });
}

void Printing::retryPending() {
    retrySet_ = false;
    (void)context_.database().read([&]() -> core::Result<void> {
        for (const store::Effect& effect : store::pendingEffects(context_.database())) {
            const bool queued = unsettled_.contains(effect.id) ||
                                std::any_of(waiting_.begin(), waiting_.end(), [&](const Job& job) {
                                    return job.effect == effect.id;
                                });
            if (effect.kind != printKind || queued) continue;
            const auto told = notPrinted_.find(effect.id);
            waiting_.push_back(
                {effect.id, told == notPrinted_.end() ? Done() : told->second, {}, true});
        }
        return {};
    });
    wake(0);
}

void Printing::next() {
    if (busy_ || waiting_.empty()) return;
    const Job job = std::move(waiting_.front());
    waiting_.pop_front();
    wake(0); // for whoever comes after this one
    if (job.passing) return pass(job);
    const auto effect = pendingEffect(context_.database(), job.effect);
    if (!effect) {
        if (job.done)
            job.done({PrintReport::Result::NotPrinted,
                      {core::ErrorKind::Bug, "unknown-effect", "nothing is waiting to be printed"},
                      {}});
        return;
    }
    const auto order = readPrintOrder(effect->body);
    if (!order) return giveUp(job, {}, order.error(), true);
    // Only a clock that is right says for good that nobody waits; the registry sets it in a moment.
    if (isLate(job.effect, *order))
        return giveUp(job, order->ticket,
                      {core::ErrorKind::Device, "too-late", "nobody waits for this paper any more"},
                      !context_.journal.clockIsUnset());
    if (context_.printer == nullptr)
        return giveUp(job, order->ticket,
                      {core::ErrorKind::Device, "no-printer", "this device has no printer"}, true);
    print(job, *order);
}

void Printing::print(const Job& job, const PrintOrder& order) {
    const auto marked = context_.database().transact([&]() -> core::Result<void> {
        settleEarlier();
        if (!bugs::active(bugs::PrintWithoutMark))
            store::setMeta(context_.database(), underWayName, std::to_string(job.effect));
        if (bugs::active(bugs::SettleBeforePrint))
            store::settleEffect(context_.database(), job.effect, "done");
        return {};
    });
    if (!marked) return giveUp(job, order.ticket, marked.error(), false);
    unsettled_.clear();
    ports::PrintJob sent;
    sent.id = receiptOf(job.effect);
    sent.seq = job.effect;
    sent.content = order.content;
    sent.reprint = order.content.reprint || job.effect == doubtful_;
    busy_ = true;
    context_.printer->print(std::move(sent), [this, alive = alive_, job, ticket = order.ticket](
                                                 const core::Result<ports::PrintOutcome>& outcome) {
        if (*alive) settle(job, ticket, outcome);
    });
}

void Printing::settle(const Job& job, const std::string& ticket,
                      const core::Result<ports::PrintOutcome>& outcome) {
    busy_ = false;
    if (!outcome) return giveUp(job, ticket, outcome.error(), false);
    committedAtMs_.erase(job.effect);
    notPrinted_.erase(job.effect);
    const bool doubtful = *outcome == ports::PrintOutcome::Doubtful;
    const std::string state = doubtful ? "doubtful" : "done";
    const auto settled = context_.database().transact([&]() -> core::Result<void> {
        settleEarlier();
        store::settleEffect(context_.database(), job.effect, state);
        store::setMeta(context_.database(), underWayName, "");
        return {};
    });
    // A failure leaves the mark: the next run prints it again, marked as a reprint. The next paper
    // of this run must not take the mark away, so it settles this one with its own.
    if (settled)
        unsettled_.clear();
    else
        unsettled_[job.effect] = state;
    wake(0);
    if (!job.done) return;
    job.done({resultOf(*outcome), {}, ticket});
}

void Printing::printPassing(core::ReportContent content, Done done) {
    waiting_.push_back(
        {0, std::move(done), std::make_shared<core::ReportContent>(std::move(content))});
    wake(0);
}

void Printing::pass(const Job& job) {
    if (context_.printer == nullptr)
        return job.done({PrintReport::Result::NotPrinted,
                         {core::ErrorKind::Device, "no-printer", "this device has no printer"},
                         {}});
    ports::PrintJob sent;
    sent.id = passingReceipt(++passed_);
    sent.seq = context_.clock.utcMs();
    sent.content.number = reportName;
    sent.report = std::move(*job.passing);
    busy_ = true;
    context_.printer->print(std::move(sent), [this, alive = alive_, done = job.done](
                                                 const core::Result<ports::PrintOutcome>& outcome) {
        if (!*alive) return;
        busy_ = false;
        wake(0);
        if (outcome) return done({resultOf(*outcome), {}, {}});
        done({PrintReport::Result::NotPrinted, outcome.error(), {}});
    });
}

// Inside transact(): what the disk refused to note when its paper came out.
void Printing::settleEarlier() {
    for (const auto& [effect, state] : unsettled_)
        store::settleEffect(context_.database(), effect, state);
}

void Printing::giveUp(const Job& job, const std::string& ticket, core::Error error, bool forGood) {
    if (forGood) {
        committedAtMs_.erase(job.effect);
        notPrinted_.erase(job.effect);
    } else if (job.done) {
        notPrinted_[job.effect] = job.done;
    }
    const auto noted = context_.database().transact([&]() -> core::Result<void> {
        settleEarlier();
        if (forGood) store::settleEffect(context_.database(), job.effect, "doubtful");
        // What an earlier run may have half printed stays doubtful until it is printed.
        if (forGood || job.effect != doubtful_)
            store::setMeta(context_.database(), underWayName, "");
        return {};
    });
    if (noted) unsettled_.clear();
    wake(0);
    if (!forGood && !retrySet_) {
        retrySet_ = true;
        context_.later(printRetryMs, [this, alive = alive_] {
            if (*alive) retryPending();
        });
    }
    if (job.done && !job.told)
        job.done({PrintReport::Result::NotPrinted, std::move(error), ticket});
}

core::Result<void> Printing::reprint(int day, const std::string& ticket,
                                     core::TicketLanguage language, Done done) {
    std::int64_t effect = 0;
    auto written = context_.database().transact([&]() -> core::Result<void> {
        const auto place = readPlace(context_, day, ticket);
        if (!place) return tl::unexpected(place.error());
        const auto earlier = earlierOrder(context_, ticket);
        PrintOrder order =
            orderOf(context_, *place, language, earlier ? earlier->content.code : std::string());
        order.content.reprint = true;
        effect =
            store::addEffect(context_.database(), printKind, toJson(order), context_.clock.utcMs());
        return {};
    });
    if (!written) return written;
    carryOut(effect, std::move(done));
    return {};
}

ports::PrinterState Printing::printerState() const {
    return context_.printer == nullptr ? ports::PrinterState{} : context_.printer->state();
}

} // namespace menzhen::flows
