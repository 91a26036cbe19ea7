-- SPDX-License-Identifier: Apache-2.0
-- One log and one revision counter per site. `chain` is the hash chain over the log, `epoch` changes
-- when the registry was restored from a copy.
CREATE TABLE site (
    site TEXT NOT NULL PRIMARY KEY, rev INTEGER NOT NULL DEFAULT 0, epoch TEXT NOT NULL DEFAULT '',
    chain BLOB NOT NULL DEFAULT x'') WITHOUT ROWID;
-- fields and outcome are JSON; day 0: the op names no service day.
CREATE TABLE op (
    site TEXT NOT NULL, rev INTEGER NOT NULL, device TEXT NOT NULL, incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL, type TEXT NOT NULL, version INTEGER NOT NULL, day INTEGER NOT NULL,
    occurred_at INTEGER NOT NULL, received_at INTEGER NOT NULL, actor TEXT NOT NULL, request TEXT NOT NULL,
    hash BLOB NOT NULL, verdict TEXT NOT NULL, code TEXT NOT NULL, fields TEXT NOT NULL, outcome TEXT NOT NULL,
    PRIMARY KEY (site, rev)) WITHOUT ROWID;
CREATE UNIQUE INDEX op_key ON op (site, device, incarnation, seq);
-- What the registry knows of each device. state: trusted, waiting, denied.
CREATE TABLE device (
    site TEXT NOT NULL, id TEXT NOT NULL, role TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT 'waiting',
    incarnation INTEGER NOT NULL DEFAULT 1, last_seq INTEGER NOT NULL DEFAULT 0, chain BLOB NOT NULL DEFAULT x'',
    spki TEXT NOT NULL DEFAULT '', fingerprint TEXT NOT NULL DEFAULT '', first_seen INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (site, id)) WITHOUT ROWID;
-- A command's answer, remembered for the service day under its request id.
CREATE TABLE answer (
    site TEXT NOT NULL, day INTEGER NOT NULL, request TEXT NOT NULL, digest BLOB NOT NULL,
    status INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (site, day, request)) WITHOUT ROWID;
-- Ops that could not be applied wait here for a human; nothing is dropped.
CREATE TABLE dead_letter (
    site TEXT NOT NULL, rev INTEGER NOT NULL, device TEXT NOT NULL, code TEXT NOT NULL, detail TEXT NOT NULL,
    PRIMARY KEY (site, rev)) WITHOUT ROWID;
CREATE TABLE pin (
    site TEXT NOT NULL, staff TEXT NOT NULL, salt BLOB NOT NULL, hash BLOB NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0, locked_until INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (site, staff)) WITHOUT ROWID;
-- People, sealed from the first migration (AES-256-GCM; a data key per table and month, wrapped by a
-- key outside the database). id is the booking's or ticket's; the indexes are keyed hashes.
CREATE TABLE data_key (
    name TEXT NOT NULL PRIMARY KEY, wrapped BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE person (
    site TEXT NOT NULL, day INTEGER NOT NULL, id TEXT NOT NULL, key_name TEXT NOT NULL,
    name BLOB NOT NULL, id_number BLOB NOT NULL, phone BLOB NOT NULL, birth BLOB NOT NULL,
    id_index BLOB NOT NULL, phone_index BLOB NOT NULL, version INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (site, day, id)) WITHOUT ROWID;
CREATE INDEX person_id_index ON person (id_index);
CREATE INDEX person_phone_index ON person (phone_index);
