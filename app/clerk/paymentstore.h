// SPDX-License-Identifier: Apache-2.0
// Bills with their attempts and refunds in the registry's store. They are the registry's alone:
// what devices need of a payment is the fee's state in the log (ops/feepaid.cpp).
// Throws SQLite::Exception inside transact()/read(). Thread: the connection's.
#pragma once

#include "app/core/payment.h"
#include "db/store/database.h"

#include <optional>
#include <string>
#include <vector>

namespace menzhen::clerk {

/// How long after its opening a bill that is settled may have dead numbers that are looked at.
inline constexpr std::int64_t glowingMs = 4 * 3'600'000;

struct BillRow {
    core::PaymentBill bill;
    std::string site;
    int day = 0;
    std::string session;
    std::int64_t slot = 0;
    std::string booking; ///< empty: a hold, from which a ticket is made
    std::string hold;
    std::int64_t heldUntilMs = 0; ///< of a hold, before it was paid for; 0: not known
    std::string holder;
    std::string terminal;  ///< the kiosk's id, or "PHONE"
    std::string lines;     ///< JSON list of {"label_zh","label_en","fen"}
    std::string reference; ///< "3F9A-01BC": on the slip, for staff
    std::int64_t touch = 0;
};

std::optional<BillRow> loadBill(store::Database& database, const std::string& id);
/// Writes all of it and touches it.
void saveBill(store::Database& database, const BillRow& row);
/// The newest bill of a slot.
std::optional<BillRow> billOfSlot(store::Database& database, const std::string& site, int day,
                                  const std::string& session, std::int64_t slot);
/// The newest bill of a booking.
std::optional<BillRow> billOfBooking(store::Database& database, const std::string& site,
                                     const std::string& booking);
/// Bills touched after `after`, in that order.
std::vector<BillRow> touchedBills(store::Database& database, std::int64_t after, int most);
/// Bills with something left to ask, newest first.
std::vector<BillRow> liveBills(store::Database& database, std::int64_t nowMs);
std::int64_t lastTouch(store::Database& database);

/// "HA_1": the bill's id; empty: no number of ours.
std::string billOfNumber(const std::string& number);

/// Whether a bill's id was made at this site.
bool isBillOf(const std::string& bill, const std::string& site);
/// The site's part of a bill's id: letters and digits alone.
std::string siteToken(const std::string& site);

} // namespace menzhen::clerk
