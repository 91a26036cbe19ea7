// SPDX-License-Identifier: Apache-2.0
// What happened in a run, line by line. The hash over the lines is the run's fingerprint: the same
// seed and program give the same one. Thread: one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace menzhen::sim {

class Log {
public:
    explicit Log(bool keepsLines) : keepsLines_(keepsLines) {}

    /// "08:01:12.345 K1   prints A003".
    void line(std::int64_t utcMs, std::string_view who, std::string_view what);

    std::uint64_t hash() const { return hash_; }

    /// Empty when they are not kept.
    const std::vector<std::string>& lines() const { return lines_; }

private:
    bool keepsLines_;
    std::uint64_t hash_ = 0xcbf29ce484222325ULL; // FNV-1a
    std::vector<std::string> lines_;
};

} // namespace menzhen::sim
