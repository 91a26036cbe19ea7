-- SPDX-License-Identifier: Apache-2.0
-- What else an op carries that its hash covers, as JSON (attachment_hash, clock, was); '': nothing.
ALTER TABLE op ADD COLUMN extra TEXT NOT NULL DEFAULT '';
-- The device's present incarnation takes no more ops: two histories came under it.
ALTER TABLE device ADD COLUMN quarantined INTEGER NOT NULL DEFAULT 0;
-- Ops that the device said it still holds, and when it said so.
ALTER TABLE device ADD COLUMN unsent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN heard_at INTEGER NOT NULL DEFAULT 0;
-- Where a device's earlier incarnations stand; the present one stands in its own row.
CREATE TABLE incarnation (
    site TEXT NOT NULL, device TEXT NOT NULL, incarnation INTEGER NOT NULL, last_seq INTEGER NOT NULL,
    chain BLOB NOT NULL, quarantined INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (site, device, incarnation)) WITHOUT ROWID;
-- Under which key an op was first written, before its device got another incarnation.
CREATE TABLE restamped (
    site TEXT NOT NULL, device TEXT NOT NULL, incarnation INTEGER NOT NULL, seq INTEGER NOT NULL,
    rev INTEGER NOT NULL, PRIMARY KEY (site, device, incarnation, seq, rev)) WITHOUT ROWID;
-- What a person should see: every op whose verdict is not plainly applied, and alarms (rev 0: no op was
-- taken). `body`: what came in, when the log could not take it as it was. state: open, settled.
CREATE TABLE task (
    id INTEGER PRIMARY KEY, site TEXT NOT NULL, rev INTEGER NOT NULL DEFAULT 0, device TEXT NOT NULL DEFAULT '',
    incarnation INTEGER NOT NULL DEFAULT 0, seq INTEGER NOT NULL DEFAULT 0, type TEXT NOT NULL DEFAULT '',
    day INTEGER NOT NULL DEFAULT 0, verdict TEXT NOT NULL DEFAULT '', code TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '', body TEXT NOT NULL DEFAULT '', at INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'open', settled_by TEXT NOT NULL DEFAULT '',
    settled_at INTEGER NOT NULL DEFAULT 0, note TEXT NOT NULL DEFAULT '');
CREATE INDEX task_open ON task (site, id) WHERE state = 'open';
INSERT INTO task (site, rev, device, verdict, code, detail)
    SELECT site, rev, device, 'rejected', code, detail FROM dead_letter ORDER BY site, rev;
DROP TABLE dead_letter;
-- Which op of the log answers a request (sync.md 1.18): the registry's own, or the one of a device that
-- stands in for it. state: executed, linked, reverted, replaced (nothing was executed, and nothing will be).
CREATE TABLE command (
    site TEXT NOT NULL, request TEXT NOT NULL, day INTEGER NOT NULL, rev INTEGER NOT NULL,
    state TEXT NOT NULL, PRIMARY KEY (site, request)) WITHOUT ROWID;
CREATE INDEX command_day ON command (site, day);
-- The site's chain at some revisions, so that it can be known at any.
CREATE TABLE chain_mark (
    site TEXT NOT NULL, rev INTEGER NOT NULL, chain BLOB NOT NULL, PRIMARY KEY (site, rev)) WITHOUT ROWID;
-- A log that goes on from a restored copy: `parent` was its epoch up to `rev`, then things were lost.
-- `adopted`: own revision up to which lost ops were taken back in their old order with nothing between.
CREATE TABLE epoch (
    site TEXT NOT NULL, epoch TEXT NOT NULL, parent TEXT NOT NULL, rev INTEGER NOT NULL,
    adopted INTEGER NOT NULL DEFAULT 0, at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (site, epoch)) WITHOUT ROWID;
