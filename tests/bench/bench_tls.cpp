// SPDX-License-Identifier: Apache-2.0
// What mutual TLS costs: 32 devices post batches of 100 ops to a registry in clear and to one that
// knows their certificates, in turns. The ops are the lightest there are, so that the wire weighs
// as much as it can. And how long a device takes to come back, with and without its ticket.
#include "app/ops/devicetrust.h"
#include "drivers/crypto/authority.h"
#include "drivers/crypto/opensslcrypto.h"
#include "drivers/crypto/systemchance.h"
#include "tests/bench/registryprocess.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <thread>
#include <vector>

namespace {

using namespace menzhen;
using bench::WireClient;
using nlohmann::json;

constexpr int devices = 32;
constexpr int batchesEach = 8;
constexpr int opsPerBatch = 100;
constexpr int rounds = 5;
constexpr int reconnects = 300;
constexpr std::int64_t occurredAt = 1795391400000; // 2026-11-23 07:50 in Asia/Shanghai

std::string nameOf(int device) {
    char text[8];
    std::snprintf(text, sizeof text, "W%02d", device);
    return text;
}

/// The clock of nobody: enrolling needs one.
class NoClock final : public ports::Clock {
public:
    std::int64_t utcMs() const override { return occurredAt; }

    std::int64_t monotonicMs() const override { return occurredAt; }

    ports::LocalTime local(std::int64_t) const override { return {bench::benchDay, 470, 0}; }

    std::int64_t utcMsOf(int, int) const override { return occurredAt; }
};

/// One registry, and what its devices speak through.
struct Side {
    bench::RegistryProcess registry;
    std::vector<std::unique_ptr<test::TlsClient>> clients; ///< empty: in clear
    int sent = 0;                                          ///< batches of each device

    Side(const std::filesystem::path& folder, bool tls) : registry(folder, tls) {}

    std::unique_ptr<WireClient> connect(std::size_t device) {
        if (clients.empty()) return std::make_unique<WireClient>(registry.port());
        return std::make_unique<WireClient>(registry.port(), *clients[device]);
    }
};

/// As `menzhen enrol` and the devices together would.
bool enrol(Side& side, bool tls) {
    const crypto::OpenSslCrypto crypto;
    crypto::SystemChance chance;
    const NoClock clock;
    const std::int64_t now = std::time(nullptr);
    const auto authority = crypto::Authority::open(crypto, chance, side.registry.keys(), now);
    auto database = store::Database::open(side.registry.store(), store::StoreKind::Registry);
    if (!authority || !database) return false;
    ops::SiteLog log(**database, "HA", crypto, clock, chance);
    const auto done = (*database)->transact([&]() -> core::Result<void> {
        if (auto begun = log.begin(); !begun) return begun;
        for (int d = 0; d < devices; ++d) {
            const auto key = crypto.generateKey();
            if (auto good = ops::enrolDevice(log, nameOf(d), "kiosk", key->publicKey()); !good)
                return good;
            const auto certificate =
                authority->issueDevice("HA", "kiosk", nameOf(d), key->publicKey(), now);
            if (tls)
                side.clients.push_back(std::make_unique<test::TlsClient>(
                    test::TlsIdentity{certificate.pem, key->privatePem()}));
        }
        log.end();
        return {};
    });
    return done.has_value();
}

std::string batchText(int device, int firstSeq) {
    json ops = json::array();
    for (int i = 0; i < opsPerBatch; ++i) {
        char help[20];
        std::snprintf(help, sizeof help, "%04x%012x", device, firstSeq + i);
        ops.push_back({{"device", nameOf(device)},
                       {"incarnation", 1},
                       {"seq", firstSeq + i},
                       {"type", "help.requested"},
                       {"version", 1},
                       {"day", bench::benchDay},
                       {"occurred_at", occurredAt},
                       {"actor", nameOf(device)},
                       {"request", ""},
                       {"fields", {{"help", help}, {"screen", "attract"}}}});
    }
    return json{{"device", nameOf(device)}, {"ops", std::move(ops)}}.dump();
}

/// Ops a second, each device one batch after the other over one connection; 0: something failed.
double load(Side& side) {
    std::vector<std::vector<std::string>> bodies(devices);
    for (int d = 0; d < devices; ++d)
        for (int b = 0; b < batchesEach; ++b)
            bodies[static_cast<std::size_t>(d)].push_back(
                batchText(d, (side.sent + b) * opsPerBatch + 1));
    side.sent += batchesEach;
    std::atomic<int> failed = 0;
    std::atomic<int> connected = 0;
    std::atomic<bool> go = false;
    std::vector<std::thread> threads;
    for (std::size_t d = 0; d < devices; ++d)
        threads.emplace_back([&, d] {
            const auto client = side.connect(d);
            ++connected;
            while (!go)
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            for (const std::string& body : bodies[d]) {
                const bench::Reply reply = client->post("/v1/sites/HA/ops", body);
                const bool good =
                    reply.status == 200 && reply.body.find("rejected") == std::string::npos;
                if (!good && failed++ == 0)
                    std::fprintf(stderr, "%d %.300s\n", reply.status, reply.body.c_str());
                if (!good) return;
            }
        });
    while (connected < devices)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    const auto begun = std::chrono::steady_clock::now();
    go = true;
    for (std::thread& thread : threads)
        thread.join();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    return failed > 0 ? 0 : devices * batchesEach * opsPerBatch / took.count();
}

/// Milliseconds from nothing to an answer, the median.
double reconnectMs(Side& side, bool resumed) {
    std::vector<double> all;
    for (int i = 0; i < reconnects; ++i) {
        test::TlsClient fresh;
        const auto begun = std::chrono::steady_clock::now();
        WireClient client(side.registry.port(), resumed ? *side.clients[0] : fresh);
        if (client.get("/healthz").status != 200) return 0;
        const std::chrono::duration<double, std::milli> took =
            std::chrono::steady_clock::now() - begun;
        all.push_back(took.count());
    }
    std::nth_element(all.begin(), all.begin() + reconnects / 2, all.end());
    return all[reconnects / 2];
}

void print(const char* what, double value, const char* unit, const char* more = "") {
    std::printf(R"({"bench":"tls","what":"%s","value":%.3f,"unit":"%s"%s})"
                "\n",
                what, value, unit, more);
}

} // namespace

int main() {
    const bench::ScratchFolder scratch("bench-tls");
    Side plain(scratch.path() / "plain", false);
    Side secured(scratch.path() / "tls", true);
    if (!plain.registry.ready() || !secured.registry.ready()) return 1;
    if (!enrol(plain, false) || !enrol(secured, true)) return 1;

    struct Round {
        double plain = 0;
        double secured = 0;

        double ratio() const { return secured / plain; }
    };

    std::vector<Round> all;
    for (int i = 0; i < rounds; ++i) {
        Round round;
        // Whoever comes second meets the warmer machine: in turns.
        if (i % 2 == 0) round.plain = load(plain);
        round.secured = load(secured);
        if (i % 2 != 0) round.plain = load(plain);
        if (round.plain == 0 || round.secured == 0) return 1;
        all.push_back(round);
    }
    std::sort(all.begin(), all.end(),
              [](const Round& a, const Round& b) { return a.ratio() < b.ratio(); });
    const Round& middle = all[rounds / 2];
    print("batch rate with mutual TLS against plain", middle.ratio(), "ratio",
          R"(,"limit":0.6,"better":"higher")");
    print("ops made durable with mutual TLS", middle.secured, "1/s");
    print("the same in clear", middle.plain, "1/s");
    print("a reconnect with its ticket", reconnectMs(secured, true), "ms");
    print("a first connection", reconnectMs(secured, false), "ms");
    return 0;
}
