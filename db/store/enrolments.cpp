// SPDX-License-Identifier: Apache-2.0
#include "db/store/enrolments.h"

namespace menzhen::store {

std::optional<Enrolment> findEnrolment(Database& database, const std::string& site,
                                       const std::string& device) {
    Query q(database, "SELECT role, fingerprint, secret, expires_at, wrong_tries, used_at FROM "
                      "enrolment WHERE site = ? AND device = ?");
    q.bind(site).bind(device);
    if (!q.step()) return std::nullopt;
    return Enrolment{device,      q.text(0),    q.text(1),
                     q.blob(2),   q.integer(3), static_cast<int>(q.integer(4)),
                     q.integer(5)};
}

void setEnrolment(Database& database, const std::string& site, const Enrolment& enrolment) {
    Query(database, "INSERT OR REPLACE INTO enrolment (site, device, role, fingerprint, secret, "
                    "expires_at, wrong_tries, used_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(site)
        .bind(enrolment.device)
        .bind(enrolment.role)
        .bind(enrolment.fingerprint)
        .bind(core::ByteView(enrolment.secret))
        .bind(enrolment.expiresAtMs)
        .bind(enrolment.wrongTries)
        .bind(enrolment.usedAtMs)
        .run();
}

std::vector<DeviceContact> allContacts(Database& database, const std::string& site) {
    Query q(database, "SELECT device, heard_at, clock_offset IS NULL, clock_offset, "
                      "certificate_until FROM device_contact WHERE site = ? ORDER BY device");
    q.bind(site);
    std::vector<DeviceContact> all;
    while (q.step()) {
        DeviceContact contact{q.text(0), q.integer(1), std::nullopt, q.integer(4)};
        if (q.integer(2) == 0) contact.clockOffsetMs = q.integer(3);
        all.push_back(std::move(contact));
    }
    return all;
}

void setContact(Database& database, const std::string& site, const DeviceContact& contact) {
    Query(database, "INSERT INTO device_contact (site, device, heard_at) VALUES (?, ?, ?) ON "
                    "CONFLICT (site, device) DO UPDATE SET heard_at = excluded.heard_at")
        .bind(site)
        .bind(contact.device)
        .bind(contact.heardAtMs)
        .run();
    if (!contact.clockOffsetMs) return;
    Query(database, "UPDATE device_contact SET clock_offset = ? WHERE site = ? AND device = ?")
        .bind(*contact.clockOffsetMs)
        .bind(site)
        .bind(contact.device)
        .run();
}

void setCertificateUntil(Database& database, const std::string& site, const std::string& device,
                         std::int64_t until) {
    Query(database,
          "INSERT INTO device_contact (site, device, certificate_until) VALUES (?, ?, ?) ON "
          "CONFLICT (site, device) DO UPDATE SET certificate_until = excluded.certificate_until")
        .bind(site)
        .bind(device)
        .bind(until)
        .run();
}

} // namespace menzhen::store
