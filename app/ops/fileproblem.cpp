// SPDX-License-Identifier: Apache-2.0
#include "app/ops/fileproblem.h"

namespace menzhen::ops {

std::string toText(const FileProblem& problem) {
    std::string text;
    if (problem.line > 0) text += "line " + std::to_string(problem.line) + ": ";
    if (!problem.path.empty()) text += problem.path + ": ";
    return text + problem.what;
}

} // namespace menzhen::ops
