-- SPDX-License-Identifier: Apache-2.0
-- Named values of this device: incarnation, chain, epoch, cursor of its scope ...
CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- What this device did. `undo` is the inverse changeset of the op's provisional effect; rev 0: not yet
-- acknowledged. Acknowledged ops stay, so that a restored registry can get them back.
CREATE TABLE outbox (
    incarnation INTEGER NOT NULL, seq INTEGER NOT NULL, type TEXT NOT NULL, op TEXT NOT NULL,
    hash BLOB NOT NULL, undo BLOB NOT NULL DEFAULT x'', rev INTEGER NOT NULL DEFAULT 0,
    verdict TEXT NOT NULL DEFAULT '', code TEXT NOT NULL DEFAULT '', acked_at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (incarnation, seq)) WITHOUT ROWID;
CREATE INDEX outbox_pending ON outbox (seq) WHERE rev = 0;
-- What must leave the machine after the commit that decided it. state: pending, done, doubtful.
CREATE TABLE effect (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, body TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'pending',
    made_at INTEGER NOT NULL DEFAULT 0);
CREATE INDEX effect_pending ON effect (id) WHERE state = 'pending';
-- The board's rows, as the registry masked them. `announced`: how many of its calls were spoken or shown.
CREATE TABLE board_row (
    id TEXT NOT NULL PRIMARY KEY, queue TEXT NOT NULL DEFAULT '', number TEXT NOT NULL DEFAULT '',
    mask TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT '', room TEXT NOT NULL DEFAULT '',
    place INTEGER NOT NULL DEFAULT 0, called_at INTEGER NOT NULL DEFAULT 0, calls INTEGER NOT NULL DEFAULT 0,
    department_zh TEXT NOT NULL DEFAULT '', department_en TEXT NOT NULL DEFAULT '',
    sensitive INTEGER NOT NULL DEFAULT 0, announced INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE board_station (
    id TEXT NOT NULL PRIMARY KEY, room TEXT NOT NULL DEFAULT '', queue TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '', paused_until INTEGER NOT NULL DEFAULT 0)
    WITHOUT ROWID;
