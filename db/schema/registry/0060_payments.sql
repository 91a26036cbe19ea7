-- SPDX-License-Identifier: Apache-2.0
-- Money. A bill is what one registration owes; its total never changes. touch: grows with every change, so that
-- whoever asks the platforms finds what is new. live: 1, something is still to be found out; 2, dead numbers are looked at once more. Nothing here names a person.
CREATE TABLE bill (
    id TEXT NOT NULL PRIMARY KEY, site TEXT NOT NULL, day INTEGER NOT NULL, session TEXT NOT NULL, slot INTEGER NOT NULL,
    booking TEXT NOT NULL DEFAULT '', hold TEXT NOT NULL DEFAULT '', holder TEXT NOT NULL DEFAULT '',
    terminal TEXT NOT NULL DEFAULT '', lines TEXT NOT NULL DEFAULT '[]', total_fen INTEGER NOT NULL,
    opened_at INTEGER NOT NULL, open_until INTEGER NOT NULL, settled_by TEXT NOT NULL DEFAULT '',
    reference TEXT NOT NULL DEFAULT '', live INTEGER NOT NULL DEFAULT 1, touch INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE INDEX bill_touch ON bill (touch);
CREATE INDEX bill_live ON bill (live, opened_at);
CREATE INDEX bill_slot ON bill (site, day, session, slot);
CREATE INDEX bill_booking ON bill (site, booking) WHERE booking <> '';
-- One number at a platform; written before anything is sent under it. A payment code never stands here.
CREATE TABLE pay_attempt (
    number TEXT NOT NULL PRIMARY KEY, bill TEXT NOT NULL, place INTEGER NOT NULL, channel TEXT NOT NULL,
    amount_fen INTEGER NOT NULL, phase TEXT NOT NULL, made_at INTEGER NOT NULL, sent_at INTEGER NOT NULL DEFAULT 0,
    expires_at INTEGER NOT NULL, left_at INTEGER NOT NULL DEFAULT 0, refused INTEGER NOT NULL DEFAULT 0,
    seen INTEGER NOT NULL DEFAULT 0, held_paid INTEGER NOT NULL DEFAULT 0, opens INTEGER NOT NULL DEFAULT 0,
    end_sent_at INTEGER NOT NULL DEFAULT 0, end_lost_at INTEGER NOT NULL DEFAULT 0,
    end_answered_at INTEGER NOT NULL DEFAULT 0, end_taken_at INTEGER NOT NULL DEFAULT 0, qr TEXT NOT NULL DEFAULT '',
    trade TEXT NOT NULL DEFAULT '', paid_at INTEGER NOT NULL DEFAULT 0, code TEXT NOT NULL DEFAULT '',
    dead_at INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE INDEX pay_attempt_bill ON pay_attempt (bill, place);
CREATE TABLE pay_refund (
    number TEXT NOT NULL PRIMARY KEY, attempt TEXT NOT NULL, place INTEGER NOT NULL, fen INTEGER NOT NULL,
    why TEXT NOT NULL, phase TEXT NOT NULL, made_at INTEGER NOT NULL, asked_at INTEGER NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0, asks_state INTEGER NOT NULL DEFAULT 0, code TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
CREATE INDEX pay_refund_attempt ON pay_refund (attempt, place);
-- Notifications that were verified, by the platform's own id; matched: 0 when the number is not ours.
CREATE TABLE pay_notice (
    platform TEXT NOT NULL, notice TEXT NOT NULL, number TEXT NOT NULL, refund TEXT NOT NULL DEFAULT '',
    at INTEGER NOT NULL, matched INTEGER NOT NULL, times INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (platform, notice)) WITHOUT ROWID;
