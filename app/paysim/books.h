// SPDX-License-Identifier: Apache-2.0
// The ledger as GET /ledger tells it.
#pragma once

#include "app/paysim/bank.h"

#include <nlohmann/json.hpp>

namespace menzhen::paysim {

/// {"orders": [{platform, number, way, state, amount_fen, paid_at, transaction, subject,
/// created_at, ended_at, charged_fen, refunded_fen, kept_fen, refunds: [{number, fen, state}]}],
/// "totals": {orders, charged_fen, refunded_fen, kept_fen}, "now"}. Times are UTC milliseconds,
/// null where there was none; kept_fen is what the hospital has of it.
nlohmann::ordered_json ledgerTold(Bank& bank);

} // namespace menzhen::paysim
