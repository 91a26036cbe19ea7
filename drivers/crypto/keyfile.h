// SPDX-License-Identifier: Apache-2.0
// Keys and secrets as files outside the database (security.md 2): directory 0700, file 0600,
// written whole and synced before anybody uses them, never overwritten.
// Errors: Data "key-file" with the path and what to do; Data "bad-key" when the content is broken.
// Thread: any, but two programs that make one key at once get one key (the first file wins).
#pragma once

#include "app/ports/chance.h"
#include "app/ports/crypto.h"

#include <filesystem>

namespace menzhen::crypto {

/// Makes the directory (0700) if needed. An existing file stays and is "key-file".
core::Result<void> writeKeyFile(const std::filesystem::path& path, std::string_view content);

/// The same in place of what stands there: whoever reads finds the old or the new file, whole. For
/// certificates, which are renewed; keys are never replaced.
core::Result<void> replaceKeyFile(const std::filesystem::path& path, std::string_view content);

/// Refuses a file that group or others may read or write, and one above 64 kB.
core::Result<std::string> readKeyFile(const std::filesystem::path& path);

/// `path` holds PKCS#8 PEM. A missing file is made with a fresh key.
core::Result<std::unique_ptr<ports::PrivateKey>> loadOrMakeKey(const ports::Crypto& crypto,
                                                               const std::filesystem::path& path);

/// `path` holds `size` random bytes as hexadecimal text. A missing file is made.
core::Result<core::Bytes> loadOrMakeSecret(ports::Chance& chance, const std::filesystem::path& path,
                                           std::size_t size);

} // namespace menzhen::crypto
