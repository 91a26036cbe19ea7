// SPDX-License-Identifier: Apache-2.0
// Runs another program (synthesiser, player) as a process, with a deadline. No shell is involved:
// arguments arrive as they are.
// Thread: any; the call waits for the program.
#pragma once

#include "app/core/bytes.h"
#include "app/core/result.h"

#include <atomic>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace menzhen::voice {

struct ProgramRun {
    std::vector<std::string> arguments; ///< the first is the program's path
    core::Bytes input;                  ///< its standard input
    int deadlineMs = 5000;
    const std::atomic<bool>* cancelled = nullptr; ///< turning true ends the program early
};

/// What it wrote to standard output, at most 16 MiB. Errors, all Device: "program-start",
/// "program-late" (ended at its deadline), "program-failed" (exit code or signal), "program-output"
/// (too much); Refused "program-cancelled". Its standard error is not read.
core::Result<core::Bytes> runProgram(const ProgramRun& run);

/// The executable of this name in PATH, or the name itself if it is a path and executable.
std::optional<std::filesystem::path> findProgram(const std::string& name);

} // namespace menzhen::voice
