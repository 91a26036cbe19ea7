// SPDX-License-Identifier: Apache-2.0
#include "app/ops/upcast.h"

#include <algorithm>

namespace menzhen::ops {

std::span<const Upcaster> upcasters() {
    // No type has changed its shape since the first release: every one is at version 1.
    return {};
}

core::Result<Op> upcast(Op op, int version, std::span<const Upcaster> table) {
    if (op.version < version - versionsBack)
        return core::refused("version-too-old", "the device's program is too old: upgrade it");
    while (op.version < version) {
        const auto step = std::find_if(table.begin(), table.end(), [&](const Upcaster& upcaster) {
            return upcaster.type == op.type && upcaster.from == op.version;
        });
        if (step == table.end())
            return core::refused("version-too-old", "nothing brings this op up to date");
        auto fields = step->fields(std::move(op.fields));
        if (!fields) return tl::unexpected(fields.error());
        op.fields = std::move(*fields);
        ++op.version;
    }
    return op;
}

} // namespace menzhen::ops
