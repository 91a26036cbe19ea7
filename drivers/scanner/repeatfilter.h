// SPDX-License-Identifier: Apache-2.0
// "The same text within 3 s after it was last seen is the same scan" (ports/codescanner.h). Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace menzhen::scanner {

class RepeatFilter {
public:
    /// How many texts are remembered at once; beyond that the one not seen for longest goes.
    static constexpr std::size_t maxTexts = 64;

    /// Whether `text`, seen at `nowMs` (monotonic), is a new scan. Remembers it as seen.
    bool isNew(const std::string& text, std::int64_t nowMs);

private:
    std::map<std::string, std::int64_t> lastSeen_;
};

} // namespace menzhen::scanner
