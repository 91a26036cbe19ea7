// SPDX-License-Identifier: Apache-2.0
#include "app/flows/ticketscan.h"

#include "db/sync/journal.h"

namespace menzhen::flows {

namespace {

bool mayCheckIn(const std::string& state) {
    return state == "expected" || state == "missed" || state == "onleave";
}

} // namespace

core::Result<TicketAnswer> scanTicket(FlowContext& context, const Scanned& scanned) {
    if (scanned.kind != Scanned::Kind::Ticket)
        return core::refused("not-a-ticket", "this is a booking's code");
    if (scanned.day != context.today())
        return core::refused("other-day", "the ticket is for another day");
    TicketAnswer answer;
    auto place = placeOf(context, scanned.day, scanned.id);
    if (!place) return tl::unexpected(place.error());
    if (mayCheckIn(place->state)) {
        sync::DraftOp arrived;
        arrived.type = "entry.checked_in";
        arrived.day = scanned.day;
        arrived.fields = {{"entry", place->ticket}};
        const auto done = context.journal.commit({arrived});
        if (done) {
            place = placeOf(context, scanned.day, scanned.id);
            if (!place) return tl::unexpected(place.error());
            answer.checkedIn = true;
            answer.late = place->late;
        } else if (done.error().code == "refused:too-early") {
            answer.whyNot = "too-early";
        } else {
            return tl::unexpected(done.error());
        }
    }
    answer.place = std::move(*place);
    return answer;
}

} // namespace menzhen::flows
