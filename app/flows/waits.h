// SPDX-License-Identifier: Apache-2.0
// When the call may come, as a range of clock times (docs/waiting-times.md). The registry alone has
// measured what it takes, so a kiosk asks before it shows a place or prints a ticket, and never
// waits long: without an answer that is new there is no time, on paper or screen.
// Thread: flow.
#pragma once

#include "app/flows/place.h"

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace menzhen::flows {

inline constexpr std::int64_t waitsFreshMs = 60'000; ///< older times are not told
inline constexpr std::size_t maxQueuesKept = 64;     ///< then all are forgotten

class Waits {
public:
    explicit Waits(FlowContext& context);
    ~Waits();

    /// Asks for a queue's times; `done` runs exactly once, within commandBudgetMs, whatever came.
    void ask(const std::string& half, const std::string& queue, std::function<void()> done = {});

    /// The same of the half-day in progress.
    void askNow(const std::string& queue, std::function<void()> done);

    /// "10:20-10:45", of whoever has so many before; empty: nobody can say.
    std::string rangeOf(const std::string& half, const std::string& queue, int ahead) const;

private:
    struct Table {
        std::int64_t atMs = 0; ///< monotonic
        std::map<int, std::pair<int, int>> byAhead;
    };

    void take(const std::string& name, const nlohmann::json& answer);

    FlowContext& context_;
    std::map<std::string, Table> tables_; ///< by half-day and queue
    std::shared_ptr<bool> alive_;
};

} // namespace menzhen::flows
