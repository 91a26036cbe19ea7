// SPDX-License-Identifier: Apache-2.0
// The lobby's snapshots as they were last written, by site: a morning's thousand devices get the
// same text, and what has happened since comes by the log's tail (sync.md 1.12).
// Thread: one.
#pragma once

#include "app/ports/crypto.h"

#include <cstdint>
#include <map>
#include <string>

namespace menzhen::clerk {

/// So many revisions behind the log a kept snapshot may lie: a page of the tail.
inline constexpr std::int64_t snapshotWindow = 1000;

/// The lobby at one revision.
struct PublishedSnapshot {
    std::string epoch;
    std::int64_t revision = 0;
    int day = 0;
    std::string chain;  ///< hexadecimal
    std::string hash;   ///< hexadecimal SHA-256 of `tables`
    std::string tables; ///< JSON text
};

class SnapshotShelf {
public:
    explicit SnapshotShelf(const ports::Crypto& crypto) : crypto_(crypto) {}

    /// One that may still be given out, or nullptr: of this log and day, no further behind than
    /// the window, and not before `least`.
    const PublishedSnapshot* find(const std::string& site, const std::string& epoch,
                                  std::int64_t revision, int day, std::int64_t least) const {
        const auto found = kept_.find(site);
        if (found == kept_.end()) return nullptr;
        const PublishedSnapshot& kept = found->second;
        const bool good = kept.epoch == epoch && kept.day == day && kept.revision <= revision &&
                          revision - kept.revision <= snapshotWindow && kept.revision >= least;
        return good ? &kept : nullptr;
    }

    /// Its hash is filled in.
    const PublishedSnapshot& keep(const std::string& site, PublishedSnapshot snapshot) {
        snapshot.hash = core::toHex(crypto_.sha256(core::asBytes(snapshot.tables)));
        return kept_.insert_or_assign(site, std::move(snapshot)).first->second;
    }

private:
    const ports::Crypto& crypto_;
    std::map<std::string, PublishedSnapshot> kept_;
};

} // namespace menzhen::clerk
