-- SPDX-License-Identifier: Apache-2.0
-- When a phone is to be alerted; -1: never. Without a row: at 3 people ahead, in the page alone.
CREATE TABLE visit_alert (
    holder TEXT NOT NULL, site TEXT NOT NULL, visit TEXT NOT NULL, ahead INTEGER NOT NULL DEFAULT 3,
    minutes INTEGER NOT NULL DEFAULT -1, message INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (holder, site, visit)) WITHOUT ROWID;
-- What fired. nth: of the calls, or of the misses, so that each fires once and again after a miss.
CREATE TABLE alert_fired (
    holder TEXT NOT NULL, site TEXT NOT NULL, visit TEXT NOT NULL, kind TEXT NOT NULL, nth INTEGER NOT NULL,
    at INTEGER NOT NULL, ahead INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (holder, site, visit, kind, nth)) WITHOUT ROWID;
-- Messages on their way out, sealed. state: queued, sent, failed, expired.
CREATE TABLE message (
    id INTEGER PRIMARY KEY, site TEXT NOT NULL DEFAULT '', kind TEXT NOT NULL, lang TEXT NOT NULL DEFAULT 'zh',
    key_name TEXT NOT NULL, recipient BLOB NOT NULL, body BLOB NOT NULL, made_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'queued', code TEXT NOT NULL DEFAULT '');
CREATE INDEX message_due ON message (due_at) WHERE state = 'queued';
