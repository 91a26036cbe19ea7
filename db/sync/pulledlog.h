// SPDX-License-Identifier: Apache-2.0
// A page of the lobby's log as docs/openapi.yaml has it (OpPage), read straight into rows: a device
// that was away reads a hundred thousand ops, and a tree of JSON values would be most of the work.
//
// Members, tables and columns that a later registry added are passed over (sync.md 1.11).
// Thread: pure functions.
#pragma once

#include "app/ops/op.h"
#include "db/store/tables.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace menzhen::sync {

/// The registry's word on one op of this device.
struct Verdict {
    std::int64_t seq = 0;
    std::int64_t revision = 0;
    std::string verdict;
    std::string code;
    std::int64_t incarnation = 0; ///< 0: the present one
};

struct PulledOp {
    ops::OpId id;
    std::string type;
    std::string request; ///< the command that it belongs to, or empty
    Verdict verdict;
    std::vector<store::Record> rows;
};

struct PulledLog {
    std::string epoch;
    std::int64_t after = 0;
    std::int64_t through = 0;
    std::int64_t revision = 0;       ///< how far the log has come
    std::optional<int> day;          ///< the service day of the scope
    std::optional<std::int64_t> now; ///< the registry's clock, UTC milliseconds
    std::string chain;               ///< at `through`, hexadecimal; empty: it did not say
    std::string digest;              ///< of the registry's rows; empty: it did not say
    std::vector<PulledOp> ops;
};

/// Errors: Data "malformed-answer".
core::Result<PulledLog> readPulledLog(const std::string& text);

} // namespace menzhen::sync
