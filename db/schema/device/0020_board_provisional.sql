-- SPDX-License-Identifier: Apache-2.0
-- What a station of the zone told this board itself, until the registry's row stands in its place. One row
-- an entry, with the op that made it. `announced`: how many of its calls were spoken or shown.
CREATE TABLE board_provisional (
    id TEXT NOT NULL PRIMARY KEY, op_device TEXT NOT NULL, op_incarnation INTEGER NOT NULL, op_seq INTEGER NOT NULL,
    queue TEXT NOT NULL DEFAULT '', number TEXT NOT NULL DEFAULT '', mask TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '', room TEXT NOT NULL DEFAULT '', called_at INTEGER NOT NULL DEFAULT 0,
    calls INTEGER NOT NULL DEFAULT 0, department_zh TEXT NOT NULL DEFAULT '',
    department_en TEXT NOT NULL DEFAULT '', sensitive INTEGER NOT NULL DEFAULT 0,
    announced INTEGER NOT NULL DEFAULT 0, heard_at INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
