// SPDX-License-Identifier: Apache-2.0
// record.defined: one row of standing data was set: organization, department, practitioner, fee,
// channel, staff, trusted_key.
//   fields: {"table":"department","row":{"id":"CARD","zh":"...",...}}
// Only standing tables; rows of a service day come from the ops of that day.
//
// registry.restored: the log goes on from an older copy of itself, under a new epoch.
//   fields: {"epoch":"HEX","parent":"HEX","lost_after":REVISION}   changes no row
#include "app/ops/fields.h"
#include "app/ops/types.h"

namespace menzhen::ops {

Judged judgeRecordDefined(const Op& op, JudgeContext&) {
    FieldReader read(op.fields);
    const std::string table = read.text("table", 1, 32);
    const nlohmann::json* row = read.optionalObject("row");
    if (row == nullptr) read.complain("row", "must be an object");
    if (const auto error = read.error()) return tl::unexpected(*error);
    const store::Table* known = store::findTable(table);
    if (known == nullptr || known->perDay || known->stampsRev)
        return core::badData("bad-field", "table: '" + table + "' holds no standing data");
    auto rows = rowsFromJson({{table, nlohmann::json::array({*row})}});
    if (!rows) return tl::unexpected(rows.error());
    return Judgement{std::string(applied), {}, {}, std::move(*rows)};
}

Judged judgeRegistryRestored(const Op& op, JudgeContext&) {
    FieldReader read(op.fields);
    read.text("epoch", 1, 32);
    read.text("parent", 1, 32);
    read.integer("lost_after", 0, maxInteger);
    if (const auto error = read.error()) return tl::unexpected(*error);
    return Judgement{};
}

} // namespace menzhen::ops
