-- SPDX-License-Identifier: Apache-2.0
-- Whoever holds a phone. id is what stands in ops and names nobody; token is SHA-256 of the cookie's.
CREATE TABLE holder (
    id TEXT NOT NULL PRIMARY KEY, token BLOB NOT NULL, made_at INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
-- A holder's patients, sealed like table person; masked and birth_year are what is shown of them.
CREATE TABLE patient (
    holder TEXT NOT NULL, id TEXT NOT NULL, key_name TEXT NOT NULL, name BLOB NOT NULL, id_number BLOB NOT NULL,
    phone BLOB NOT NULL, birth BLOB NOT NULL, guardian_name BLOB NOT NULL, guardian_number BLOB NOT NULL,
    id_index BLOB NOT NULL, masked TEXT NOT NULL DEFAULT '',
    birth_year INTEGER NOT NULL DEFAULT 0, relation TEXT NOT NULL DEFAULT 'self', made_at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (holder, id)) WITHOUT ROWID;
-- Which visits a holder follows; visit is the booking's id, a walk-in's ticket's.
CREATE TABLE visit_holder (
    holder TEXT NOT NULL, site TEXT NOT NULL, visit TEXT NOT NULL, day INTEGER NOT NULL,
    made_at INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (holder, site, visit)) WITHOUT ROWID;
CREATE INDEX visit_holder_visit ON visit_holder (site, day, visit);
-- Bookings by the phone that was given: a keyed hash of it.
CREATE TABLE visit_phone (
    site TEXT NOT NULL, visit TEXT NOT NULL, day INTEGER NOT NULL, phone_index BLOB NOT NULL,
    PRIMARY KEY (site, visit)) WITHOUT ROWID;
CREATE INDEX visit_phone_index ON visit_phone (phone_index, day);
-- Wrong short codes: a keyed hash of the address, and when.
CREATE TABLE wrong_try (address BLOB NOT NULL, at INTEGER NOT NULL);
CREATE INDEX wrong_try_address ON wrong_try (address, at);
-- A phone that is being proved: its code as a keyed hash. state: open, used.
CREATE TABLE proof (
    id TEXT NOT NULL PRIMARY KEY, phone_index BLOB NOT NULL, code BLOB NOT NULL, made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL DEFAULT 'open') WITHOUT ROWID;
CREATE INDEX proof_phone ON proof (phone_index, made_at);
-- A short code leads to its ticket; when somebody checked in.
CREATE INDEX entry_code ON entry (site, day, short_code);
CREATE INDEX op_arrival ON op (site, day, json_extract(fields, '$.entry'))
    WHERE type = 'entry.checked_in' AND verdict <> 'rejected';
