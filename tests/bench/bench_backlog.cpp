// SPDX-License-Identifier: Apache-2.0
// The morning after the network came back: 60 kiosks have 250,000 ops to say while a station goes
// on calling. How fast the backlog drains against the registry's own batch rate, and how long a
// call waits against what it usually waits. Rate and usual wait are taken before and after, on the
// same store.
#include "tests/bench/morning.h"
#include "tests/bench/registryprocess.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <future>
#include <stdexcept>
#include <thread>

namespace {

using namespace menzhen;
using nlohmann::json;

constexpr int kiosks = 60;
constexpr int writers = 32; // of the batch rate, as in bench_registry
constexpr int opsPerBatch = 100;
constexpr int batchesOfAWriter = 6; // half of them before, half after
constexpr int backlogOps = 250'000;
constexpr int opsPerPost = 900; // a backlog's batch: up to 1,000 ops or 256 KiB
constexpr int usualCalls = 200; // before, and again after
constexpr std::chrono::milliseconds pause{20};
constexpr std::chrono::seconds afterRefusal{1};
constexpr int mostRepeats = 60;

void must(const bench::Reply& reply) {
    if (reply.status != 200)
        throw std::runtime_error(std::to_string(reply.status) + " " + reply.body.substr(0, 300));
}

double secondsSince(std::chrono::steady_clock::time_point begun) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

/// Presses "call next" every 20 ms; each is one round trip, and the patient before is finished.
class Station {
public:
    Station(int port, json session) : wire_(port), session_(std::move(session)) {}

    double pressMs() {
        json body{{"station", "S1"},
                  {"request", "r" + std::to_string(++presses_)},
                  {"half", "AM"},
                  {"room", session_["room"]}};
        if (!finish_.empty()) body["finish"] = finish_;
        const std::string text = body.dump();
        const auto begun = std::chrono::steady_clock::now();
        const bench::Reply reply = wire_.post(
            bench::siteBase + ("queues/" + session_["queue"].get<std::string>()) + "/call-next",
            text);
        const double took = secondsSince(begun) * 1000;
        must(reply);
        const json answer = json::parse(reply.body);
        finish_ = answer["result"].is_string() ? answer["result"].get<std::string>() : "";
        return took;
    }

    void press(int times, std::vector<double>& took) {
        for (int i = 0; i < times; ++i) {
            took.push_back(pressMs());
            std::this_thread::sleep_for(pause);
        }
    }

private:
    bench::WireClient wire_;
    json session_;
    int presses_ = 0;
    std::string finish_;
};

/// All requests of each kiosk, one after the other, all kiosks at a time. Seconds.
double post(int port, const std::vector<std::vector<std::string>>& requests) {
    std::atomic<bool> failed = false;
    const auto begun = std::chrono::steady_clock::now();
    std::vector<std::thread> threads;
    for (const auto& mine : requests)
        threads.emplace_back([&, port] {
            bench::WireClient wire(port);
            for (const std::string& body : mine) {
                bench::Reply reply = wire.post(std::string(bench::siteBase) + "ops", body);
                // As a device does: not now means later, and what was taken is taken once.
                for (int again = 0; reply.status == 503 && again < mostRepeats; ++again) {
                    std::this_thread::sleep_for(afterRefusal);
                    reply = wire.post(std::string(bench::siteBase) + "ops", body);
                }
                if (reply.status == 200) continue;
                if (!failed.exchange(true))
                    std::fprintf(stderr, "%d %.300s\n", reply.status, reply.body.c_str());
                return;
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    if (failed) throw std::runtime_error("a batch was refused");
    return secondsSince(begun);
}

std::vector<std::vector<std::string>> batches(const json& sessions, int firstSeq) {
    std::vector<std::vector<std::string>> all(writers);
    for (int w = 0; w < writers; ++w)
        for (int b = 0; b < batchesOfAWriter / 2; ++b)
            all[static_cast<std::size_t>(w)].push_back(
                bench::morningBatch(sessions, w, firstSeq + b * opsPerBatch, opsPerBatch));
    return all;
}

/// The kiosks' seqs after the batches before.
std::vector<std::vector<std::string>> backlog(const json& sessions) {
    std::vector<std::vector<std::string>> all(kiosks);
    for (int kiosk = 0; kiosk < kiosks; ++kiosk) {
        int seq = 1 + (kiosk < writers ? batchesOfAWriter / 2 * opsPerBatch : 0);
        for (int left = backlogOps / kiosks; left > 0; left -= opsPerPost) {
            const int count = std::min(left, opsPerPost);
            all[static_cast<std::size_t>(kiosk)].push_back(
                bench::morningBatch(sessions, kiosk, seq, count));
            seq += count;
        }
    }
    return all;
}

void print(const char* what, double value, const char* unit, const char* more = "") {
    std::printf(R"({"bench":"backlog","what":"%s","value":%.3f,"unit":"%s"%s})"
                "\n",
                what, value, unit, more);
}

void run() {
    const bench::ScratchFolder scratch("bench-backlog");
    const bench::RegistryProcess registry(scratch.path());
    if (!registry.ready() || !bench::introduceKiosks(registry.port(), kiosks))
        throw std::runtime_error("the registry does not start");
    const json sessions = registry.sessions();
    const int port = registry.port();
    Station station(port, sessions[0]);
    const double opsOfAHalf = writers * batchesOfAWriter / 2 * opsPerBatch;

    double batchSeconds = post(port, batches(sessions, 1));
    std::vector<double> usual;
    station.press(usualCalls, usual);

    const auto requests = backlog(sessions);
    std::atomic<bool> draining = true;
    std::vector<double> during;
    auto calling = std::async(std::launch::async, [&] {
        while (draining)
            station.press(1, during);
    });
    double drainSeconds = 0;
    try {
        drainSeconds = post(port, requests);
    } catch (...) {
        draining = false; // the future waits for its thread
        throw;
    }
    draining = false;
    calling.get();

    station.press(usualCalls, usual);
    const int afterBacklog = 1 + batchesOfAWriter / 2 * opsPerBatch + backlogOps / kiosks;
    batchSeconds += post(port, batches(sessions, afterBacklog));

    const double batchRate = 2 * opsOfAHalf / batchSeconds;
    const double drainRate = kiosks * (backlogOps / kiosks) / drainSeconds;
    const double usualP99 = bench::quantile(usual, 0.99);
    const double duringP99 = bench::quantile(during, 0.99);
    print("backlog drained against the batch rate", drainRate / batchRate, "ratio",
          R"(,"limit":0.7,"better":"higher")");
    print("a call meanwhile against its usual p99", duringP99 / usualP99, "ratio",
          R"(,"limit":2,"better":"lower")");
    print("ops of the backlog made durable", drainRate, "1/s");
    print("the registry's batch rate", batchRate, "1/s");
    print("a call meanwhile, p99", duringP99, "ms");
    print("a call usually, p99", usualP99, "ms");
    print("a call usually, p50", bench::quantile(usual, 0.5), "ms");
    print("fdatasync here", bench::fdatasyncMs(scratch.path()), "ms");
}

} // namespace

int main() {
    try {
        run();
    } catch (const std::exception& e) {
        std::fprintf(stderr, "bench_backlog: %s\n", e.what());
        return 1;
    }
    return 0;
}
