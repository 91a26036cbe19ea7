// SPDX-License-Identifier: Apache-2.0
// The registry's codes for enrolling devices, and how it last heard each device.
// Throws SQLite::Exception inside transact()/read().
#pragma once

#include "app/core/bytes.h"
#include "db/store/database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace menzhen::store {

struct Enrolment {
    std::string device;
    std::string role;
    std::string fingerprint; ///< how the key's begins, 8 hexadecimal digits or more
    core::Bytes secret;      ///< SHA-256
    std::int64_t expiresAtMs = 0;
    int wrongTries = 0;
    std::int64_t usedAtMs = 0; ///< 0: not yet
};

/// The last one that was made for the device.
std::optional<Enrolment> findEnrolment(Database& database, const std::string& site,
                                       const std::string& device);
void setEnrolment(Database& database, const std::string& site, const Enrolment& enrolment);

struct DeviceContact {
    std::string device;
    std::int64_t heardAtMs = 0;                ///< UTC; 0: never
    std::optional<std::int64_t> clockOffsetMs; ///< the device's clock less the registry's
    std::int64_t certificateUntil = 0;         ///< seconds since 1970; 0: none issued
};

std::vector<DeviceContact> allContacts(Database& database, const std::string& site);
/// Leaves the certificate's end as it is.
void setContact(Database& database, const std::string& site, const DeviceContact& contact);
void setCertificateUntil(Database& database, const std::string& site, const std::string& device,
                         std::int64_t until);

} // namespace menzhen::store
