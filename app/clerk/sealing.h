// SPDX-License-Identifier: Apache-2.0
// Sealing single values at rest (security.md section 3): AES-256-GCM, a data key per name ("table
// and month") wrapped by the master key, a random nonce in front of each value, the place of the
// value as associated data, so that none can be moved to another row. Throws SQLite::Exception
// inside transact()/read(). Thread: the connection's.
#pragma once

#include "app/clerk/sitekeys.h"
#include "app/ports/chance.h"
#include "db/store/database.h"

#include <string>

namespace menzhen::clerk {

class Sealing {
public:
    /// To read and to write; makes data keys that are missing.
    Sealing(store::Database& database, const ports::Crypto& crypto, const SiteKeys& keys,
            ports::Chance& chance);
    /// To read alone.
    Sealing(store::Database& database, const ports::Crypto& crypto, const SiteKeys& keys);

    /// `keyName`: of the data key; `place`: "table/row/column/version". An empty value stays empty.
    core::Bytes seal(const std::string& keyName, const std::string& place,
                     const std::string& plain);
    /// Error Device "cannot-open": the keys are not those that sealed it.
    core::Result<std::string> open(const std::string& keyName, const std::string& place,
                                   core::ByteView sealed);

private:
    core::Result<core::Bytes> dataKey(const std::string& name);
    core::Bytes sealWith(const core::Bytes& key, const std::string& place,
                         const std::string& plain);
    core::Result<std::string> openWith(const core::Bytes& key, const std::string& place,
                                       core::ByteView sealed) const;

    store::Database& database_;
    const ports::Crypto& crypto_;
    const SiteKeys& keys_;
    ports::Chance* chance_;
};

/// Keyed index of 8 bytes, by which the registry finds a value that it keeps sealed.
core::Bytes keyedIndex(const ports::Crypto& crypto, const SiteKeys& keys, const std::string& value);

} // namespace menzhen::clerk
