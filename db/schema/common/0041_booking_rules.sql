-- SPDX-License-Identifier: Apache-2.0
-- The hospital's own switch for all booking, with what people are told while it is off: on, off.
ALTER TABLE organization ADD COLUMN booking TEXT NOT NULL DEFAULT 'on';
ALTER TABLE organization ADD COLUMN notice_zh TEXT NOT NULL DEFAULT '';
ALTER TABLE organization ADD COLUMN notice_en TEXT NOT NULL DEFAULT '';
-- A department that cannot be booked is shown all the same, with what to do instead.
ALTER TABLE department ADD COLUMN bookable INTEGER NOT NULL DEFAULT 1;
ALTER TABLE department ADD COLUMN instead_zh TEXT NOT NULL DEFAULT '';
ALTER TABLE department ADD COLUMN instead_en TEXT NOT NULL DEFAULT '';
-- When its phones' pool was empty for the first time, milliseconds UTC; 0: it never was. A session that
-- sold out in the first minute of its release is contested: the next release is drawn.
ALTER TABLE session ADD COLUMN sold_out_at INTEGER NOT NULL DEFAULT 0;
-- Whose phone made it: an opaque id that names nobody.
ALTER TABLE booking ADD COLUMN holder TEXT NOT NULL DEFAULT '';
CREATE INDEX booking_holder ON booking (site, holder, day) WHERE holder <> '';
