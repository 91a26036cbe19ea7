// SPDX-License-Identifier: Apache-2.0
// text/event-stream, piece by piece (WHATWG HTML, 9.2.6). Only what a wake-up needs: the data.
// Thread: one owner.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace menzhen::link {

class EventParser {
public:
    explicit EventParser(std::size_t maxEventBytes) : maxEventBytes_(maxEventBytes) {}

    /// The data of the events that became whole with this piece, lines joined by '\n'. Comments and
    /// events without data give nothing.
    std::vector<std::string> take(std::string_view piece);

    /// An event or line grew over the limit: the stream is not to be trusted any further.
    bool isBroken() const { return broken_; }

private:
    void endLine(std::vector<std::string>& events);

    std::size_t maxEventBytes_;
    std::string line_;
    std::string data_;
    bool hasData_ = false;
    bool afterReturn_ = false; ///< a '\n' now belongs to the '\r' before it
    bool broken_ = false;
};

} // namespace menzhen::link
