-- SPDX-License-Identifier: Apache-2.0
-- Taking back what a station did last (queue rules, 6). `front` below 0: waits before its lane.
-- `moves`: operations that moved anybody in this queue, so that a later one is noticed.
ALTER TABLE entry ADD COLUMN front INTEGER NOT NULL DEFAULT 0;
ALTER TABLE queue ADD COLUMN moves INTEGER NOT NULL DEFAULT 0;
-- One row a station: what it did last and what that found. `moves` is the queue's right after it,
-- `before` the changed rows as they were, as JSON. entry '': there is nothing to take back.
CREATE TABLE takeback (
    site TEXT NOT NULL DEFAULT '', day INTEGER NOT NULL DEFAULT 0, station TEXT NOT NULL DEFAULT '',
    half TEXT NOT NULL DEFAULT '', queue TEXT NOT NULL DEFAULT '', what TEXT NOT NULL DEFAULT '',
    entry TEXT NOT NULL DEFAULT '', finished TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '',
    at INTEGER NOT NULL DEFAULT 0, moves INTEGER NOT NULL DEFAULT 0, before TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (site, day, station)) WITHOUT ROWID;
