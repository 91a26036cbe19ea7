// SPDX-License-Identifier: Apache-2.0
// What a visitor waits for before the printer starts: the commit of a ticket and its arrival with
// the print effect in a device's own store, beside the smallest commit that the disk allows (one
// row, FULL), taken in turn so that both meet the same disk. Between two visitors the device tidies
// its store, as it does in the hall.
#include "app/ports/chance.h"
#include "db/store/records.h"
#include "db/sync/journal.h"
#include "drivers/crypto/opensslcrypto.h"
#include "tests/bench/registryprocess.h"
#include "tests/support/clinic.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

namespace {

using namespace menzhen;
using nlohmann::json;

constexpr int runs = 5;
constexpr int commitsPerRun = 300;
constexpr int warmUp = 20;

double msSince(std::chrono::steady_clock::time_point begun) {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun)
        .count();
}

double quantile(std::vector<double> values, std::size_t percent) {
    std::sort(values.begin(), values.end());
    return values[values.size() * percent / 100];
}

std::unique_ptr<store::Database> openStore(const std::string& path) {
    auto opened = store::Database::open(path, store::StoreKind::Device);
    if (!opened) {
        std::fprintf(stderr, "%s\n", opened.error().detail.c_str());
        std::exit(1);
    }
    return std::move(*opened);
}

void addQueue(store::Database& database) {
    store::Record row("queue");
    row.set("day", test::monday).set("half", "AM").set("id", "CARD-D01").set("department", "CARD");
    (void)database.transact([&]() -> core::Result<void> {
        store::upsert(database, "HA", row, 1);
        return {};
    });
}

std::vector<sync::DraftOp> visit(int patient) {
    char ticket[20];
    std::snprintf(ticket, sizeof ticket, "%016x", patient);
    char number[8];
    std::snprintf(number, sizeof number, "X%04d", patient);
    sync::DraftOp issued;
    issued.type = "ticket.issued";
    issued.day = test::monday;
    issued.fields = {{"ticket", ticket},    {"kind", "extra"}, {"session", "CARD-D01-AM"},
                     {"queue", "CARD-D01"}, {"half", "AM"},    {"number", number},
                     {"band", 480},         {"zone", "3A"},    {"short_code", "7G0MX2A4"},
                     {"masked", "王*试"}};
    sync::DraftOp arrived;
    arrived.type = "entry.checked_in";
    arrived.day = test::monday;
    arrived.fields = {{"entry", ticket}};
    return {issued, arrived};
}

double commitMs(sync::Journal& journal, int patient) {
    const std::vector<sync::DraftOp> drafts = visit(patient);
    const auto begun = std::chrono::steady_clock::now();
    const auto done = journal.commit(drafts, [&](const sync::Committed&) {
        return std::vector<sync::DraftEffect>{
            {"print", json{{"ticket", drafts[0].fields}, {"code", std::string(300, 'A')}}.dump()}};
    });
    const double took = msSince(begun);
    if (!done) {
        std::fprintf(stderr, "%s %s\n", done.error().code.c_str(), done.error().detail.c_str());
        std::exit(1);
    }
    return took;
}

double bareMs(store::Database& database, int at) {
    const auto begun = std::chrono::steady_clock::now();
    (void)database.transact([&]() -> core::Result<void> {
        store::setMeta(database, "row" + std::to_string(at), "x");
        return {};
    });
    return msSince(begun);
}

struct Run {
    double ratio = 0, device = 0, bare = 0; // p99
    double deviceMedian = 0, bareMedian = 0;
};

Run measure(const std::filesystem::path& folder, const ports::Crypto& crypto) {
    std::filesystem::create_directories(folder);
    const auto device = openStore((folder / "device.db").string());
    const auto bare = openStore((folder / "bare.db").string());
    addQueue(*device);
    test::FakeClock clock;
    clock.set(test::monday, 470);
    test::SeededChance chance(1);
    sync::Journal journal(*device, "HA", "K01", crypto, clock, chance);
    std::vector<double> deviceTook;
    std::vector<double> bareTook;
    for (int i = 0; i < warmUp + commitsPerRun; ++i) {
        device->tidy();
        const double one = commitMs(journal, i);
        const double other = bareMs(*bare, i);
        if (i < warmUp) continue;
        deviceTook.push_back(one);
        bareTook.push_back(other);
    }
    Run run;
    run.device = quantile(deviceTook, 99);
    run.bare = quantile(bareTook, 99);
    run.deviceMedian = quantile(deviceTook, 50);
    run.bareMedian = quantile(bareTook, 50);
    run.ratio = run.device / run.bare;
    return run;
}

void print(const char* what, double value, const char* unit, const char* more = "") {
    std::printf(R"({"bench":"device-commit","what":"%s","value":%.3f,"unit":"%s"%s})"
                "\n",
                what, value, unit, more);
}

} // namespace

int main() {
    const bench::ScratchFolder scratch("bench-device");
    const crypto::OpenSslCrypto crypto;
    std::vector<Run> all;
    for (int i = 0; i < runs; ++i)
        all.push_back(measure(scratch.path() / std::to_string(i), crypto));
    std::sort(all.begin(), all.end(), [](const Run& a, const Run& b) { return a.ratio < b.ratio; });
    const Run& middle = all[runs / 2];
    print("p99 of a ticket's commit against a bare commit", middle.ratio, "ratio",
          R"(,"limit":1.5,"better":"lower")");
    print("p99 of a ticket's commit", middle.device, "ms");
    print("p99 of a bare one-row commit", middle.bare, "ms");
    print("the same, medians", middle.deviceMedian / middle.bareMedian, "ratio");
    print("median of a ticket's commit", middle.deviceMedian, "ms");
    print("fdatasync here", bench::fdatasyncMs(scratch.path()), "ms");
    return 0;
}
