// SPDX-License-Identifier: Apache-2.0
// Ops of older programs (sync.md 1.11). A type's version grows when its fields change their shape;
// the registry is upgraded first and takes ops of devices that are up to two versions behind: each
// step from one version to the next is one function of the table, with a test of its own. The log
// keeps the op as it came, its hash covers that; only the judge sees it in today's shape. A device
// judges what it wrote before its own upgrade in the same way. Thread: pure functions.
#pragma once

#include "app/core/result.h"
#include "app/ops/op.h"

#include <span>
#include <string_view>

namespace menzhen::ops {

inline constexpr int versionsBack = 2;

/// The fields of one version as the next has them. Fields that it does not know stay as they are.
/// Errors: the op is rejected with their code.
struct Upcaster {
    std::string_view type;
    int from = 1;
    core::Result<nlohmann::json> (*fields)(nlohmann::json fields) = nullptr;
};

/// One for each type and each of the versionsBack versions before its present one, if there were so
/// many; a test holds the table against the types.
std::span<const Upcaster> upcasters();

/// The op as a program that writes `version` would have said it. Errors: Refused "version-too-old".
core::Result<Op> upcast(Op op, int version, std::span<const Upcaster> table = upcasters());

} // namespace menzhen::ops
