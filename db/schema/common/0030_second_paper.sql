-- SPDX-License-Identifier: Apache-2.0
-- A second paper of one booking, printed by a kiosk that could not know of the first: its ticket
-- (id) leads to the entry of the first arrival.
CREATE TABLE second_paper (
    site TEXT NOT NULL DEFAULT '', day INTEGER NOT NULL DEFAULT 0, id TEXT NOT NULL DEFAULT '',
    entry TEXT NOT NULL DEFAULT '', device TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (site, day, id)) WITHOUT ROWID;
-- Numbers of a kiosk's own series ("C12-03") are few, and each is looked for among the others.
CREATE INDEX entry_own_number ON entry (site, day, number) WHERE instr(number, '-') > 0;
