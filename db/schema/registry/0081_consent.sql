-- SPDX-License-Identifier: Apache-2.0
-- A patient's leave for one hospital to see visits at the others: those that the phone follows, no others.
-- person_index: as table person's id_index. withdrawn_at 0: it holds until until_at.
CREATE TABLE consent (
    id TEXT NOT NULL PRIMARY KEY, holder TEXT NOT NULL, patient TEXT NOT NULL, person_index BLOB NOT NULL,
    site TEXT NOT NULL, sensitive INTEGER NOT NULL DEFAULT 0, given_at INTEGER NOT NULL DEFAULT 0,
    until_at INTEGER NOT NULL DEFAULT 0, withdrawn_at INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE INDEX consent_person ON consent (person_index, site);
CREATE INDEX consent_holder ON consent (holder);
-- Every time that staff asked for such a history, and what came of it: shown, no-consent, not-allowed.
-- consent: of "shown", the one that allowed it. Never removed by a program.
CREATE TABLE history_look (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, site TEXT NOT NULL, visit TEXT NOT NULL, staff TEXT NOT NULL,
    device TEXT NOT NULL DEFAULT '', consent TEXT NOT NULL DEFAULT '', outcome TEXT NOT NULL,
    visits INTEGER NOT NULL DEFAULT 0);
CREATE INDEX history_look_consent ON history_look (consent, at);
