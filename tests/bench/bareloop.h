// SPDX-License-Identifier: Apache-2.0
// What the disk and SQLite can do at best: the very rows that a registry wrote, taken from its log
// and written again into a fresh store of the same schema by a loop that does nothing else. Its
// statements are prepared and its values lie in memory before the clock starts.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace menzhen::bench {

struct BareRun {
    std::int64_t ops = 0;
    std::int64_t rows = 0; ///< of the projection
    std::int64_t commits = 0;
    double seconds = 0;
    double processorSeconds = 0;
};

class BareLoop {
public:
    /// `target` is a new file; `source` a registry's store, read while the registry runs.
    BareLoop(std::string source, const std::string& target);
    ~BareLoop();
    BareLoop(const BareLoop&) = delete;
    BareLoop& operator=(const BareLoop&) = delete;

    /// Writes all revisions that came since the last call with `opsPerCommit` ops a transaction,
    /// WAL and synchronous=FULL. Ends the program with a sentence when it cannot.
    BareRun follow(double opsPerCommit);

private:
    class Store;

    std::string source_;
    std::unique_ptr<Store> store_;
    std::int64_t through_ = 0;
};

} // namespace menzhen::bench
