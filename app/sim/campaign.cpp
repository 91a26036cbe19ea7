// SPDX-License-Identifier: Apache-2.0
#include "app/sim/campaign.h"

#include "app/sim/schedule.h"
#include "app/sim/world.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <map>
#include <poll.h>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace menzhen::sim {

namespace {

constexpr std::uint64_t shareSeeds = 50; ///< of one process: a crash loses no more than that

/// One process: seeds from, from + 1 ...; writes "run N", "bad N violation", "sum events revs
/// papers".
struct Worker {
    pid_t process = 0;
    int pipe = -1;
    std::uint64_t from = 0;
    std::uint64_t end = 0;
    std::uint64_t running = 0;
    std::string rest;
};

struct Sums {
    std::uint64_t done = 0;
    std::uint64_t events = 0;
    std::uint64_t revisions = 0;
    std::uint64_t papers = 0;
    std::map<std::uint64_t, std::vector<std::string>> bad;
};

void work(std::uint64_t from, std::uint64_t end, int pipe, bool stopAtFirst) {
    FILE* out = fdopen(pipe, "w");
    std::setvbuf(out, nullptr, _IOLBF, 4096);
    for (std::uint64_t seed = from; seed < end; ++seed) {
        std::fprintf(out, "run %llu\n", static_cast<unsigned long long>(seed));
        const Outcome outcome = runPlan(planOfSeed(seed), false);
        if (!outcome.violations.empty() && stopAtFirst) end = seed + 1;
        for (const std::string& v : outcome.violations)
            std::fprintf(out, "bad %llu %s\n", static_cast<unsigned long long>(seed),
                         v.substr(0, v.find('\n')).c_str());
        std::fprintf(out, "sum %llu %lld %lld\n", static_cast<unsigned long long>(outcome.events),
                     static_cast<long long>(outcome.revisions),
                     static_cast<long long>(outcome.papers));
    }
    std::fclose(out);
    _exit(0);
}

class Runner {
public:
    explicit Runner(const Campaign& campaign)
        : campaign_(campaign), next_(campaign.from), end_(campaign.from + campaign.seeds) {}

    Sums run() {
        while (next_ < end_ || !workers_.empty()) {
            if (campaign_.untilViolation && !sums_.bad.empty()) next_ = end_;
            while (next_ < end_ && static_cast<int>(workers_.size()) < campaign_.jobs)
                hire(next_, std::min(end_, next_ + shareSeeds));
            listen();
        }
        return sums_;
    }

private:
    void hire(std::uint64_t from, std::uint64_t end) {
        int ends[2];
        if (pipe(ends) != 0) return;
        std::fflush(stdout);
        const pid_t process = fork();
        if (process == 0) {
            close(ends[0]);
            work(from, end, ends[1], campaign_.untilViolation);
        }
        close(ends[1]);
        workers_.push_back({process, ends[0], from, end, from, {}});
        next_ = std::max(next_, end);
    }

    void listen() {
        std::vector<pollfd> polls;
        for (const Worker& w : workers_)
            polls.push_back({w.pipe, POLLIN, 0});
        if (poll(polls.data(), polls.size(), -1) < 0) return;
        for (std::size_t i = polls.size(); i-- > 0;) {
            if (polls[i].revents == 0) continue;
            char buffer[8192];
            const ssize_t got = read(workers_[i].pipe, buffer, sizeof buffer);
            if (got > 0)
                hear(workers_[i], std::string(buffer, static_cast<std::size_t>(got)));
            else
                ended(i);
        }
    }

    void hear(Worker& worker, const std::string& text) {
        worker.rest += text;
        for (std::size_t at = 0; (at = worker.rest.find('\n')) != std::string::npos;) {
            const std::string line = worker.rest.substr(0, at);
            worker.rest.erase(0, at + 1);
            std::istringstream words(line);
            std::string kind;
            words >> kind;
            if (kind == "run") words >> worker.running;
            if (kind == "bad") {
                std::uint64_t seed = 0;
                words >> seed;
                std::string what;
                std::getline(words >> std::ws, what);
                fail(seed, what);
            }
            if (kind == "sum") {
                std::uint64_t events = 0, revisions = 0, papers = 0;
                words >> events >> revisions >> papers;
                sums_.events += events;
                sums_.revisions += revisions;
                sums_.papers += papers;
                ++sums_.done;
            }
        }
    }

    void fail(std::uint64_t seed, const std::string& what) {
        auto& all = sums_.bad[seed];
        all.push_back(what);
        if (sums_.bad.size() <= maxToldFailures)
            std::printf("seed %llu: %s\n", static_cast<unsigned long long>(seed), what.c_str());
    }

    void ended(std::size_t index) {
        const Worker worker = workers_[index];
        workers_.erase(workers_.begin() + static_cast<std::ptrdiff_t>(index));
        close(worker.pipe);
        int status = 0;
        waitpid(worker.process, &status, 0);
        if (!WIFSIGNALED(status)) return;
        fail(worker.running,
             "I8 a program stopped (signal " + std::to_string(WTERMSIG(status)) + ")");
        ++sums_.done;
        if (worker.running + 1 < worker.end && !campaign_.untilViolation)
            hire(worker.running + 1, worker.end);
    }

    Campaign campaign_;
    std::uint64_t next_;
    std::uint64_t end_;
    std::vector<Worker> workers_;
    Sums sums_;
};

std::string dateToday() {
    const std::time_t now = std::time(nullptr);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M", std::gmtime(&now));
    return text;
}

void append(const Campaign& campaign, const std::string& summary) {
    if (campaign.results.empty()) return;
    const std::string path = campaign.results + "/simulation.md";
    const bool isNew = !std::ifstream(path).good();
    std::ofstream file(path, std::ios::app);
    if (isNew)
        file
            << "# Simulated schedules\n\nOne line a run of `menzhen-sim --seeds`, the newest last; "
               "a run goes on where its line ends.\n\n";
    file << "- " << dateToday() << ": " << summary << "\n";
}

} // namespace

int runCampaign(const Campaign& campaign) {
    (void)preparedImage(); // once, for every process
    const auto start = std::chrono::steady_clock::now();
    const Sums sums = Runner(campaign).run();
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    char text[400];
    std::snprintf(text, sizeof text,
                  "seeds %llu to %llu, %llu schedules in %.1f s (%.0f a second and process), %llu "
                  "events, %llu revisions, %llu papers: %zu with violations",
                  static_cast<unsigned long long>(campaign.from),
                  static_cast<unsigned long long>(campaign.from + campaign.seeds - 1),
                  static_cast<unsigned long long>(sums.done), seconds,
                  static_cast<double>(sums.done) / seconds / campaign.jobs,
                  static_cast<unsigned long long>(sums.events),
                  static_cast<unsigned long long>(sums.revisions),
                  static_cast<unsigned long long>(sums.papers), sums.bad.size());
    std::printf("%s\n", text);
    for (const KnownGap& gap : everything ? std::vector<KnownGap>() : knownGaps())
        std::printf("left out: %s %s (%s)\n", toText(gap.out.what), gap.out.who.c_str(), gap.why);
    append(campaign, text);
    return sums.bad.empty() ? 0 : 1;
}

} // namespace menzhen::sim
