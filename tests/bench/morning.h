// SPDX-License-Identifier: Apache-2.0
// What kiosks have to say of a morning: patients in turn over all queues, each a ticket and an
// arrival, as the text of requests. The same seq of the same kiosk is always the same op.
// Thread: values; any.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace menzhen::bench {

inline constexpr const char* siteBase = "/v1/sites/HA/";
/// 2026-11-23 07:50 in Asia/Shanghai, the clock of bench::RegistryProcess.
inline constexpr std::int64_t morningMs = 1795391400000;

std::string kioskName(int kiosk); ///< "W07"
/// Introduces kiosks 0 to `count` - 1. False, and a word on standard error, when one is refused.
bool introduceKiosks(int port, int count);

/// An op's JSON. `seq` from 1; odd ones are tickets, each even one is the arrival of the one
/// before.
nlohmann::json morningOp(const nlohmann::json& sessions, int kiosk, int seq);
/// The body of POST ops with `count` ops from `firstSeq` on.
std::string morningBatch(const nlohmann::json& sessions, int kiosk, int firstSeq, int count);

/// The value that `part` (0.99) of all do not exceed; 0 of none.
double quantile(std::vector<double> all, double part);

} // namespace menzhen::bench
