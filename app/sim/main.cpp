// SPDX-License-Identifier: Apache-2.0
// menzhen-sim: runs seeds, tells stories of those that fail.
#include "app/core/bugs.h"
#include "app/sim/campaign.h"
#include "app/sim/schedule.h"

#include <charconv>
#include <cstdio>
#include <cstring>
#include <malloc.h>

namespace {

using namespace menzhen::sim;

constexpr const char* usage =
    "menzhen-sim --seeds N [--from N] [--jobs N] [--results DIR]   runs seeds; exit code 1: "
    "violations\n"
    "            [--until-violation] [--bug N] [--everything] [--without FAULT]...\n"
    "menzhen-sim --seed N [--story] [--shrink]                     runs one\n";

struct Arguments {
    std::uint64_t seeds = 0;
    std::uint64_t from = 1;
    std::uint64_t seed = 0;
    int jobs = 2;
    std::string results;
    bool story = false;
    bool shrink = false;
    bool untilViolation = false;
    int bug = 0;
    bool good = true;
};

void leaveOut(Arguments& a, const std::string& name) {
    const auto what = doNamed(name);
    if (what)
        alsoWithout.push_back({*what, {}});
    else
        a.good = false;
}

Arguments read(int argc, char** argv) {
    Arguments a;
    for (int i = 1; i < argc; ++i) {
        const auto number = [&](auto& value) {
            const char* text = ++i < argc ? argv[i] : "";
            const auto [end, error] = std::from_chars(text, text + std::strlen(text), value);
            if (error != std::errc{} || *end != '\0') a.good = false;
        };
        const std::string name = argv[i];
        if (name == "--seeds")
            number(a.seeds);
        else if (name == "--from")
            number(a.from);
        else if (name == "--seed")
            number(a.seed);
        else if (name == "--jobs")
            number(a.jobs);
        else if (name == "--results" && i + 1 < argc)
            a.results = argv[++i];
        else if (name == "--bug")
            number(a.bug);
        else if (name == "--until-violation")
            a.untilViolation = true;
        else if (name == "--everything")
            everything = true;
        else if (name == "--without" && i + 1 < argc)
            leaveOut(a, argv[++i]);
        else if (name == "--story")
            a.story = true;
        else if (name == "--shrink")
            a.shrink = true;
        else
            a.good = false;
    }
    return a;
}

int runOne(const Arguments& a) {
    Plan plan = planOfSeed(a.seed);
    if (a.shrink) {
        const Outcome whole = runApart(plan);
        if (!whole.violations.empty()) {
            const std::size_t before = plan.steps.size();
            plan = shrink(plan, whole.violations.front().substr(0, 2), 400);
            std::printf("seed %llu: %zu steps of %zu are enough\n",
                        static_cast<unsigned long long>(a.seed), plan.steps.size(), before);
        }
    }
    const Outcome outcome = runPlan(plan, a.story || a.shrink);
    for (const std::string& line : outcome.lines)
        std::printf("%s\n", line.c_str());
    for (const std::string& violation : outcome.violations)
        std::printf("VIOLATION %s\n", violation.c_str());
    std::printf(
        "seed %llu: hash %016llx, %llu events, %lld revisions, %lld papers, %zu violations\n",
        static_cast<unsigned long long>(a.seed), static_cast<unsigned long long>(outcome.hash),
        static_cast<unsigned long long>(outcome.events), static_cast<long long>(outcome.revisions),
        static_cast<long long>(outcome.papers), outcome.violations.size());
    return outcome.violations.empty() ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
    std::setvbuf(stdout, nullptr, _IOLBF, 1 << 16);
    // A run makes and drops some megabytes: keep them, instead of asking the system each time.
    mallopt(M_TRIM_THRESHOLD, 256 << 20);
    mallopt(M_MMAP_THRESHOLD, 256 << 20);
    const Arguments a = read(argc, argv);
    if (!a.good || (a.seeds == 0 && a.seed == 0)) {
        std::fputs(usage, stderr);
        return 2;
    }
#ifdef MENZHEN_SEEDED_BUGS
    if (a.bug != 0) menzhen::bugs::chosen = a.bug;
#else
    if (a.bug != 0) {
        std::fputs("menzhen-sim: built without MENZHEN_SEEDED_BUGS\n", stderr);
        return 2;
    }
#endif
    if (a.seed != 0) return runOne(a);
    return runCampaign({a.from, a.seeds, a.jobs, a.results, a.untilViolation});
}
