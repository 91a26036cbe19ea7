// SPDX-License-Identifier: Apache-2.0
// What the registry makes durable in a second: 32 writers with batches of 100 ops over HTTP against
// the real program, beside a loop that writes the same rows into the same tables and indexes and
// commits as often (bareloop.h). The two take turns in short rounds on stores that grow alike, so
// that both meet the same machine; the middle round counts. And the same with single ops, where the
// group commit shows.
#include "tests/bench/bareloop.h"
#include "tests/bench/morning.h"
#include "tests/bench/registryprocess.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>
#include <vector>

namespace {

using namespace menzhen;
using bench::WireClient;
using nlohmann::json;

constexpr int writers = 32;
constexpr int batchesEach = 4;   // in a round: about a second
constexpr int opsPerBatch = 100; // half tickets, half arrivals
constexpr int singlesEach = 60;
constexpr int rounds = 11;
using Requests = std::vector<std::vector<std::string>>; // by writer

Requests prepare(const json& sessions, int firstSeq, int requests, int opsEach) {
    Requests all(writers);
    for (int w = 0; w < writers; ++w)
        for (int r = 0; r < requests; ++r)
            all[static_cast<std::size_t>(w)].push_back(
                bench::morningBatch(sessions, w, firstSeq + r * opsEach, opsEach));
    return all;
}

/// Sends everything, each writer one request after the other. Seconds; 0 when one failed.
double send(const bench::RegistryProcess& registry, const Requests& requests) {
    std::atomic<int> failed = 0;
    std::atomic<bool> go = false;
    std::vector<std::thread> threads;
    for (const auto& mine : requests)
        threads.emplace_back([&] {
            WireClient client(registry.port());
            while (!go)
                std::this_thread::yield();
            for (const std::string& body : mine) {
                const bench::Reply reply = client.post(std::string(bench::siteBase) + "ops", body);
                if (reply.status == 200 && reply.body.find("rejected") == std::string::npos)
                    continue;
                if (failed++ == 0)
                    std::fprintf(stderr, "%d %.300s\n", reply.status, reply.body.c_str());
                return;
            }
        });
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    const auto begun = std::chrono::steady_clock::now();
    go = true;
    for (std::thread& thread : threads)
        thread.join();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    return failed > 0 ? 0 : took.count();
}

struct Load {
    double seconds = 0;
    double ops = 0;
    double commits = 0;
    bench::ThreadTime writer;
};

Load load(const bench::RegistryProcess& registry, const Requests& requests) {
    const double ops = registry.metric("menzhen_ops_total");
    const double commits = registry.metric("menzhen_commits_total");
    const bench::ThreadTime writer = registry.threadTime("writer");
    Load load;
    load.seconds = send(registry, requests);
    load.ops = registry.metric("menzhen_ops_total") - ops;
    load.commits = registry.metric("menzhen_commits_total") - commits;
    load.writer = registry.threadTime("writer");
    load.writer.onSeconds -= writer.onSeconds;
    load.writer.inLineSeconds -= writer.inLineSeconds;
    return load;
}

struct Round {
    double ratio = 0, opsPerSecond = 0, barePerSecond = 0, perCommit = 0;
    double writerMicroseconds = 0, bareMicroseconds = 0, inLinePart = 0;
};

Round middleOf(std::vector<Round> all, double Round::*figure) {
    std::sort(all.begin(), all.end(),
              [&](const Round& a, const Round& b) { return a.*figure < b.*figure; });
    return all[all.size() / 2];
}

bool measure(const bench::RegistryProcess& registry, const Requests& requests,
             bench::BareLoop& loop, Round& round) {
    const Load batches = load(registry, requests);
    if (batches.seconds == 0) return false;
    round.opsPerSecond = batches.ops / batches.seconds;
    round.perCommit = batches.ops / batches.commits;
    round.writerMicroseconds = batches.writer.onSeconds / batches.ops * 1e6;
    round.inLinePart = batches.writer.inLineSeconds / batches.seconds;
    const bench::BareRun bare = loop.follow(round.perCommit);
    round.barePerSecond = static_cast<double>(bare.ops) / bare.seconds;
    round.bareMicroseconds = bare.processorSeconds / static_cast<double>(bare.ops) * 1e6;
    round.ratio = round.opsPerSecond / round.barePerSecond;
    return true;
}

void print(const char* what, double value, const char* unit, const char* more = "") {
    std::printf(R"({"bench":"registry","what":"%s","value":%.3f,"unit":"%s"%s})"
                "\n",
                what, value, unit, more);
}

void print(const std::vector<Round>& all, const Load& singles) {
    print("durable ops/s, 32 writers, against bare SQLite", middleOf(all, &Round::ratio).ratio,
          "ratio", R"(,"limit":0.5,"better":"higher")");
    const auto [worst, best] = std::minmax_element(
        all.begin(), all.end(), [](const Round& a, const Round& b) { return a.ratio < b.ratio; });
    print("the same, worst round", worst->ratio, "ratio");
    print("the same, best round", best->ratio, "ratio");
    print("ops made durable", middleOf(all, &Round::opsPerSecond).opsPerSecond, "1/s");
    print("by the bare loop", middleOf(all, &Round::barePerSecond).barePerSecond, "1/s");
    print("ops in a commit", middleOf(all, &Round::perCommit).perCommit, "ops");
    print("processor time of the writer for an op",
          middleOf(all, &Round::writerMicroseconds).writerMicroseconds, "us");
    print("the same of the bare loop", middleOf(all, &Round::bareMicroseconds).bareMicroseconds,
          "us");
    print("the writer in line for a processor", middleOf(all, &Round::inLinePart).inLinePart,
          "of the time");
    print("single ops made durable", singles.ops / singles.seconds, "1/s");
    print("single ops in an fsync", singles.ops / singles.commits, "ops");
}

} // namespace

int main() {
    const bench::ScratchFolder scratch("bench-registry");
    const bench::RegistryProcess registry(scratch.path());
    if (!registry.ready() || !bench::introduceKiosks(registry.port(), writers)) return 1;
    const json sessions = registry.sessions();
    bench::BareLoop loop(registry.store(), (scratch.path() / "bare.db").string());
    std::vector<Round> all(rounds);
    for (int i = -1; i < rounds; ++i) { // the first warms both up and does not count
        const int firstSeq = 1 + (i + 1) * batchesEach * opsPerBatch;
        const Requests requests = prepare(sessions, firstSeq, batchesEach, opsPerBatch);
        Round warmUp;
        if (i < 0) loop.follow(opsPerBatch); // the hospital
        if (!measure(registry, requests, loop, i < 0 ? warmUp : all[static_cast<std::size_t>(i)]))
            return 1;
    }
    const int firstSingle = 1 + (rounds + 1) * batchesEach * opsPerBatch;
    const Load singles = load(registry, prepare(sessions, firstSingle, singlesEach, 1));
    if (singles.seconds == 0) return 1;
    print(all, singles);
    print("fdatasync here", bench::fdatasyncMs(scratch.path()), "ms");
    return 0;
}
