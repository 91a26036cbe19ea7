// SPDX-License-Identifier: Apache-2.0
// Wake-ups at the size of a large hospital: 1,200 event streams to the real registry. A call is
// posted, and each board of its zone must hear of its revision; no board of another zone may. First
// with the boards spread over all zones, then, the worst case, all of them in the one zone.
// Measured from the first byte of the POST.
#include "tests/bench/livestreams.h"
#include "tests/bench/morning.h"
#include "tests/bench/registryprocess.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <stdexcept>

namespace {

using namespace menzhen;
using nlohmann::json;

constexpr std::size_t boards = 1200;
constexpr int callsSpread = 60;
constexpr int callsTogether = 30;
constexpr int patientsOfAZone = callsSpread + callsTogether;
constexpr std::chrono::milliseconds pause{80}; // more than the registry's coalescing
constexpr std::size_t spareFiles = 100;

struct Place {
    std::string zone, queue, room;
    json session;
};

std::vector<Place> placesOf(const json& sessions) {
    std::map<std::string, Place> byZone;
    for (const json& s : sessions)
        byZone.try_emplace(s["zone"], Place{s["zone"], s["queue"], s["room"], s});
    std::vector<Place> places;
    for (const auto& [zone, place] : byZone)
        places.push_back(place);
    return places;
}

struct Result {
    std::vector<double> wakeMs;
    double elsewhere = 0; ///< events of boards in other zones
    double bytes = 0;     ///< of the registry's memory, for a stream
};

[[noreturn]] void giveUp(const std::string& why) {
    throw std::runtime_error(why);
}

std::int64_t call(bench::WireClient& wire, const Place& place) {
    static int requests = 0;
    const json body{{"station", "S-" + place.zone},
                    {"request", "r" + std::to_string(++requests)},
                    {"half", "AM"},
                    {"room", place.room}};
    const bench::Reply reply =
        wire.post(bench::siteBase + ("queues/" + place.queue) + "/call-next", body.dump());
    if (reply.status != 200) giveUp(std::to_string(reply.status) + " " + reply.body);
    const json answer = json::parse(reply.body);
    if (!answer["result"].is_string()) giveUp("nobody was left to call");
    return answer["revision"];
}

int eventsOf(const std::vector<bench::LiveStreams::Heard>& heard,
             const std::vector<std::size_t>& but) {
    int events = 0;
    for (std::size_t i = 0; i < heard.size(); ++i)
        if (!std::binary_search(but.begin(), but.end(), i)) events += heard[i].events;
    return events;
}

/// Boards over `zones` in turn; then `calls`, in turn over the zones too.
Result measure(const bench::RegistryProcess& registry, const std::vector<Place>& zones, int calls) {
    const double before = registry.residentBytes();
    std::vector<std::string> paths;
    for (std::size_t i = 0; i < boards; ++i)
        paths.push_back(std::string(bench::siteBase) +
                        "live?scope=board:" + zones[i % zones.size()].zone);
    bench::LiveStreams streams(registry.port(), paths);
    std::vector<std::size_t> everybody(boards);
    for (std::size_t i = 0; i < boards; ++i)
        everybody[i] = i;
    if (!streams.wait(everybody, 0)) giveUp("not every board got its stream");
    Result result;
    result.bytes = (registry.residentBytes() - before) / static_cast<double>(boards);
    bench::WireClient wire(registry.port());
    for (int i = 0; i < calls; ++i) {
        std::this_thread::sleep_for(pause);
        const std::size_t zone = static_cast<std::size_t>(i) % zones.size();
        std::vector<std::size_t> there;
        for (std::size_t b = zone; b < boards; b += zones.size())
            there.push_back(b);
        const int others = eventsOf(streams.heard(), there);
        const auto begun = std::chrono::steady_clock::now();
        const std::int64_t revision = call(wire, zones[zone]);
        if (!streams.wait(there, revision)) giveUp("a board never heard of a call");
        const auto heard = streams.heard();
        for (const std::size_t b : there)
            result.wakeMs.push_back(
                std::chrono::duration<double, std::milli>(heard[b].at - begun).count());
        std::this_thread::sleep_for(pause);
        result.elsewhere += eventsOf(streams.heard(), there) - others;
    }
    return result;
}

void print(const char* what, double value, const char* unit, const char* more = "") {
    std::printf(R"({"bench":"live","what":"%s","value":%.3f,"unit":"%s"%s})"
                "\n",
                what, value, unit, more);
}

void run() {
    const bench::ScratchFolder scratch("bench-live");
    const bench::RegistryProcess registry(scratch.path());
    if (!registry.ready()) giveUp("the registry does not start");
    const std::vector<Place> zones = placesOf(registry.sessions());
    if (!bench::introduceKiosks(registry.port(), static_cast<int>(zones.size())))
        giveUp("the kiosks were refused");
    bench::WireClient wire(registry.port());
    for (std::size_t i = 0; i < zones.size(); ++i) {
        const std::string body = bench::morningBatch(json::array({zones[i].session}),
                                                     static_cast<int>(i), 1, 2 * patientsOfAZone);
        if (wire.post(std::string(bench::siteBase) + "ops", body).status != 200)
            giveUp("the morning was refused");
    }
    const Result spread = measure(registry, zones, callsSpread);
    const Result together = measure(registry, {zones.front()}, callsTogether);
    print("1,200 boards of one zone woken by a call, p99", bench::quantile(together.wakeMs, 0.99),
          "ms", R"(,"limit":250,"better":"lower")");
    print("the same, p50", bench::quantile(together.wakeMs, 0.5), "ms");
    print("1,200 boards of all zones, its own woken, p99", bench::quantile(spread.wakeMs, 0.99),
          "ms", R"(,"limit":250,"better":"lower")");
    print("boards of other zones woken", spread.elsewhere, "events",
          R"(,"limit":0,"better":"lower")");
    print("memory of the registry for a stream", spread.bytes / 1024, "kB");
    print("zones", static_cast<double>(zones.size()), "");
}

} // namespace

int main() {
    if (!bench::allowFiles(boards + spareFiles)) {
        std::fprintf(stderr, "bench_live: the system does not allow so many open files\n");
        return 1;
    }
    try {
        run();
    } catch (const std::exception& e) {
        std::fprintf(stderr, "bench_live: %s\n", e.what());
        return 1;
    }
    return 0;
}
