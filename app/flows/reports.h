// SPDX-License-Identifier: Apache-2.0
// My reports: how far they are, and one of them on paper. Whoever shows a visit's code, or types
// its short code, may print; by an identity number one learns how far they are, and nothing else.
// The registry alone has them: what it answers is shown or printed and then forgotten, no store of
// a device ever holds it (docs/reports.md). Thread: flow.
#pragma once

#include "app/flows/flowcontext.h"
#include "app/flows/printing.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace menzhen::flows {

inline constexpr int reportBudgetMs = 4000;
inline constexpr std::size_t maxReportsAsked = 64; ///< prints that did not come out; then forgotten

/// Exactly one of them.
struct ReportKey {
    std::string scanned;   ///< a signed code, or the page of a ticket or booking
    std::string shortCode; ///< as typed
    std::string idNumber;  ///< as typed
};

struct ReportHead {
    std::string id;          ///< empty: it cannot be opened by this key
    TicketName name;         ///< neutral for a sensitive department, and by an identity number
    bool registered = false; ///< asked for, nothing found yet
    bool final = false;      ///< neither: there is something, and more to come
    bool amended = false;
    std::string at;     ///< "2026-11-23 09:12"
    std::string number; ///< of the visit's ticket
    int day = 0;        ///< of the visit
    int prints = 0;     ///< so far
};

struct ReportList {
    bool opens = false;           ///< the key prints them
    std::string masked;           ///< may be empty
    std::vector<ReportHead> list; ///< the latest first
};

struct ReportOrdered {
    int copy = 1; ///< from the second on it is a reprint
};

class Reports {
public:
    template <class T> using Answer = std::function<void(core::Result<T>)>;

    Reports(FlowContext& context, Printing& printing);
    ~Reports();

    /// Errors: Refused "offline-reports", "not-ours" (a scanned text that is no code),
    /// "unknown-visit", "too-many-lookups"; Data those of core::readShortCode and
    /// core::parseIdNumber; Device "bad-answer".
    void find(const ReportKey& key, Answer<ReportList> done);

    /// The registry counts it, then the paper. What did not come out is asked again under the same
    /// request, so it is not counted twice. `printed` runs exactly once when the result is good,
    /// else never. Errors: those above; Refused "unknown-report"; Device "report-no-paper".
    void print(const ReportKey& key, const std::string& id, core::TicketLanguage language,
               Answer<ReportOrdered> done, Printing::Done printed);

private:
    bool canPrint() const;
    core::ReportContent read(const nlohmann::json& answer, core::TicketLanguage language) const;

    FlowContext& context_;
    Printing& printing_;
    std::map<std::string, std::string> requests_; ///< by report: a print that is not on paper yet
    std::shared_ptr<bool> alive_;
};

} // namespace menzhen::flows
