// SPDX-License-Identifier: Apache-2.0
// What was last read out of a text that hardly ever changes: a hospital's rules stand in the store
// as JSON and are asked for by every hold and every visit, a thousand times a second when a day is
// released. Holds no state but the answers of a pure function. Thread: one; make it thread_local.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace menzhen::ops {

inline constexpr std::size_t maxTextsRemembered = 4; ///< some hospitals of one registry

template <class Value> class LastRead {
public:
    /// `read(text)`, called again only for a text that is not among the last ones.
    template <class Read> Value of(const std::string& text, Read read) {
        for (const Known& known : known_)
            if (known.text == text) return known.value;
        if (known_.size() == maxTextsRemembered) known_.erase(known_.begin());
        known_.push_back({text, read(text)});
        return known_.back().value;
    }

private:
    struct Known {
        std::string text;
        Value value;
    };

    std::vector<Known> known_;
};

} // namespace menzhen::ops
