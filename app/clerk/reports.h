// SPDX-License-Identifier: Apache-2.0
// Reports of examinations: taken in, sealed, shown to the visit's holder, printed at a kiosk by the
// visit's own code. Nothing of a report stands in an op, a log or an answer that is kept.
// Thread: the connection's.
#pragma once

#include "app/clerk/clerk.h"
#include "app/clerk/reportfile.h"
#include "app/clerk/visitview.h"

namespace menzhen::clerk {

struct TakenReport {
    std::string id;    ///< ours: 16 hexadecimal digits that say nothing
    std::string visit; ///< whose phone may be told
    bool isNew = true; ///< false: it was here already, word for word
};

/// Inside the writer's transaction. Errors: Refused "unknown-visit" (nobody has that number that
/// day), "older-report" (a later one of this id is here), "final-already" (a final one never
/// becomes a partial one again).
core::Result<TakenReport> takeReport(Clerk& clerk, const Report& report);

/// For the visit's holder alone; what was withdrawn is not shown. Errors: those of Asker.
core::Result<json> showReports(Views& views, const Asker& asker, const std::string& visit);
/// Errors: also Refused "unknown-report".
core::Result<json> showReport(Views& views, const Asker& asker, const std::string& visit,
                              const std::string& report);

inline constexpr int reportDays = 30; ///< a kiosk finds those of visits so many days back

/// For a kiosk: {"code": the text of the visit's signed code} or {"short_code": the one on the
/// paper}, both of the last reportDays: the visit's reports, to be opened by the same ("opens"
/// true).
/// Names of a sensitive department's reports do not come to a screen in a hall.
/// {"id_number":..}: of the person's visits of these days, how far their reports are and nothing
/// else, since a number alone opens nothing. Errors: Data "bad-field", those of core::parseIdNumber
/// and core::readShortCode; Refused "unknown-visit", "not-a-kiosk", "too-many-lookups".
Answer listReports(Clerk& clerk, const json& body, const std::string& device);
/// The whole report, to be printed and forgotten: {"code" or "short_code":.., "request":..}.
/// Counted; "copy" is 1 for the print, more for a reprint, the same when the same request comes
/// again. Errors: also Refused "unknown-report".
Answer printReport(Clerk& clerk, const std::string& report, const json& body,
                   const std::string& device);

} // namespace menzhen::clerk
