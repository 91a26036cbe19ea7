-- SPDX-License-Identifier: Apache-2.0
-- Standing data
CREATE TABLE organization (
    site TEXT NOT NULL DEFAULT '', id TEXT NOT NULL DEFAULT '',
    name_zh TEXT NOT NULL DEFAULT '', name_en TEXT NOT NULL DEFAULT '', kind TEXT NOT NULL DEFAULT '',
    city_zh TEXT NOT NULL DEFAULT '', policy TEXT NOT NULL DEFAULT '{}', queue_rules TEXT NOT NULL DEFAULT '{}',
    PRIMARY KEY (site, id)) WITHOUT ROWID;
CREATE TABLE department (
    site TEXT NOT NULL DEFAULT '', id TEXT NOT NULL DEFAULT '',
    zh TEXT NOT NULL DEFAULT '', en TEXT NOT NULL DEFAULT '', floor INTEGER NOT NULL DEFAULT 0,
    zone TEXT NOT NULL DEFAULT '', prefix TEXT NOT NULL DEFAULT '', kind TEXT NOT NULL DEFAULT '',
    rooms TEXT NOT NULL DEFAULT '[]', sensitive INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (site, id)) WITHOUT ROWID;
CREATE TABLE practitioner (
    site TEXT NOT NULL DEFAULT '', id TEXT NOT NULL DEFAULT '',
    department TEXT NOT NULL DEFAULT '', name_zh TEXT NOT NULL DEFAULT '', name_en TEXT NOT NULL DEFAULT '',
    title_zh TEXT NOT NULL DEFAULT '', title_en TEXT NOT NULL DEFAULT '', kind TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (site, id)) WITHOUT ROWID;
CREATE TABLE fee (
    site TEXT NOT NULL DEFAULT '', id TEXT NOT NULL DEFAULT '',
    zh TEXT NOT NULL DEFAULT '', en TEXT NOT NULL DEFAULT '', amount_fen INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (site, id)) WITHOUT ROWID;
CREATE TABLE channel (
    site TEXT NOT NULL DEFAULT '', id TEXT NOT NULL DEFAULT '',
    zh TEXT NOT NULL DEFAULT '', en TEXT NOT NULL DEFAULT '', place INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (site, id)) WITHOUT ROWID;
CREATE TABLE staff (
    site TEXT NOT NULL DEFAULT '', id TEXT NOT NULL DEFAULT '',
    name TEXT NOT NULL DEFAULT '', roles TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT 'active',
    PRIMARY KEY (site, id)) WITHOUT ROWID;
-- The trust list. `spki` is the SubjectPublicKeyInfo in hexadecimal; times are seconds since 1970,
-- 0 in valid_until and revoked_after means none; scope holds the digits 0 bookings, 1 tickets, 2 sealing.
CREATE TABLE trusted_key (
    site TEXT NOT NULL DEFAULT '', id TEXT NOT NULL DEFAULT '',
    spki TEXT NOT NULL DEFAULT '', device TEXT NOT NULL DEFAULT '', scope TEXT NOT NULL DEFAULT '',
    valid_from INTEGER NOT NULL DEFAULT 0, valid_until INTEGER NOT NULL DEFAULT 0,
    revoked_after INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (site, id)) WITHOUT ROWID;

-- Sessions, slots, bookings. Days are yyyymmdd, bands and times of day minutes after local midnight,
-- *_at milliseconds since 1970 UTC (0: none).
CREATE TABLE session (
    site TEXT NOT NULL DEFAULT '', day INTEGER NOT NULL DEFAULT 0, id TEXT NOT NULL DEFAULT '',
    practitioner TEXT NOT NULL DEFAULT '', department TEXT NOT NULL DEFAULT '', half TEXT NOT NULL DEFAULT '',
    start_minute INTEGER NOT NULL DEFAULT 0, end_minute INTEGER NOT NULL DEFAULT 0,
    room TEXT NOT NULL DEFAULT '', zone TEXT NOT NULL DEFAULT '', queue TEXT NOT NULL DEFAULT '',
    pooled INTEGER NOT NULL DEFAULT 0, fee TEXT NOT NULL DEFAULT '', amount_fen INTEGER NOT NULL DEFAULT 0,
    capacity INTEGER NOT NULL DEFAULT 0, extra_max INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'open',
    PRIMARY KEY (site, day, id)) WITHOUT ROWID;
-- state: free, held, sold, retired (its place came back as another slot), blocked
CREATE TABLE slot (
    site TEXT NOT NULL DEFAULT '', day INTEGER NOT NULL DEFAULT 0, session TEXT NOT NULL DEFAULT '',
    slot INTEGER NOT NULL DEFAULT 0, band INTEGER NOT NULL DEFAULT 0, channel TEXT NOT NULL DEFAULT '',
    number TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT 'free', hold TEXT NOT NULL DEFAULT '',
    holder TEXT NOT NULL DEFAULT '', expires_at INTEGER NOT NULL DEFAULT 0,
    release_at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (site, day, session, slot)) WITHOUT ROWID;
CREATE INDEX slot_hold ON slot (hold) WHERE hold <> '';
-- The few slots that are held now, among all slots of all days.
CREATE INDEX slot_held ON slot (site, holder, expires_at) WHERE hold <> '';
-- state: booked, redeemed (its ticket was printed), cancelled
CREATE TABLE booking (
    site TEXT NOT NULL DEFAULT '', day INTEGER NOT NULL DEFAULT 0, id TEXT NOT NULL DEFAULT '',
    session TEXT NOT NULL DEFAULT '', slot INTEGER NOT NULL DEFAULT 0, band INTEGER NOT NULL DEFAULT 0,
    number TEXT NOT NULL DEFAULT '', channel TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT 'booked',
    masked TEXT NOT NULL DEFAULT '', idhash TEXT NOT NULL DEFAULT '', short_code TEXT NOT NULL DEFAULT '',
    lang TEXT NOT NULL DEFAULT 'zh',
    PRIMARY KEY (site, day, id)) WITHOUT ROWID;
CREATE INDEX booking_id ON booking (site, id);
CREATE INDEX booking_code ON booking (site, short_code);

-- Queues. p, r, m, run, seq: the counters of the queue rules.
CREATE TABLE queue (
    site TEXT NOT NULL DEFAULT '', day INTEGER NOT NULL DEFAULT 0, half TEXT NOT NULL DEFAULT '',
    id TEXT NOT NULL DEFAULT '', department TEXT NOT NULL DEFAULT '', practitioner TEXT NOT NULL DEFAULT '',
    zone TEXT NOT NULL DEFAULT '', p INTEGER NOT NULL DEFAULT 0, r INTEGER NOT NULL DEFAULT 0,
    m INTEGER NOT NULL DEFAULT 0, run INTEGER NOT NULL DEFAULT 0, seq INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (site, day, half, id)) WITHOUT ROWID;
-- One entry a ticket; id is the ticket's. `rev` is the revision that last touched it.
CREATE TABLE entry (
    site TEXT NOT NULL DEFAULT '', day INTEGER NOT NULL DEFAULT 0, id TEXT NOT NULL DEFAULT '',
    half TEXT NOT NULL DEFAULT '', queue TEXT NOT NULL DEFAULT '', session TEXT NOT NULL DEFAULT '',
    slot INTEGER NOT NULL DEFAULT 0, band INTEGER NOT NULL DEFAULT 0, kind TEXT NOT NULL DEFAULT 'booked',
    lane TEXT NOT NULL DEFAULT 'N', level INTEGER NOT NULL DEFAULT 0, pin TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT 'expected', misses INTEGER NOT NULL DEFAULT 0, late INTEGER NOT NULL DEFAULT 0,
    gap INTEGER NOT NULL DEFAULT 0, seq INTEGER NOT NULL DEFAULT 0,
    number TEXT NOT NULL DEFAULT '', masked TEXT NOT NULL DEFAULT '', short_code TEXT NOT NULL DEFAULT '',
    booking TEXT NOT NULL DEFAULT '', zone TEXT NOT NULL DEFAULT '', station TEXT NOT NULL DEFAULT '',
    room TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '', called_at INTEGER NOT NULL DEFAULT 0,
    calls INTEGER NOT NULL DEFAULT 0, lang TEXT NOT NULL DEFAULT 'zh', rev INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (site, day, id)) WITHOUT ROWID;
CREATE INDEX entry_queue ON entry (site, day, half, queue);
CREATE INDEX entry_zone ON entry (site, day, zone, rev);
-- A station's staged list: entry ids in order, separated by spaces.
CREATE TABLE staged (
    site TEXT NOT NULL DEFAULT '', day INTEGER NOT NULL DEFAULT 0, half TEXT NOT NULL DEFAULT '',
    queue TEXT NOT NULL DEFAULT '', station TEXT NOT NULL DEFAULT '', ids TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (site, day, half, queue, station)) WITHOUT ROWID;
-- state: open, paused, closed. paused_until 0 with state paused: no end known.
CREATE TABLE station (
    site TEXT NOT NULL DEFAULT '', id TEXT NOT NULL DEFAULT '', day INTEGER NOT NULL DEFAULT 0,
    half TEXT NOT NULL DEFAULT '', queue TEXT NOT NULL DEFAULT '', room TEXT NOT NULL DEFAULT '',
    zone TEXT NOT NULL DEFAULT '', staff TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT 'open',
    reason TEXT NOT NULL DEFAULT '', paused_until INTEGER NOT NULL DEFAULT 0,
    rev INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (site, id)) WITHOUT ROWID;
-- Somebody pressed Help. state: open, answered.
CREATE TABLE help (
    site TEXT NOT NULL DEFAULT '', day INTEGER NOT NULL DEFAULT 0, id TEXT NOT NULL DEFAULT '',
    device TEXT NOT NULL DEFAULT '', screen TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT 'open',
    at INTEGER NOT NULL DEFAULT 0, answered_by TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (site, day, id)) WITHOUT ROWID;
