-- SPDX-License-Identifier: Apache-2.0
-- The registry's compact list of bookings that no code opens any more (GET revocations), replaced as
-- a whole each time. state: cancelled, redeemed.
CREATE TABLE revoked (
    day INTEGER NOT NULL, id TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (day, id)) WITHOUT ROWID;
CREATE INDEX revoked_id ON revoked (id);
