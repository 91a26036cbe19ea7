-- SPDX-License-Identifier: Apache-2.0
-- Every call that a board announced, not an entry's last one alone: a restored registry gets its calls back one by one.
CREATE TABLE board_said (
    id TEXT NOT NULL, called_at INTEGER NOT NULL, PRIMARY KEY (id, called_at)) WITHOUT ROWID;
INSERT INTO board_said (id, called_at) SELECT id, called_at FROM board_announced;
DROP TABLE board_announced;
