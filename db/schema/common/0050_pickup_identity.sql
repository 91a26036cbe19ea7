-- SPDX-License-Identifier: Apache-2.0
-- Whether a kiosk asks a booked patient of this department for the identity number before the ticket:
-- "always", "contested" (sessions that sold out or had a waiting list), "never". Empty: contested.
ALTER TABLE department ADD COLUMN identity_at_pickup TEXT NOT NULL DEFAULT '';
