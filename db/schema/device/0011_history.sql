-- SPDX-License-Identifier: Apache-2.0
-- This device's chain of hashes after each of its ops (app/ops/op.h); empty: not known.
ALTER TABLE outbox ADD COLUMN chain BLOB NOT NULL DEFAULT x'';
-- Pages of the site's log as they were pulled: a registry restored from an older copy gets back from here
-- what it lost, its own ops too.
CREATE TABLE pulled (
    epoch TEXT NOT NULL, after INTEGER NOT NULL, through INTEGER NOT NULL, at INTEGER NOT NULL,
    page TEXT NOT NULL, PRIMARY KEY (epoch, after)) WITHOUT ROWID;
