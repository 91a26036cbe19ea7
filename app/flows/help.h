// SPDX-License-Identifier: Apache-2.0
// Help: asked for on any screen, answered at a station.
#pragma once

#include "app/flows/flowcontext.h"

#include <cstdint>
#include <string>
#include <vector>

namespace menzhen::flows {

struct HelpView {
    std::string id;
    std::string device; ///< who asks
    std::string screen; ///< "walk-in.department"
    bool open = true;
    std::int64_t atMs = 0;  ///< UTC
    std::string answeredBy; ///< staff id
};

/// At most 48 bytes name the screen. Asked twice from one screen while it is open: the same help.
core::Result<HelpView> requestHelp(FlowContext& context, const std::string& screen);
/// Today's, the oldest first.
core::Result<std::vector<HelpView>> openHelps(const FlowContext& context);
/// How one's own request stands. Error: Refused "unknown-help".
core::Result<HelpView> helpOf(const FlowContext& context, const std::string& id);
/// Error: Refused "unknown-help". Answering an answered one changes nothing.
core::Result<void> answerHelp(FlowContext& context, const std::string& id,
                              const std::string& staff);

} // namespace menzhen::flows
