-- SPDX-License-Identifier: Apache-2.0
-- Which call of an entry a board announced last, kept when the row goes: a registry that was restored brings
-- the same call again.
CREATE TABLE board_announced (
    id TEXT PRIMARY KEY, called_at INTEGER NOT NULL) WITHOUT ROWID;
