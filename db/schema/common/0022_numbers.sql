-- SPDX-License-Identifier: Apache-2.0
-- How many numbers a queue without slots (laboratory, pharmacy) has given.
ALTER TABLE queue ADD COLUMN numbers INTEGER NOT NULL DEFAULT 0;
-- One person in two queues: found by the day-keyed index of their bookings.
CREATE INDEX booking_person ON booking (site, day, idhash) WHERE idhash <> '';
CREATE INDEX entry_booking ON entry (site, day, booking) WHERE booking <> '';
CREATE INDEX entry_elsewhere ON entry (site, day, elsewhere) WHERE elsewhere <> '';
