// SPDX-License-Identifier: Apache-2.0
#include "drivers/scanner/repeatfilter.h"
#include "app/ports/codescanner.h"

#include <algorithm>

namespace menzhen::scanner {

bool RepeatFilter::isNew(const std::string& text, std::int64_t nowMs) {
    std::erase_if(lastSeen_, [nowMs](const auto& entry) {
        return nowMs - entry.second >= ports::CodeScanner::repeatMs;
    });
    const bool known = lastSeen_.contains(text);
    if (!known && lastSeen_.size() >= maxTexts)
        lastSeen_.erase(
            std::min_element(lastSeen_.begin(), lastSeen_.end(),
                             [](const auto& a, const auto& b) { return a.second < b.second; }));
    lastSeen_[text] = nowMs;
    return !known;
}

} // namespace menzhen::scanner
