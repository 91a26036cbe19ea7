-- SPDX-License-Identifier: Apache-2.0
-- How long each call occupied its station, whatever came of it: waiting times are reckoned from it. Nobody's
-- name and no ticket. rev: of the op that ended it; side: 1 for those who go between. Bounded (app/clerk/served.h).
CREATE TABLE served (
    site TEXT NOT NULL, queue TEXT NOT NULL, rev INTEGER NOT NULL, day INTEGER NOT NULL,
    station TEXT NOT NULL DEFAULT '', ended_at INTEGER NOT NULL DEFAULT 0, ms INTEGER NOT NULL DEFAULT 0,
    side INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (site, queue, rev)) WITHOUT ROWID;
-- How far into each site's log that was done.
CREATE TABLE served_through (site TEXT NOT NULL PRIMARY KEY, rev INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
