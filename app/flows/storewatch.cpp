// SPDX-License-Identifier: Apache-2.0
#include "app/flows/storewatch.h"

#include "db/store/database.h"
#include "db/store/outbox.h"

namespace menzhen::flows {

namespace {

constexpr const char* probeName = "store-probe";

/// "store-busy" is another program's transaction: the next try waits for it.
bool isStores(const core::Error& error) {
    return error.code.starts_with("store-") && error.code != "store-busy";
}

} // namespace

StoreWatch::StoreWatch(FlowContext& context, std::function<void()> changed)
    : context_(context), changed_(std::move(changed)), alive_(std::make_shared<bool>(true)) {}

StoreWatch::~StoreWatch() {
    *alive_ = false;
}

void StoreWatch::heard(const core::Error& error) {
    if (!isStores(error) || !works_) return;
    works_ = false;
    if (changed_) changed_();
    later();
}

void StoreWatch::later() {
    context_.later(storeProbeMs, [this, alive = alive_] {
        if (*alive) probe();
    });
}

void StoreWatch::probe() {
    store::Database& database = context_.database();
    const auto works = database.transact([&]() -> core::Result<void> {
        store::setMeta(database, probeName, std::to_string(context_.clock.utcMs()));
        return {};
    });
    if (!works) return later();
    works_ = true;
    if (changed_) changed_();
}

} // namespace menzhen::flows
