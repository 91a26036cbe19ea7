// SPDX-License-Identifier: Apache-2.0
// How the courier writes what arrived: snapshots whole, pages of the log in slices.
#include "db/sync/courier.h"

#include <algorithm>
#include <iterator>

namespace menzhen::sync {

using nlohmann::json;

core::Result<void> Courier::takeLog(PulledLog page, const std::string& text) {
    const std::int64_t wanted = arrived_ ? arrived_->log.through : cursor_.revision;
    if (askedAfter_ != wanted || ahead_) {
        pullDue_ = true; // asked ahead of a page that came to nothing
        return {};
    }
    Arrived arrived;
    arrived.step = Step::Pull;
    arrived.log = std::move(page);
    arrived.text = text;
    (arrived_ ? ahead_ : arrived_) = std::move(arrived);
    return {};
}

bool Courier::work() {
    if (!arrived_) return false;
    const Step step = arrived_->step;
    const auto changed = applyArrived();
    if (!changed) {
        arrived_.reset();
        ahead_.reset();
        failed(step, changed.error().code);
    }
    refresh();
    return changed.value_or(false);
}

core::Result<bool> Courier::applyArrived() {
    Arrived& arrived = *arrived_;
    if (arrived.step == Step::Snapshot) {
        const auto loaded = setup_.replica != nullptr ? setup_.replica->loadText(arrived.text)
                                                      : setup_.projection.load(arrived.answer);
        if (!loaded) return tl::unexpected(loaded.error());
        const std::string before = cursor_.epoch;
        arrived_.reset();
        refresh();
        snapshotNeeded_ = false;
        pullDue_ = true;
        registryRevision_ = cursor_.revision;
        // Another log: ask what it knows of this device.
        if (!before.empty() && before != cursor_.epoch) introduced_ = false;
        succeeded(Step::Snapshot);
        return true;
    }
    std::optional<int> day = arrived.log.day;
    if (setup_.replica == nullptr)
        if (const auto named = arrived.answer.find("day");
            named != arrived.answer.end() && named->is_number_integer())
            day = named->get<int>();
    if (day && *day != cursor_.day) {
        // The scope has moved on: ops of the day that this store holds are left out from now on.
        arrived_.reset();
        ahead_.reset();
        snapshotNeeded_ = true;
        return false;
    }
    return setup_.replica == nullptr ? applyBoard(arrived.answer) : applySlice(arrived);
}

/// A board's page is rows: never cut.
core::Result<bool> Courier::applyBoard(const json& answer) {
    std::int64_t revision = 0;
    if (auto read = readAnswer([&] { revision = answer.at("revision").get<std::int64_t>(); });
        !read)
        return tl::unexpected(read.error());
    auto changed = setup_.projection.apply(answer);
    if (changed) pullEnded(revision, false);
    return changed;
}

core::Result<bool> Courier::applySlice(Arrived& arrived) {
    const std::size_t most = occupied_ ? occupiedSliceOps : sliceOps;
    PulledLog& log = arrived.log;
    const std::size_t total = log.ops.size();
    const std::size_t end = std::min(total, arrived.done + most);
    const bool last = end == total;
    PulledLog slice;
    slice.epoch = log.epoch;
    slice.after = arrived.done == 0 ? log.after : cursor_.revision;
    slice.through = last ? log.through : log.ops[end - 1].verdict.revision;
    if (last) slice.chain = log.chain;
    if (total == 0) slice.digest = log.digest;
    const auto from = log.ops.begin() + static_cast<std::ptrdiff_t>(arrived.done);
    slice.ops.assign(std::make_move_iterator(from),
                     std::make_move_iterator(log.ops.begin() + static_cast<std::ptrdiff_t>(end)));
    if (arrived.done == 0 && total > 0)
        setup_.replica->keepPage({cursor_.revision, log.through, std::move(arrived.text)});
    auto changed = setup_.replica->applyLog(std::move(slice));
    if (!changed) return changed;
    arrived.done = end;
    if (last) pullEnded(log.revision, !log.digest.empty());
    return changed;
}

void Courier::pullEnded(std::int64_t revision, bool compared) {
    const std::int64_t before = cursor_.revision;
    registryRevision_ = revision;
    if (setup_.replica != nullptr && compared) {
        comparedAtMs_ = std::max<std::int64_t>(1, setup_.clock.monotonicMs());
        comparedRevision_ = before;
        if (setup_.replica->diverged()) {
            ++state_.mismatches;
            snapshotNeeded_ = true; // the registry's word, from the beginning
        }
    }
    arrived_.reset();
    refresh();
    if (ahead_ && !snapshotNeeded_ && ahead_->log.after == cursor_.revision &&
        ahead_->log.epoch == cursor_.epoch) {
        arrived_ = std::move(ahead_);
        registryRevision_ = std::max(registryRevision_, arrived_->log.revision);
    }
    ahead_.reset();
    pullDue_ = std::max(registryRevision_, wokenThrough_) > cursor_.revision;
    // An answer that brings nothing and promises more would be asked for without end.
    if (registryRevision_ > cursor_.revision && cursor_.revision == before)
        failed(Step::Pull, "malformed-answer");
    else
        succeeded(Step::Pull);
}

} // namespace menzhen::sync
