// SPDX-License-Identifier: Apache-2.0
#include "drivers/voice/playersink.h"

#include "drivers/voice/program.h"

namespace menzhen::voice {

namespace {

constexpr std::ptrdiff_t kHeadBytes = 44; ///< of writeWav()

} // namespace

core::Result<void> PlayerSink::play(const Samples& samples, const std::string&,
                                    const std::atomic<bool>& cancelled) {
    ProgramRun run;
    run.arguments = mArguments;
    run.input = writeWav(samples);
    if (mForm == Form::Raw) run.input.erase(run.input.begin(), run.input.begin() + kHeadBytes);
    run.deadlineMs = msOf(samples) + kGraceMs;
    run.cancelled = &cancelled;
    const auto played = runProgram(run);
    if (!played) return tl::unexpected(played.error());
    return {};
}

} // namespace menzhen::voice
