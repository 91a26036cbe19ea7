-- SPDX-License-Identifier: Apache-2.0
-- The one-time code that a device is enrolled with, the last one made for it. `fingerprint` is what was
-- typed of the device's key, 8 digits or more; `secret` a hash; times are milliseconds since 1970 UTC.
CREATE TABLE enrolment (
    site TEXT NOT NULL, device TEXT NOT NULL, role TEXT NOT NULL, fingerprint TEXT NOT NULL, secret BLOB NOT NULL,
    expires_at INTEGER NOT NULL, wrong_tries INTEGER NOT NULL DEFAULT 0, used_at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (site, device)) WITHOUT ROWID;
-- How each device was last heard. Kept apart from its position: written every few seconds, and may be lost.
CREATE TABLE device_contact (
    site TEXT NOT NULL, device TEXT NOT NULL, heard_at INTEGER NOT NULL DEFAULT 0, clock_offset INTEGER,
    certificate_until INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (site, device)) WITHOUT ROWID;
