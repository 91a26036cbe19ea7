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

/// For a kiosk: {"code": the text of the visit's code}. Names of a sensitive department's reports
/// do not come to a screen in a hall. Errors: Refused "unknown-visit".
Answer listReports(Clerk& clerk, const json& body);
/// The whole report, to be printed and forgotten: {"code":..,"request":..,"device":..}. Counted;
/// "copy" is 1 for the print, more for a reprint, the same when the same request comes again.
/// Errors: also Refused "unknown-report".
Answer printReport(Clerk& clerk, const std::string& report, const json& body,
                   const std::string& device);

} // namespace menzhen::clerk
