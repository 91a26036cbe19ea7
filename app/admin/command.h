// SPDX-License-Identifier: Apache-2.0
// One sub-command of `menzhen`: a name, two lines of help, a function. The table stands in
// main.cpp.
#pragma once

#include <string>
#include <vector>

namespace menzhen::admin {

inline constexpr int exitGood = 0;
inline constexpr int exitBad = 1;   ///< the input was read and something in it is not good
inline constexpr int exitUsage = 2; ///< the call itself is wrong

struct Command {
    const char* name;    ///< as typed: "queue-replay"
    const char* usage;   ///< arguments, one line: "FILE [--json]"
    const char* summary; ///< one sentence for `menzhen help`
    /// `args` are the words after the command's name. Answers go to standard output, complaints to
    /// standard error. Returns the exit status.
    int (*run)(const std::vector<std::string>& args);
};

} // namespace menzhen::admin
