-- SPDX-License-Identifier: Apache-2.0
-- Bookings of days to come have no index of their patient yet (docs/decisions, "the index follows the
-- booking"); whose turn it is must be found without looking at all the others.
CREATE INDEX booking_unindexed ON booking (site, day) WHERE idhash = '';
