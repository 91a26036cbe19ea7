// SPDX-License-Identifier: Apache-2.0
// One thing that is wrong in a file that a person wrote, told so that the person finds it.
#pragma once

#include <string>
#include <vector>

namespace menzhen::ops {

struct FileProblem {
    int line = 0;     ///< from 1; 0 when the problem is the file as a whole
    std::string path; ///< "hospitals[0].departments[3].prefix"; empty for a syntax error
    std::string what; ///< one English sentence: what is there, what is wanted

    friend bool operator==(const FileProblem&, const FileProblem&) = default;
};

using FileProblems = std::vector<FileProblem>;

/// "line 812: hospitals[0].departments[3].prefix: 'AAA' has 3 letters, 1 or 2 are allowed"
std::string toText(const FileProblem& problem);

} // namespace menzhen::ops
