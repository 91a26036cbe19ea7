// SPDX-License-Identifier: Apache-2.0
// Ops of the log as the JSON text of docs/openapi.yaml, written and not built: what an op says and
// what came of it stands in the log as JSON already, and a device that was away asks for a hundred
// thousand of them.
// Thread: any.
#pragma once

#include "db/store/oplog.h"

#include <nlohmann/json.hpp>
#include <string>

namespace menzhen::clerk {

/// Bytes that are no UTF-8 are replaced, never thrown about.
std::string textOf(const nlohmann::json& answer);

class LogPage {
public:
    /// {"revision","verdict","code","op","outcome"}
    void addOutcome(const store::LoggedOp& op);
    /// {"revision","verdict","code","hash","op"}: what the device itself had written.
    void addOwn(const store::LoggedOp& op);

    /// `head`, a JSON object, with the ops as its "ops".
    std::string text(const nlohmann::json& head) const;

private:
    void open(const store::LoggedOp& op);
    void addOp(const store::LoggedOp& op);

    std::string ops_;
};

} // namespace menzhen::clerk
