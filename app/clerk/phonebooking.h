// SPDX-License-Identifier: Apache-2.0
// Holds and bookings of phones: the clerk's own commands, and whose they are. Another holder's hold
// or booking is answered like one that nobody knows. Inside a clerk's transaction. Thread: the
// writer's.
#pragma once

#include "app/clerk/caller.h"

namespace menzhen::clerk {

/// Clerk::hold() for the phones' pool. Errors: those.
Answer holdForPhone(Clerk& clerk, const Caller& caller, json body);
/// Errors: Refused "unknown-hold".
Answer releaseForPhone(Clerk& clerk, const Caller& caller, const std::string& hold);
/// Clerk::book() for `person`, or `patient` of the holder, who follows the visit from then on.
/// Errors: those; Refused "unknown-hold" (another's), "unknown-patient", "too-many-dependants".
Answer bookForPhone(Clerk& clerk, const Caller& caller, json body, const DayIndex& index);
/// Errors: Refused "unknown-booking", and those of Clerk::cancelBooking().
Answer cancelForPhone(Clerk& clerk, const Caller& caller, const std::string& booking);

/// chooseAfterStop() for a visit that the caller follows. Errors: those; Refused "unknown-visit".
Answer chooseForPhone(Clerk& clerk, const Caller& caller, const std::string& visit, json body);
/// joinWaitlist() for `person`, or `patient` of the holder. Errors: those; Refused
/// "unknown-patient".
Answer waitForPhone(Clerk& clerk, const Caller& caller, json body);

/// studyBooking() for a body that may name a patient of the holder.
DayIndex studyPhoneBooking(json body, const std::string& token, store::Database& database,
                           const std::string& site, int today, const ports::Crypto& crypto,
                           const SiteKeys& keys);

/// A holder's patients: {"person":{..},"relation":".."}. Errors: Data "bad-field", "id-...";
/// Refused "too-many-dependants".
Answer rememberPatient(Clerk& clerk, const Caller& caller, const json& body);
/// Errors: Refused "unknown-patient".
Answer forgetPatient(Clerk& clerk, const Caller& caller, const std::string& patient);

} // namespace menzhen::clerk
