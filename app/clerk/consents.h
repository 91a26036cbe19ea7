// SPDX-License-Identifier: Apache-2.0
// A patient's leave for one hospital to see their visits at others (domain.md H2). Without it
// nobody sees beyond his own hospital; withdrawn, it ends with that commit. It covers the visits
// that the phone itself follows: whoever types a stranger's number opens nothing of the stranger's.
// Every look of staff is kept, allowed or not, and the patient sees it. Shapes: docs/openapi.yaml.
// Thread: the connection's.
#pragma once

#include "app/clerk/caller.h"
#include "app/clerk/visitview.h"

namespace menzhen::clerk {

inline constexpr std::int64_t consentMs = 180LL * 24 * 3'600'000; ///< then it is asked for anew
inline constexpr int maxConsentsPerHolder = 50;                   ///< refused "too-many-consents"
inline constexpr int maxLooksListed = 20;                         ///< of a consent, the latest
inline constexpr int maxHistoryVisits = 50;                       ///< the latest

/// {"patient":ID,"site":"HA","sensitive":false}. Errors: Data "bad-field"; Refused
/// "unknown-patient", "unknown-site", "too-many-consents". Given twice it is the same one.
Answer giveConsent(Clerk& clerk, const Caller& caller, const json& body);
/// Errors: Refused "unknown-consent" (another's too).
Answer withdrawConsent(Clerk& clerk, const Caller& caller, const std::string& id);
/// Those of a patient who is forgotten end as well.
void withdrawConsentsOf(Clerk& clerk, const Caller& caller, const std::string& patient);
core::Result<json> showConsents(Views& views, const Asker& asker);

/// For staff of the clerk's site: the visits at other hospitals of the patient whose visit `id` is.
/// `body`: {"by":"d01","day":20261123}. Errors: Data "bad-field"; Refused "unknown-visit",
/// "not-allowed" (`by` is no active doctor or nurse), "no-consent".
Answer lookAtHistory(Clerk& clerk, const std::string& id, const json& body,
                     const std::string& device);

} // namespace menzhen::clerk
