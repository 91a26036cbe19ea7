// SPDX-License-Identifier: Apache-2.0
// What a site's log knows of its devices: how far each incarnation came, and what is wrong with
// one.
#include "app/core/check.h"
#include "app/ops/sitelog.h"
#include "db/store/tasks.h"

#include <algorithm>

namespace menzhen::ops {

SiteLog::Cached* SiteLog::cached(const std::string& id) {
    const auto found = devices_.find(id);
    if (found != devices_.end()) return &found->second;
    auto position = store::findDevice(database_, site_, id);
    if (!position) return nullptr;
    return &devices_.emplace(id, Cached{std::move(*position), false}).first->second;
}

store::DevicePosition* SiteLog::device(const std::string& id) {
    Cached* found = cached(id);
    return found == nullptr ? nullptr : &found->position;
}

void SiteLog::putDevice(store::DevicePosition device) {
    std::string id = device.id;
    devices_.insert_or_assign(std::move(id), Cached{std::move(device), true});
}

std::optional<SiteLog::Head> SiteLog::headOf(const std::string& device, std::int64_t incarnation) {
    Cached* present = cached(device);
    if (present == nullptr) return std::nullopt;
    if (present->position.incarnation == incarnation)
        return Head{&present->position.lastSeq, &present->position.chain,
                    &present->position.quarantined, &present->changed};
    auto found = past_.find({device, incarnation});
    if (found == past_.end()) {
        auto stored = store::findPast(database_, site_, device, incarnation);
        if (!stored) return std::nullopt;
        found = past_.emplace(std::pair(device, incarnation), CachedPast{std::move(*stored), false})
                    .first;
    }
    store::PastIncarnation& past = found->second.position;
    return Head{&past.lastSeq, &past.chain, &past.quarantined, &found->second.changed};
}

std::optional<Standing> SiteLog::standing(const std::string& device, std::int64_t incarnation) {
    const auto head = headOf(device, incarnation);
    if (!head) return std::nullopt;
    return Standing{*head->lastSeq, *head->chain, *head->quarantined};
}

std::int64_t SiteLog::giveIncarnation(const std::string& device) {
    Cached* present = cached(device);
    MENZHEN_CHECK(present != nullptr, "an incarnation for nobody");
    store::DevicePosition& position = present->position;
    past_.insert_or_assign({device, position.incarnation},
                           CachedPast{{device, position.incarnation, position.lastSeq,
                                       position.chain, position.quarantined},
                                      true});
    // An older copy of this log cannot know which incarnations the registry has had since: the
    // time tells them apart.
    const std::int64_t least = device == registryDevice ? clock_.utcMs() / 1000 : 0;
    position.incarnation = std::max(position.incarnation + 1, least);
    position.lastSeq = 0;
    position.chain = core::Bytes(32, 0);
    position.quarantined = false;
    present->changed = true;
    return position.incarnation;
}

void SiteLog::admitIncarnation(const std::string& device, std::int64_t incarnation) {
    if (headOf(device, incarnation)) return;
    past_.insert_or_assign({device, incarnation},
                           CachedPast{{device, incarnation, 0, core::Bytes(32, 0), false}, true});
}

void SiteLog::quarantine(const std::string& device, std::int64_t incarnation) {
    const auto head = headOf(device, incarnation);
    if (!head) return;
    *head->quarantined = true;
    *head->changed = true;
}

void SiteLog::adoptChain(const std::string& device, std::int64_t incarnation, core::Bytes chain) {
    const auto head = headOf(device, incarnation);
    if (!head) return;
    *head->chain = std::move(chain);
    *head->changed = true;
}

void SiteLog::alarm(const std::string& device, std::int64_t incarnation, const std::string& code,
                    const std::string& detail, const std::string& body) {
    if (store::hasOpenTask(database_, site_, device, code)) return;
    store::Task task;
    task.device = device;
    task.incarnation = incarnation;
    task.verdict = "alarm";
    task.code = code;
    task.detail = detail;
    task.body = body;
    task.atMs = clock_.utcMs();
    store::addTask(database_, site_, task);
}

} // namespace menzhen::ops
