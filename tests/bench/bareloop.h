// SPDX-License-Identifier: Apache-2.0
// What the disk and SQLite can do at best: the very rows that a registry wrote, taken from its log
// and written again into a fresh store of the same schema by a loop that does nothing else.
#pragma once

#include <cstdint>
#include <string>

namespace menzhen::bench {

struct BareRun {
    std::int64_t ops = 0;
    std::int64_t rows = 0; ///< of the projection
    std::int64_t commits = 0;
    double seconds = 0;
};

/// Copies the revisions up to `from` without taking the time, then writes those after it with
/// `opsPerCommit` ops a transaction, WAL and synchronous=FULL. `target` is a new file.
BareRun writeBare(const std::string& source, const std::string& target, std::int64_t from,
                  double opsPerCommit);

} // namespace menzhen::bench
