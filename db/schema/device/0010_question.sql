-- SPDX-License-Identifier: Apache-2.0
-- What this device asked its registry and has no answer to yet. state: open, replaced (an op of its own
-- stands in for the answer).
CREATE TABLE question (
    request TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, day INTEGER NOT NULL, path TEXT NOT NULL,
    body TEXT NOT NULL, asked_at INTEGER NOT NULL, state TEXT NOT NULL DEFAULT 'open') WITHOUT ROWID;
CREATE UNIQUE INDEX question_open ON question (kind) WHERE state = 'open';
