// SPDX-License-Identifier: Apache-2.0
#include "app/boot/suggest.h"

#include <algorithm>
#include <cstddef>

namespace menzhen::boot {

namespace {

constexpr std::size_t maxTyped = 64; // longer words are nobody's slip of the finger

std::string folded(std::string_view word) {
    std::string plain;
    for (const char c : word) {
        if (c >= 'A' && c <= 'Z')
            plain += static_cast<char>(c - 'A' + 'a');
        else
            plain += c == '-' ? '_' : c;
    }
    return plain;
}

/// Edit distance in which a swap of two neighbours costs one (optimal string alignment).
std::size_t distance(const std::string& a, const std::string& b) {
    std::vector<std::vector<std::size_t>> cost(a.size() + 1,
                                               std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i)
        cost[i][0] = i;
    for (std::size_t j = 0; j <= b.size(); ++j)
        cost[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
            cost[i][j] =
                std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
    }
    return cost[a.size()][b.size()];
}

} // namespace

std::optional<std::string> nearest(std::string_view typed, const std::vector<std::string>& known) {
    if (typed.size() > maxTyped) return std::nullopt;
    const std::string word = folded(typed);
    std::optional<std::string> best;
    std::size_t least = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (const std::string& candidate : known) {
        const std::size_t changes = distance(word, folded(candidate));
        if (changes < least && changes < candidate.size()) {
            least = changes;
            best = candidate;
        }
    }
    return best;
}

} // namespace menzhen::boot
