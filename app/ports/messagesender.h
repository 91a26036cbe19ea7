// SPDX-License-Identifier: Apache-2.0
// Short messages to patients' phones. What they say is made by the registry; an adapter only
// carries it. A message may arrive twice (it is sent again when an answer was lost): `id` is the
// same then, and the other end drops the second.
#pragma once

#include "app/core/result.h"

#include <cstdint>
#include <string>

namespace menzhen::ports {

struct Message {
    std::int64_t id = 0;
    std::string kind;  ///< "booking" "code" "ahead" "called" "missed" "stopped"
    std::string phone; ///< digits. Never logged
    std::string text;  ///< UTF-8. Never logged
    std::string lang;  ///< "zh" "en"
};

class MessageSender {
public:
    virtual ~MessageSender() = default;

    /// Hands one message over, within the driver's deadline; blocks meanwhile. Errors: Offline
    /// "no-answer", Busy "try-later" (send it again later); Refused "message-refused", Data
    /// "message-address" (never send it again). Thread: one at a time.
    virtual core::Result<void> send(const Message& message) = 0;
};

} // namespace menzhen::ports
