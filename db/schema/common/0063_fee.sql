-- SPDX-License-Identifier: Apache-2.0
-- The fee of the registration that has this slot. '' is paid at the window, as before; unpaid: it is being paid,
-- until expires_at; paid; owed: it is to be given back; returned; lapsed: nobody paid in time. fee_fen: what was paid.
ALTER TABLE slot ADD COLUMN fee_state TEXT NOT NULL DEFAULT '';
ALTER TABLE slot ADD COLUMN fee_fen INTEGER NOT NULL DEFAULT 0;
CREATE INDEX slot_fee ON slot (site, fee_state, expires_at) WHERE fee_state IN ('unpaid', 'owed');
