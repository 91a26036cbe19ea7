-- SPDX-License-Identifier: Apache-2.0
-- What becomes of one patient's booking when its session was stopped. `replaces`: the booking whose place
-- this slot, and the booking made of it, takes. stop_choice: '' (nobody chose), move, rebook, cancel (the
-- patient's own), hospital (it was cancelled for all at once).
ALTER TABLE slot ADD COLUMN replaces TEXT NOT NULL DEFAULT '';
ALTER TABLE booking ADD COLUMN replaces TEXT NOT NULL DEFAULT '';
ALTER TABLE booking ADD COLUMN stop_choice TEXT NOT NULL DEFAULT '';
CREATE INDEX booking_replaces ON booking (site, replaces) WHERE replaces <> '';
