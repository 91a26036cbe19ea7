// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/waits.h"

#include "app/clerk/recall.h"

#include <algorithm>

namespace menzhen::clerk {

core::Result<json> showWaits(Views& views, const std::string& queue, const std::string& half) {
    const ops::QueueKey key{views.clock().now().day, half, queue};
    const Line* line = views.recall().lines.of(views.database(), views.site(), key, views.clock());
    if (line == nullptr) return core::refused("unknown-queue", "no such queue in this half-day");
    json waits = json::array();
    int most = -1;
    const auto add = [&](int ahead, const core::ClockRange& range) {
        waits.push_back({{"ahead", ahead}, {"from", range.from}, {"to", range.to}});
    };
    for (const auto& [id, ahead] : line->ahead) {
        most = std::max(most, ahead);
        if (const auto range = line->ranges.find(id); range != line->ranges.end())
            add(ahead, range->second);
    }
    if (line->next) add(most + 1, *line->next);
    std::sort(waits.begin(), waits.end(),
              [](const json& a, const json& b) { return a["ahead"] < b["ahead"]; });
    json shown{{"waits", std::move(waits)}, {"why", nullptr}};
    if (line->why) shown["why"] = core::toText(*line->why);
    return shown;
}

} // namespace menzhen::clerk
