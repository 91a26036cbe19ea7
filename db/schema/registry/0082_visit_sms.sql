-- SPDX-License-Identifier: Apache-2.0
-- Visits whose confirmation was asked for as a message too: a line of its own on the bill, never by itself (W12).
CREATE TABLE visit_sms (
    site TEXT NOT NULL, visit TEXT NOT NULL, fen INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (site, visit)) WITHOUT ROWID;
