-- SPDX-License-Identifier: Apache-2.0
-- Who signed in at this station while the registry answered: scrypt of the PIN under a salt of this
-- station's own, so that they may sign in when it is cut off. *_at, *_until: milliseconds since 1970 UTC.
CREATE TABLE known_staff (
    staff TEXT NOT NULL PRIMARY KEY, salt BLOB NOT NULL, hash BLOB NOT NULL, signed_in_at INTEGER NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0, locked_until INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
