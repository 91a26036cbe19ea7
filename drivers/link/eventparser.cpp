// SPDX-License-Identifier: Apache-2.0
#include "drivers/link/eventparser.h"

#include <utility>

namespace menzhen::link {

std::vector<std::string> EventParser::take(std::string_view piece) {
    std::vector<std::string> events;
    for (const char c : piece) {
        const bool belongsToReturn = std::exchange(afterReturn_, c == '\r') && c == '\n';
        if (belongsToReturn) continue;
        if (c == '\r' || c == '\n')
            endLine(events);
        else
            line_ += c;
        if (line_.size() + data_.size() > maxEventBytes_) broken_ = true;
        if (broken_) break;
    }
    return events;
}

void EventParser::endLine(std::vector<std::string>& events) {
    if (line_.empty()) {
        if (hasData_) events.push_back(std::move(data_));
        data_.clear();
        hasData_ = false;
        return;
    }
    const std::string line = std::exchange(line_, {});
    const std::size_t colon = line.find(':');
    if (line.substr(0, colon) != "data") return;
    std::string_view value;
    if (colon != std::string::npos) value = std::string_view(line).substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    if (hasData_) data_ += '\n';
    data_ += value;
    hasData_ = true;
}

} // namespace menzhen::link
