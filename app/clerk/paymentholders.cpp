// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/paymentholders.h"

#include "app/clerk/holders.h"
#include "app/clerk/paymentstore.h"
#include "db/store/records.h"

namespace menzhen::clerk {

namespace {

std::string namedIn(const json& body, const char* member) {
    const auto found = body.find(member);
    return found != body.end() && found->is_string() ? found->get<std::string>() : std::string();
}

} // namespace

core::Result<void> mayPay(Clerk& clerk, const std::string& holder, const json& body) {
    store::Database& database = clerk.log().database();
    if (const std::string hold = namedIn(body, "hold"); !hold.empty()) {
        const auto slots =
            store::select(database, clerk.site(), "slot",
                          "AND hold = ? AND hold <> '' AND holder = ?", {hold, holder});
        if (slots.empty()) return core::refused("unknown-hold", "no such hold, or it has ended");
    }
    if (const std::string booking = namedIn(body, "booking");
        !booking.empty() && !followsVisit(database, holder, clerk.site(), booking))
        return core::refused("unknown-booking", "no such booking");
    return {};
}

core::Result<void> mayFollow(store::Database& database, const std::string& site,
                             const std::string& bill, const std::optional<std::string>& holder) {
    if (!holder) return core::refused("no-holder", "this phone holds nothing yet");
    const auto row = loadBill(database, bill);
    const bool theirs =
        row && row->site == site &&
        (row->booking.empty() ? row->holder == *holder
                              : followsVisit(database, *holder, site, row->booking));
    if (!theirs) return core::refused("unknown-payment", "no such payment");
    return {};
}

} // namespace menzhen::clerk
