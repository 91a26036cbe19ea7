// SPDX-License-Identifier: Apache-2.0
// A station's claim is its staged list (sync.md 1.9). It renews the claim while it hears the
// registry; cut off, it may use the list for claimTtlMs on its own clock. The registry waits a
// little longer before it gives the list of a silent station back, so that the two never hold one
// patient at the same time.
#include "app/clerk/clerk.h"

#include "app/ops/choice.h"
#include "app/ops/fields.h"
#include "app/ops/sessionstop.h"
#include "db/store/records.h"

namespace menzhen::clerk {

Answer Clerk::renewClaim(const std::string& station) {
    if (station.size() > ops::maxDeviceIdBytes)
        return core::badData("bad-field", "the station's id has at most 4 bytes");
    heard(station);
    return json{{"station", station}, {"claim_ms", ops::claimTtlMs}, {"revision", rev()}};
}

void Clerk::heard(const std::string& station) {
    const bool known = heard_.contains(station);
    if (!known && heard_.size() >= maxStationsHeard) return; // then it counts as heard at the start
    heard_[station] = setup_.clock.monotonicMs();
}

int Clerk::releaseSilent() {
    const std::int64_t now = setup_.clock.monotonicMs();
    // What a registry heard before it was started it does not know: every station starts anew.
    if (!heardFromMs_) heardFromMs_ = now;
    const int today = setup_.clock.now().day;
    std::vector<std::string> silent;
    for (const store::Record& list :
         store::select(setup_.database, site(), "staged", "AND day = ? AND ids <> ''",
                       {std::int64_t{today}})) {
        const std::string& station = list.text("station");
        const auto last = heard_.find(station);
        const std::int64_t heardMs = last == heard_.end() ? *heardFromMs_ : last->second;
        if (now - heardMs > ops::claimTtlMs + releaseGraceMs) silent.push_back(station);
    }
    int released = 0;
    for (const std::string& station : silent)
        if (log_.author(
                {"station.released", today, {{"station", station}, {"why", "silent"}}, {}, {}}))
            ++released;
    return released;
}

core::Result<void> Clerk::followUp(const ops::Op& op, const ops::Appended& appended) {
    if (op.type == "ticket.issued" && appended.verdict != ops::rejected)
        return ops::followStop(log_, op);
    const bool call = op.type == "entry.called_offline" || op.type == "ticket.accepted";
    if (!call || appended.code != "superseded") return {};
    const json& fields = op.fields;
    const std::string entry =
        fields.value(op.type == "ticket.accepted" ? "ticket" : "entry", std::string());
    const auto row = store::find(setup_.database, site(), "entry", {std::int64_t{op.day}, entry});
    const auto done = log_.author({"call.superseded",
                                   op.day,
                                   {{"entry", entry},
                                    {"station", fields.value("station", std::string())},
                                    {"winner", row ? row->text("station") : std::string()}},
                                   {},
                                   {}});
    if (!done) return tl::unexpected(done.error());
    return {};
}

} // namespace menzhen::clerk
