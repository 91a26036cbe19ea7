// SPDX-License-Identifier: Apache-2.0
// What the status line says last: a code and what its sentence needs. The words are made when they
// are shown, so that they follow the language. Thread: values; any.
#pragma once

#include "app/core/result.h"
#include "app/flows/callnext.h"

#include <string>

namespace menzhen::counter {

struct Status {
    enum class Kind {
        None,
        Asking,
        Called,
        CalledOffline, ///< without the registry: provisional
        Nobody,
        Repeated,
        Missed,
        ToTests,
        Finished,
        Undone,
        Transferred,
        Paused,
        Resumed,
        HelpAsked,
        HelpAnswered,
        Chosen, ///< a line of the list, `row`
        Failed, ///< `error`
    };

    Kind kind = Kind::None;
    std::string number; ///< the patient it is about
    std::string reason; ///< of Called: "R:interleave"
    flows::WaitingView row;
    core::Error error;

    Status() = default;

    explicit Status(Kind is, std::string about = {}) : kind(is), number(std::move(about)) {}

    static Status failed(core::Error why) {
        Status status(Kind::Failed);
        status.error = std::move(why);
        return status;
    }
};

} // namespace menzhen::counter
