// SPDX-License-Identifier: Apache-2.0
// Queues as they stand, kept between requests: a hundred phones that ask after one call shall not
// load their queue a hundred times. Throws SQLite::Exception inside read(). Thread: the
// connection's.
#pragma once

#include "app/clerk/forecast.h"
#include "app/core/queueahead.h"
#include "app/ops/queuebook.h"
#include "app/ports/clock.h"
#include "db/store/database.h"

#include <map>
#include <optional>
#include <string>

namespace menzhen::clerk {

inline constexpr std::size_t maxLinesKept = 1000;    ///< then all are forgotten
inline constexpr std::int64_t maxLineAgeMs = 10'000; ///< then it is loaded anew, changed or not

struct Line {
    core::Queue queue;
    std::map<std::string, int, std::less<>> ahead; ///< of who waits (core/queueahead.h)
    std::optional<core::NoTime> why;               ///< nobody has a time
    std::map<std::string, core::ClockRange, std::less<>> ranges; ///< as shown, of who waits
    std::optional<core::ClockRange> next{}; ///< of somebody who came now, behind them all
};

class Lines {
public:
    /// Null: there is no such queue.
    const Line* of(store::Database& database, const std::string& site, const ops::QueueKey& key,
                   const ports::Clock& clock);

private:
    struct Kept {
        std::string version;
        std::int64_t atMs = 0; ///< monotonic
        Line line;
    };

    std::map<std::pair<std::string, ops::QueueKey>, Kept> kept_;
};

} // namespace menzhen::clerk
