// SPDX-License-Identifier: Apache-2.0
// A station that was away while 100,000 ops happened: how long it takes to come level over the wire
// with the real courier, once by the log's tail and once by a snapshot, against what the database's
// own tool needs to dump and restore the registry's store with those ops (`.dump`, then reading it
// into a new file).
#include "db/sync/courier.h"
#include "db/sync/replica.h"
#include "drivers/crypto/opensslcrypto.h"
#include "tests/bench/morning.h"
#include "tests/bench/registryprocess.h"
#include "tests/support/clinic.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <optional>
#include <stdexcept>

namespace {

using namespace menzhen;
using nlohmann::json;

constexpr int kiosks = 25;
constexpr int opsOfAKiosk = 4000;
constexpr int opsPerPost = 1000;

class ShiftedClock final : public ports::Clock {
public:
    std::int64_t utcMs() const override { return bench::morningMs + monotonicMs(); }

    std::int64_t monotonicMs() const override {
        return std::chrono::duration_cast<std::chrono::milliseconds>(
                   std::chrono::steady_clock::now() - begun_)
            .count();
    }

    ports::LocalTime local(std::int64_t utcMs) const override { return shanghai_.local(utcMs); }

    std::int64_t utcMsOf(int day, int minute) const override {
        return shanghai_.utcMsOf(day, minute);
    }

private:
    std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
    test::FakeClock shanghai_;
};

double secondsSince(std::chrono::steady_clock::time_point begun) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

/// A station's sync without its Qt link: one request at a time on one connection, which is waited
/// for beside the writing, as the link's event loop does.
class Station {
public:
    Station(const std::string& store, const std::string& id, int port)
        : database_(open(store)), wire_(port), chance_(7),
          replica_(*database_, "HA", id, clock_, chance_) {
        const auto key = crypto_.generateKey();
        courier_.emplace(sync::CourierSetup{"HA", id, "counter",
                                            crypto_.publicPem(key->publicKey()), *database_,
                                            replica_, &replica_, clock_, chance_, &crypto_});
    }

    /// Asks and applies until the cursor stands at `revision`.
    double catchUpSeconds(std::int64_t revision) {
        const auto begun = std::chrono::steady_clock::now();
        courier_->liveOpened(); // what makes a device that came back ask at once
        std::future<bench::Reply> answer;
        while (cursor() < revision) {
            if (!answer.valid())
                if (auto request = courier_->next())
                    answer = std::async(std::launch::async, [this, asked = std::move(*request)] {
                        return asked.method == "POST" ? wire_.post(asked.path, asked.body)
                                                      : wire_.get(asked.path);
                    });
            if (courier_->hasWork()) {
                courier_->work();
            } else if (answer.valid()) {
                bench::Reply reply = answer.get();
                courier_->answered(ports::LinkResponse{reply.status, std::move(reply.body), {}});
            } else {
                throw std::runtime_error("the courier waits: " + courier_->state().problem);
            }
        }
        return secondsSince(begun);
    }

    std::int64_t cursor() {
        const auto cursor = replica_.cursor();
        return cursor && !cursor->epoch.empty() ? cursor->revision : -1;
    }

private:
    static std::unique_ptr<store::Database> open(const std::string& path) {
        auto opened = store::Database::open(path, store::StoreKind::Device);
        if (!opened) throw std::runtime_error(opened.error().detail);
        return std::move(*opened);
    }

    std::unique_ptr<store::Database> database_;
    bench::WireClient wire_;
    crypto::OpenSslCrypto crypto_;
    ShiftedClock clock_;
    test::SeededChance chance_;
    sync::Replica replica_;
    std::optional<sync::Courier> courier_;
};

std::int64_t revisionOf(int port) {
    return json::parse(bench::WireClient(port)
                           .get(std::string(bench::siteBase) + "snapshot?scope=board:3A")
                           .body)["revision"];
}

void fill(int port, const json& sessions) {
    bench::WireClient wire(port);
    for (int kiosk = 0; kiosk < kiosks; ++kiosk)
        for (int from = 1; from <= opsOfAKiosk; from += opsPerPost) {
            const auto reply = wire.post(std::string(bench::siteBase) + "ops",
                                         bench::morningBatch(sessions, kiosk, from, opsPerPost));
            if (reply.status != 200) throw std::runtime_error(reply.body.substr(0, 300));
        }
}

double dumpAndRestoreSeconds(const std::string& store, const std::filesystem::path& folder) {
    const std::string sql = (folder / "dump.sql").string();
    const std::string copy = (folder / "restored.db").string();
    const auto begun = std::chrono::steady_clock::now();
    const std::string line =
        "sqlite3 '" + store + "' .dump > '" + sql + "' && sqlite3 '" + copy + "' < '" + sql + "'";
    if (std::system(line.c_str()) != 0) throw std::runtime_error("sqlite3 .dump failed");
    return secondsSince(begun);
}

void print(const char* what, double value, const char* unit, const char* more = "") {
    std::printf(R"({"bench":"catchup","what":"%s","value":%.3f,"unit":"%s"%s})"
                "\n",
                what, value, unit, more);
}

void run() {
    const bench::ScratchFolder scratch("bench-catchup");
    const bench::RegistryProcess registry(scratch.path());
    const int port = registry.port();
    if (!registry.ready() || !bench::introduceKiosks(port, kiosks))
        throw std::runtime_error("the registry does not start");
    Station away((scratch.path() / "away.db").string(), "S1", port);
    away.catchUpSeconds(revisionOf(port));
    fill(port, registry.sessions());
    const std::int64_t through = revisionOf(port);
    const double tail = away.catchUpSeconds(through);
    Station fresh((scratch.path() / "fresh.db").string(), "S2", port);
    const double snapshot = fresh.catchUpSeconds(through);
    const double dump = dumpAndRestoreSeconds(registry.store(), scratch.path());
    print("100,000 ops by tail against dump and restore", tail / dump, "ratio",
          R"(,"limit":1,"better":"lower")");
    print("the same by snapshot", snapshot / dump, "ratio", R"(,"limit":0.2,"better":"lower")");
    print("by tail", tail, "s");
    print("by snapshot", snapshot, "s");
    print("dump and restore of the registry's store", dump, "s");
}

} // namespace

int main() {
    try {
        run();
    } catch (const std::exception& e) {
        std::fprintf(stderr, "bench_catchup: %s\n", e.what());
        return 1;
    }
    return 0;
}
