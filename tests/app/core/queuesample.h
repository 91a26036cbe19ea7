// SPDX-License-Identifier: Apache-2.0
// Short words for the queue's tests.
#pragma once

#include "app/core/queue.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace menzhen::core::sample {

inline void add(Queue& queue, const std::string& id, Lane lane = Lane::N, int band = 480,
                int slot = 1, int level = 0, std::optional<std::string> pin = std::nullopt) {
    ASSERT_TRUE(queue.registerEntry({.id = id,
                                     .band = band,
                                     .slot = slot,
                                     .lane = lane,
                                     .level = level,
                                     .pin = std::move(pin)}));
}

/// Registers somebody and checks them in at the start of their band.
inline void arrive(Queue& queue, const std::string& id, Lane lane = Lane::N, int band = 480,
                   int slot = 1, int level = 0, std::optional<std::string> pin = std::nullopt) {
    add(queue, id, lane, band, slot, level, std::move(pin));
    ASSERT_TRUE(queue.checkIn(id, band));
}

/// "id reason" of one call; "- empty" when there is nobody.
inline std::string call(Queue& queue, int now = 480, const std::string& station = "A") {
    const Called called = queue.callNext(station, now);
    return called.id.value_or("-") + " " + std::string(toText(called.reason));
}

inline std::vector<std::string> calls(Queue& queue, int count, int now = 480,
                                      const std::string& station = "A") {
    std::vector<std::string> heard;
    for (int i = 0; i < count; ++i)
        heard.push_back(call(queue, now, station));
    return heard;
}

inline std::vector<std::string> list(const Queue& queue, const std::string& station = "A") {
    std::vector<std::string> ids;
    const auto found = queue.staged().find(station);
    if (found == queue.staged().end()) return ids;
    for (const StagedPlace& place : found->second)
        ids.push_back(place.id);
    return ids;
}

inline std::string stateOf(const Queue& queue, const std::string& id) {
    return std::string(toText(queue.find(id)->state));
}

template <class T> std::string codeOf(const Result<T>& result) {
    return result ? "ok" : result.error().code;
}

using Texts = std::vector<std::string>;

} // namespace menzhen::core::sample
