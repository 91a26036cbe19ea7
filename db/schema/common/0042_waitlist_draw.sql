-- SPDX-License-Identifier: Apache-2.0
-- Who waits for a place of a department's day, or of one of its sessions (session ''). state: waiting,
-- offered (`hold` is his), served (booked), passed (did not take the offer), left. `place` counts from 1
-- over the department's day.
CREATE TABLE waitlist (
    site TEXT NOT NULL DEFAULT '', day INTEGER NOT NULL DEFAULT 0, id TEXT NOT NULL DEFAULT '',
    department TEXT NOT NULL DEFAULT '', session TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT 'waiting',
    place INTEGER NOT NULL DEFAULT 0, holder TEXT NOT NULL DEFAULT '', idhash TEXT NOT NULL DEFAULT '',
    hold TEXT NOT NULL DEFAULT '', lang TEXT NOT NULL DEFAULT 'zh', at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (site, day, id)) WITHOUT ROWID;
CREATE INDEX waitlist_open ON waitlist (site, day, department, place) WHERE state = 'waiting';
CREATE INDEX waitlist_hold ON waitlist (site, hold) WHERE hold <> '';
-- The draw of a contested session's release. state: open, drawn. seed: 16 hexadecimal digits, with which
-- anybody can draw again (docs/booking-rules.md).
CREATE TABLE draw (
    site TEXT NOT NULL DEFAULT '', day INTEGER NOT NULL DEFAULT 0, session TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT 'open', drawn_at INTEGER NOT NULL DEFAULT 0, seed TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (site, day, session)) WITHOUT ROWID;
CREATE INDEX draw_open ON draw (site, drawn_at) WHERE state = 'open';
-- One request of that minute. state: waiting, won (`hold` is his), lost. rank: its place in the draw.
CREATE TABLE draw_entry (
    site TEXT NOT NULL DEFAULT '', day INTEGER NOT NULL DEFAULT 0, id TEXT NOT NULL DEFAULT '',
    session TEXT NOT NULL DEFAULT '', band INTEGER NOT NULL DEFAULT -1, channel TEXT NOT NULL DEFAULT '',
    holder TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT 'waiting', rank INTEGER NOT NULL DEFAULT 0,
    hold TEXT NOT NULL DEFAULT '', PRIMARY KEY (site, day, id)) WITHOUT ROWID;
CREATE INDEX draw_entry_of ON draw_entry (site, day, session);
