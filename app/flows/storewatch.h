// SPDX-License-Identifier: Apache-2.0
// Whether this device can still commit (sync.md 1.15). A full disk or an I/O error ends issuing at
// once: the error of one patient closes the kiosk for the next, and people are told which one to
// use instead. From then on the store is written to every storeProbeMs (after an I/O error it is
// opened anew and looked over first, db/store/database.h); when a commit stands again, service goes
// on by itself.
// Thread: flow.
#pragma once

#include "app/flows/flowcontext.h"

#include <functional>
#include <memory>

namespace menzhen::flows {

inline constexpr int storeProbeMs = 5000;

class StoreWatch {
public:
    /// `changed` runs on the flow thread whenever works() does.
    explicit StoreWatch(FlowContext& context, std::function<void()> changed = {});
    ~StoreWatch();

    bool works() const { return works_; }

    /// Any error of a journey or of the sync; those that are not the store's are ignored.
    void heard(const core::Error& error);

private:
    void later();
    void probe();

    FlowContext& context_;
    std::function<void()> changed_;
    std::shared_ptr<bool> alive_;
    bool works_ = true;
};

} // namespace menzhen::flows
