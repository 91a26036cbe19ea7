-- SPDX-License-Identifier: Apache-2.0
-- The day-keyed index of a walk-in's identity number, as a booking has it: one registration a person,
-- department and day, whoever gave it. Empty: the number was not asked for, or the day's key was not here.
ALTER TABLE entry ADD COLUMN idhash TEXT NOT NULL DEFAULT '';
CREATE INDEX entry_person ON entry (site, day, idhash) WHERE idhash <> '';
