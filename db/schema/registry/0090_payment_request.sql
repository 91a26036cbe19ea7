-- SPDX-License-Identifier: Apache-2.0
-- The platform's own id of the last answer that was stored of an order: what its support asks for. It names nobody.
ALTER TABLE pay_attempt ADD COLUMN request TEXT NOT NULL DEFAULT '';
