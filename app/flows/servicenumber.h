// SPDX-License-Identifier: Apache-2.0
// A number for a queue without slots: laboratory, imaging, pharmacy (architecture.md section 3,
// Numbers). The registry counts them, so that no number stands on two papers; the ticket follows
// here, checked in at once. Cut off there are none: whoever works there takes people in turn.
// Thread: flow.
#pragma once

#include "app/flows/issueticket.h"
#include "app/flows/takenumber.h"

#include <memory>
#include <string>
#include <vector>

namespace menzhen::flows {

inline constexpr int numberBudgetMs = 2000; ///< a patient waits for it, as for a hold

struct ServiceChoice {
    std::string id; ///< the department's, and its queue's: "LABO"
    TicketName name;
    Whereabouts where;
    int waiting = 0; ///< people in its queue now
    WhyNot whyNot;   ///< "offline-service", or empty
};

class ServiceNumber {
public:
    using Done = std::function<void(core::Result<IssuedTicket>)>;

    ServiceNumber(FlowContext& context, Printing& printing);
    ~ServiceNumber();

    /// In the hospital's order. Error: Device "store-...".
    core::Result<std::vector<ServiceChoice>> services() const;

    /// POST queues/QUEUE/numbers, then the ticket. Asked again after silence, it is the same
    /// question and brings the same number. `printed` runs exactly once when the result is good,
    /// else never. Errors: Refused "offline-service" (cut off, or no answer), those of the registry
    /// ("unknown-queue"); Busy "asking"; Device "store-...".
    void take(const std::string& queue, core::TicketLanguage language, Done done,
              Printing::Done printed);

private:
    core::Result<IssuedTicket> issue(const nlohmann::json& answer, core::TicketLanguage language);

    FlowContext& context_;
    Printing& printing_;
    sync::Commands commands_;
    bool asking_ = false;
    std::shared_ptr<bool> alive_;
};

} // namespace menzhen::flows
