// SPDX-License-Identifier: Apache-2.0
#include "app/flows/fee.h"

#include "db/store/records.h"

namespace menzhen::flows {

core::TicketFee feeOf(const FlowContext& context, const SessionView& session, int slot) {
    const auto row = store::find(context.database(), context.site(), "slot",
                                 {std::int64_t{session.day}, session.id, std::int64_t{slot}});
    return row && row->text("fee_state") == "paid" ? core::TicketFee::Paid : feeOf(session);
}

} // namespace menzhen::flows
