-- SPDX-License-Identifier: Apache-2.0
-- How a session sees its patients: 'VR' by video (Encounter.class of FHIR), '' in its room; and where a virtual one opens.
ALTER TABLE session ADD COLUMN class TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN link TEXT NOT NULL DEFAULT '';
