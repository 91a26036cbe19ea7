// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/paymentplaces.h"

#include <algorithm>

namespace menzhen::clerk {

using store::Record;

bool isKept(const Record& slot) {
    return slot.text("state") == "held" || slot.text("fee_state") == "unpaid";
}

core::Result<void> keepPlace(Clerk& clerk, const BillRow& row, std::int64_t untilMs) {
    const auto kept =
        clerk.log().author({"hold.extended",
                            row.day,
                            {{"session", row.session}, {"slot", row.slot}, {"expires_at", untilMs}},
                            {},
                            {}});
    if (!kept) return tl::unexpected(kept.error());
    return {};
}

bool waitsFor(Clerk& clerk, const BillRow& row) {
    store::Database& database = clerk.log().database();
    const auto slot =
        store::find(database, clerk.site(), "slot", {std::int64_t{row.day}, row.session, row.slot});
    const auto booking =
        store::find(database, clerk.site(), "booking", {std::int64_t{row.day}, row.booking});
    return slot && booking && slot->text("fee_state") == "unpaid" &&
           slot->text("state") == "sold" && booking->text("state") == "booked" &&
           booking->text("session") == row.session && booking->integer("slot") == row.slot;
}

void fallBack(Clerk& clerk, const BillRow& row) {
    if (row.hold.empty() || row.heldUntilMs == 0 || !row.bill.settledBy.empty()) return;
    if (!core::isFinal(row.bill)) return;
    const auto slot = store::find(clerk.log().database(), clerk.site(), "slot",
                                  {std::int64_t{row.day}, row.session, row.slot});
    if (!slot || slot->text("state") != "held" || slot->text("hold") != row.hold) return;
    const std::int64_t own = std::max(row.heldUntilMs, clerk.log().clock().utcMs() + chooseAgainMs);
    // Only what the bill has given it; a place that was let go meanwhile is nobody's to keep.
    if (slot->integer("expires_at") == row.bill.openUntilMs && own < row.bill.openUntilMs)
        (void)keepPlace(clerk, row, own);
}

} // namespace menzhen::clerk
