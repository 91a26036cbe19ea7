-- SPDX-License-Identifier: Apache-2.0
-- What examinations found (DiagnosticReport). id: a keyed hash of the sender's own; visit: a booking's or
-- a ticket's; status: as FHIR has it; body: everything that is read, sealed, its place with the version.
CREATE TABLE report (
    site TEXT NOT NULL, id TEXT NOT NULL, visit TEXT NOT NULL, day INTEGER NOT NULL, status TEXT NOT NULL,
    issued_at INTEGER NOT NULL, received_at INTEGER NOT NULL, version INTEGER NOT NULL DEFAULT 1,
    key_name TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (site, id)) WITHOUT ROWID;
CREATE INDEX report_visit ON report (site, visit);
-- Each time that one was printed, counted; request: one press asked for twice is one print.
CREATE TABLE report_print (
    site TEXT NOT NULL, report TEXT NOT NULL, nth INTEGER NOT NULL, version INTEGER NOT NULL, request TEXT NOT NULL,
    device TEXT NOT NULL DEFAULT '', at INTEGER NOT NULL, PRIMARY KEY (site, report, nth)) WITHOUT ROWID;
CREATE UNIQUE INDEX report_print_request ON report_print (site, report, request);
