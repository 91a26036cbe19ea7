// SPDX-License-Identifier: Apache-2.0
// The queues of a store as core::Queue values: loaded from their rows when first asked for, kept
// while the store stays as this book wrote it, and turned back into the rows that an operation
// changed. After a rollback or a change from outside (Database::generation) everything is loaded
// anew.
//
// Use: mutate the Queue, then hand its Changes to rowsOf() and write the rows in the same
// transaction. Throws SQLite::Exception inside transact()/read(). Thread: the connection's.
#pragma once

#include "app/core/queue.h"
#include "db/store/records.h"

#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace menzhen::ops {

/// A queue is one service for one half-day.
struct QueueKey {
    int day = 0;      ///< yyyymmdd
    std::string half; ///< "AM" or "PM"
    std::string id;   ///< practitioner or department

    // clang-tidy 14 takes the 0 of a defaulted comparison for a pointer.
    // NOLINTNEXTLINE(modernize-use-nullptr)
    friend auto operator<=>(const QueueKey&, const QueueKey&) = default;
};

class QueueBook {
public:
    QueueBook(store::Database& database, std::string site);

    /// Errors: Refused "unknown-queue"; Bug "bad-queue" (the rows contradict each other).
    core::Result<core::Queue*> open(const QueueKey& key);
    /// An empty queue that has no row yet: whoever asks writes one in the same transaction.
    core::Result<core::Queue*> openNew(const QueueKey& key);

    /// Only the columns that the queue rules own (plus keys): entry, queue and staged rows.
    std::vector<store::Record> rowsOf(const QueueKey& key, const core::Changes& changes) const;

    store::Database& database() { return database_; }

    const std::string& site() const { return site_; }

private:
    core::Result<core::Queue> load(const QueueKey& key);
    core::Result<core::QueueParameters> parameters();

    store::Database& database_;
    std::string site_;
    std::int64_t generation_ = -1;
    std::map<QueueKey, core::Queue> open_;
};

/// The rules' columns of an entry's or a queue's row, all of them set. Errors: Bug "bad-queue".
core::Result<core::QueueEntry> queueEntryOf(const store::Record& row);
core::QueueState queueStateOf(const store::Record& row);

/// A staged list in its column: "ID=REASON ID=REASON".
std::string stagedToText(const std::vector<core::StagedPlace>& places);
std::vector<core::StagedPlace> stagedFromText(const std::string& text);

/// The queue rules of a hospital as JSON ({"band":30,...}); unknown names are refused.
core::Result<core::QueueParameters> queueParametersFromJson(const std::string& text);

} // namespace menzhen::ops
