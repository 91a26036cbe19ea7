// SPDX-License-Identifier: Apache-2.0
#include "app/flows/personkey.h"

#include "app/ops/personindex.h"
#include "app/ops/registered.h"
#include "db/store/outbox.h"

namespace menzhen::flows {

std::string dayKeyName(int day) {
    return "day-key." + std::to_string(day);
}

std::string dayIndexOf(const FlowContext& context, const std::string& idNumber) {
    if (idNumber.empty()) return {};
    const int today = context.today();
    std::string key;
    const auto read = context.database().read([&]() -> core::Result<void> {
        key = store::meta(context.database(), dayKeyName(today)).value_or("");
        return {};
    });
    const auto bytes = core::fromHex(key);
    if (!read || !bytes || bytes->size() != ops::dayKeySize) return {};
    return core::toHex(ops::personIndex(context.crypto, *bytes, context.site(), today, idNumber));
}

bool isRegistered(const FlowContext& context, const std::string& department,
                  const std::string& index) {
    bool registered = false;
    const auto read = context.database().read([&]() -> core::Result<void> {
        registered = ops::isRegistered(context.database(), context.site(),
                                       {context.today(), department, index, {}});
        return {};
    });
    return read && registered;
}

} // namespace menzhen::flows
