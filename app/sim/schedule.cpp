// SPDX-License-Identifier: Apache-2.0
#include "app/sim/schedule.h"

#include "app/sim/check.h"
#include "app/sim/world.h"

#include <algorithm>
#include <sys/wait.h>
#include <unistd.h>

namespace menzhen::sim {

namespace {

/// Everything that a pipe brings until its other end closes.
std::string readAll(int pipe) {
    std::string text;
    char buffer[4096];
    for (ssize_t got = 0; (got = read(pipe, buffer, sizeof buffer)) > 0;)
        text.append(buffer, static_cast<std::size_t>(got));
    return text;
}

std::vector<std::string> linesOf(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        lines.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    return lines;
}

bool breaks(const Plan& plan, const std::string& invariant) {
    const Outcome outcome = runApart(plan);
    return std::any_of(outcome.violations.begin(), outcome.violations.end(),
                       [&](const std::string& v) { return v.starts_with(invariant); });
}

} // namespace

const std::vector<KnownGap>& knownGaps() {
    static const std::vector<KnownGap> gaps = {
        {{Do::Restore, "REG"},
         "of 2,000 seeds with a registry of before two break something (1065, 1368)"},
    };
    return gaps;
}

Plan planOfSeed(std::uint64_t seed) {
    std::vector<LeftOut> without = alsoWithout;
    for (const KnownGap& gap : knownGaps())
        if (!everything) without.push_back(gap.out);
    return planOf(seed, without);
}

Outcome runPlan(const Plan& plan, bool keepLines) {
    const Image& image = preparedImage();
    Log log(keepLines);
    World world(plan, &image, log);
    world.run();
    Outcome outcome;
    outcome.violations = violationsOf(world);
    outcome.hash = log.hash();
    outcome.lines = log.lines();
    outcome.events = world.timeline().events();
    outcome.revisions = world.registry().running() ? world.registry().rev() : 0;
    outcome.papers = static_cast<std::int64_t>(world.witness().papers.size());
    return outcome;
}

Outcome runApart(const Plan& plan) {
    (void)preparedImage(); // once, before the child
    int ends[2];
    Outcome outcome;
    if (pipe(ends) != 0) return outcome;
    const pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        const int silence = dup2(ends[1], 2); // what MENZHEN_CHECK says belongs to the outcome
        std::string text;
        for (const std::string& v : runPlan(plan, false).violations)
            text += v.substr(0, v.find('\n')) + "\n";
        _exit(silence < 0 || write(ends[1], text.data(), text.size()) < 0 ? 1 : 0);
    }
    close(ends[1]);
    outcome.violations = linesOf(readAll(ends[0]));
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status))
        outcome.violations.insert(outcome.violations.begin(),
                                  "I8 a program stopped: " + (outcome.violations.empty()
                                                                  ? std::string("?")
                                                                  : outcome.violations.front()));
    return outcome;
}

Plan shrink(const Plan& plan, const std::string& invariant, int maxRuns) {
    Plan best = plan;
    int runs = 0;
    for (std::size_t parts = 2; best.steps.size() > 1 && runs < maxRuns;) {
        parts = std::min(parts, best.steps.size());
        const std::size_t size = (best.steps.size() + parts - 1) / parts;
        bool shorter = false;
        for (std::size_t from = 0; from < best.steps.size() && runs < maxRuns; from += size) {
            Plan candidate = best;
            const auto begin = candidate.steps.begin() + static_cast<std::ptrdiff_t>(from);
            const auto end = candidate.steps.begin() +
                             static_cast<std::ptrdiff_t>(std::min(from + size, best.steps.size()));
            candidate.steps.erase(begin, end);
            ++runs;
            if (!breaks(candidate, invariant)) continue;
            best = std::move(candidate);
            shorter = true;
            break;
        }
        if (shorter) {
            parts = std::max<std::size_t>(2, parts - 1);
        } else {
            if (size == 1) break;
            parts *= 2;
        }
    }
    return best;
}

} // namespace menzhen::sim
