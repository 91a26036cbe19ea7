-- SPDX-License-Identifier: Apache-2.0
-- Sessions that were stopped. choice: move (to_session takes the patients over, with their bands), cancel.
CREATE TABLE session_stop (
    site TEXT NOT NULL DEFAULT '', day INTEGER NOT NULL DEFAULT 0, session TEXT NOT NULL DEFAULT '',
    choice TEXT NOT NULL DEFAULT '', to_session TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '',
    actor TEXT NOT NULL DEFAULT '', at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (site, day, session)) WITHOUT ROWID;
-- Slots beyond the plan that staff gave (extra_max of the session).
ALTER TABLE slot ADD COLUMN extra INTEGER NOT NULL DEFAULT 0;
