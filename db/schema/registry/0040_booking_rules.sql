-- SPDX-License-Identifier: Apache-2.0
-- Bookings whose patient never came. Kept by the keyed index of the identity number alone, so that it
-- outlives the personal data.
CREATE TABLE noshow (
    site TEXT NOT NULL, id_index BLOB NOT NULL, day INTEGER NOT NULL, booking TEXT NOT NULL,
    PRIMARY KEY (site, id_index, day, booking)) WITHOUT ROWID;
-- Who answers for a child, sealed as the patient's own columns are.
ALTER TABLE person ADD COLUMN guardian_name BLOB NOT NULL DEFAULT x'';
ALTER TABLE person ADD COLUMN guardian_number BLOB NOT NULL DEFAULT x'';
