-- SPDX-License-Identifier: Apache-2.0
-- Until when a hold was kept before it was paid for: it falls back to that when its payment is dead. 0: not known, or no hold.
ALTER TABLE bill ADD COLUMN held_until INTEGER NOT NULL DEFAULT 0;
