-- SPDX-License-Identifier: Apache-2.0
-- What stations do beside the order of call. `elsewhere`: the entry of another queue in which this
-- person is being served just now. `paper`: a station took the ticket from paper before its kiosk's
-- ops arrived; 1: its registration is still to come, 2: its check-in is.
ALTER TABLE entry ADD COLUMN elsewhere TEXT NOT NULL DEFAULT '';
ALTER TABLE entry ADD COLUMN paper INTEGER NOT NULL DEFAULT 0;
-- Two stations called one patient while they were cut off from each other: `station` lost against
-- `winner`. finished_at: it saw the patient all the same, so there were two encounters.
CREATE TABLE superseded (
    site TEXT NOT NULL DEFAULT '', day INTEGER NOT NULL DEFAULT 0, entry TEXT NOT NULL DEFAULT '',
    station TEXT NOT NULL DEFAULT '', winner TEXT NOT NULL DEFAULT '', at INTEGER NOT NULL DEFAULT 0,
    finished_at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (site, day, entry, station)) WITHOUT ROWID;
-- Every call by choice and every change of queue, with its text: the daily list.
-- kind: chosen, emergency, transfer, wish, carried, stopped.
CREATE TABLE deviation (
    site TEXT NOT NULL DEFAULT '', day INTEGER NOT NULL DEFAULT 0, entry TEXT NOT NULL DEFAULT '',
    nth INTEGER NOT NULL DEFAULT 0, kind TEXT NOT NULL DEFAULT '', half TEXT NOT NULL DEFAULT '',
    queue TEXT NOT NULL DEFAULT '', band INTEGER NOT NULL DEFAULT 0, to_half TEXT NOT NULL DEFAULT '',
    to_queue TEXT NOT NULL DEFAULT '', station TEXT NOT NULL DEFAULT '', actor TEXT NOT NULL DEFAULT '',
    at INTEGER NOT NULL DEFAULT 0, text TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (site, day, entry, nth)) WITHOUT ROWID;
