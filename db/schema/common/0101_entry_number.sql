-- SPDX-License-Identifier: Apache-2.0
-- No two tickets of a day are called by one number: each is looked for among the others, those with
-- a dash in entry_own_number (0030), all the others here.
CREATE INDEX entry_number ON entry (site, day, number) WHERE instr(number, '-') = 0;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('entry', 'entry_number', '196000 196000 24500 1');
ANALYZE sqlite_schema;
