// SPDX-License-Identifier: Apache-2.0
// What a thread that only reads remembers between two requests.
// Thread: its own.
#pragma once

#include "app/clerk/directory.h"
#include "app/clerk/lines.h"
#include "app/clerk/sitekeys.h"
#include "app/clerk/snapshotshelf.h"

namespace menzhen::clerk {

struct Recall {
    explicit Recall(std::vector<Region> regions = {}) : directory(std::move(regions)) {}

    Directory directory;
    Lines lines;
    bool messages = false;          ///< somebody sends what stands in the outbox
    const SiteKeys* keys = nullptr; ///< to sign the codes that phones show; null: shows none
    /// Where the lobby's snapshots are kept and hashed; null: nowhere, and they have no hash.
    SnapshotShelf* snapshots = nullptr;
};

} // namespace menzhen::clerk
