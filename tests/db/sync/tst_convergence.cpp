// SPDX-License-Identifier: Apache-2.0
// Two devices and a registry over random work, lost requests, lost answers and crashes between any
// two steps: in the end everybody holds the same rows, and every op happened once. A seed replays a
// run: MENZHEN_SEED=n.
#include "db/store/oplog.h"
#include "db/store/records.h"
#include "tests/db/sync/tinyhall.h"

#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <random>

using namespace menzhen;
using nlohmann::json;
using test::Clinic;
using test::monday;
using test::TinyDevice;

namespace {

constexpr int runs = 12;
constexpr int stepsEach = 300;
constexpr int devices = 2;

class Run {
public:
    explicit Run(std::uint64_t seed) : random_(seed), seed_(seed) {
        clinic_ = Clinic::small(2, 30);
        clinic_->clock.set(monday, 500);
        for (int i = 0; i < devices; ++i) {
            keys_.push_back(test::publicKeyOf(*clinic_));
            for (const char* tail : {"", "-wal", "-shm"})
                std::filesystem::remove(test::storeOfTest(std::to_string(i)) + tail);
            devices_.push_back(nullptr);
            start(i);
        }
    }

    void step() {
        const int who = pick(devices);
        clinic_->clock.nowMs += pick(4000);
        switch (pick(12)) {
        case 0:
        case 1:
        case 2:
            act(*devices_[who]);
            break;
        case 3:
            registryActs();
            break;
        case 4:
            if (pick(6) == 0) start(who); // a crash; also while a request is under way
            break;
        default:
            turn(*devices_[who]);
        }
    }

    void settle() {
        // Twice around: the second device's ops are news to the first.
        for (int round = 0; round < 2; ++round)
            for (auto& device : devices_)
                ASSERT_TRUE(device->settle())
                    << device->id << " " << device->courier->state().problem;
    }

    void check() {
        const std::string truth = test::projectionOf(*clinic_->database, "T1");
        for (auto& device : devices_) {
            EXPECT_EQ(test::projectionOf(*device->database, "T1"), truth) << device->id;
            EXPECT_EQ(device->courier->state().mismatches, 0) << device->id;
            checkOutbox(*device);
        }
    }

private:
    int pick(int below) { return static_cast<int>(random_() % static_cast<std::uint64_t>(below)); }

    void start(int i) {
        devices_[i].reset();
        devices_[i] = std::make_unique<TinyDevice>(*clinic_, "K" + std::to_string(i + 1),
                                                   test::storeOfTest(std::to_string(i)),
                                                   seed_ * 16 + random_() % 16, keys_[i]);
    }

    std::string entryOf(TinyDevice& device) {
        std::string id;
        (void)device.database->read([&]() -> core::Result<void> {
            const auto rows = store::select(*device.database, "T1", "entry", "ORDER BY id");
            if (!rows.empty()) id = rows[pick(static_cast<int>(rows.size()))].text("id");
            return {};
        });
        return id;
    }

    std::string newId() {
        char id[17];
        std::snprintf(id, sizeof id, "%016llx", static_cast<unsigned long long>(random_()));
        return id;
    }

    void issue(TinyDevice& device) {
        const bool held = pick(2) == 0;
        const std::string dep = pick(2) == 0 ? "A" : "B";
        json fields{{"ticket", newId()},
                    {"kind", "extra"},
                    {"session", "DEP" + dep + "-D1-AM"},
                    {"slot", 0},
                    {"queue", "DEP" + dep + "-D1"},
                    {"half", "AM"},
                    {"number", device.id + "-" + std::to_string(++numbers_)},
                    {"band", 480},
                    {"zone", "1A"},
                    {"short_code", "7G0MX2A4"},
                    {"masked", "王*"}};
        if (held) {
            const auto hold = clinic_->act([&](clerk::Clerk& c) {
                return c.hold({{"day", monday},
                               {"session", fields["session"]},
                               {"channel", "KIOSK"},
                               {"holder", device.id}});
            });
            if (!hold) return;
            fields["kind"] = "walkin";
            for (const char* name : {"slot", "hold", "number", "band"})
                fields[name] = (*hold)[name];
        }
        (void)device.commit("ticket.issued", fields);
        if (pick(3) > 0) (void)device.commit("entry.checked_in", {{"entry", fields["ticket"]}});
    }

    void act(TinyDevice& device) {
        const std::string entry = entryOf(device);
        const std::string station = "S" + std::to_string(1 + pick(2));
        switch (pick(10)) {
        case 0:
        case 1:
        case 2:
            issue(device);
            break;
        case 3:
            (void)device.commit("entry.checked_in", {{"entry", entry}});
            break;
        case 4:
            (void)device.commit(pick(2) == 0 ? "entry.missed" : "entry.recalled",
                                {{"entry", entry}});
            break;
        case 5:
            (void)device.commit("entry.finished", {{"entry", entry}});
            break;
        case 6:
            (void)device.commit("entry.left_for_tests", {{"entry", entry}, {"pin", station}});
            break;
        case 7:
            (void)device.commit("station.opened", {{"station", station},
                                                   {"queue", pick(2) == 0 ? "DEPA-D1" : "DEPB-D1"},
                                                   {"half", "AM"},
                                                   {"room", "101"},
                                                   {"zone", "1A"}});
            break;
        case 8:
            (void)device.commit("station.paused",
                                {{"station", station}, {"reason", "tea"}, {"until", 0}});
            break;
        default:
            (void)device.commit("help.requested", {{"help", newId()}, {"screen", "home"}});
        }
    }

    void registryActs() {
        (void)clinic_->act([&](clerk::Clerk& c) -> core::Result<json> {
            if (pick(4) == 0) return json(c.expireHolds());
            return c.callNext(
                pick(2) == 0 ? "DEPA-D1" : "DEPB-D1",
                {{"station", "S" + std::to_string(1 + pick(2))}, {"half", "AM"}, {"room", "101"}});
        });
    }

    void turn(TinyDevice& device) {
        if (device.courier->hasWork()) {
            (void)device.courier->work();
            return;
        }
        if (pick(5) == 0) device.courier->liveOpened();
        const auto request = device.courier->next();
        if (!request) return;
        const int luck = pick(10);
        if (luck == 0) { // never arrived
            device.courier->answered(core::fail(core::ErrorKind::Offline, "no-answer"));
            return;
        }
        const auto answer = test::serve(*clinic_, *request);
        if (luck == 1) // executed, and nobody hears
            device.courier->answered(core::fail(core::ErrorKind::Offline, "timeout"));
        else
            device.courier->answered(answer);
    }

    void checkOutbox(TinyDevice& device) {
        std::vector<store::OutboxOp> own;
        (void)device.database->read([&]() -> core::Result<void> {
            own = store::outboxFrom(*device.database, 1, 1, 1'000'000);
            return {};
        });
        (void)clinic_->database->read([&]() -> core::Result<void> {
            const auto known = store::findDevice(*clinic_->database, "T1", device.id);
            EXPECT_EQ(known ? known->lastSeq : 0, static_cast<std::int64_t>(own.size()));
            for (const store::OutboxOp& op : own) {
                const auto logged = store::findOp(*clinic_->database, "T1", device.id, 1, op.seq);
                EXPECT_TRUE(logged.has_value()) << device.id << " " << op.seq;
                if (!logged) continue;
                EXPECT_EQ(logged->hash, op.hash);
                EXPECT_EQ(logged->rev, op.rev) << device.id << " " << op.seq;
            }
            return {};
        });
    }

    std::mt19937_64 random_;
    std::uint64_t seed_;
    std::unique_ptr<Clinic> clinic_;
    std::vector<std::string> keys_;
    std::vector<std::unique_ptr<TinyDevice>> devices_;
    int numbers_ = 0;
};

void runSeed(std::uint64_t seed) {
    SCOPED_TRACE("MENZHEN_SEED=" + std::to_string(seed));
    Run run(seed);
    for (int i = 0; i < stepsEach; ++i)
        run.step();
    run.settle();
    if (testing::Test::HasFatalFailure()) return;
    run.check();
}

TEST(Convergence, EverybodyEndsWithTheSameRows) {
    if (const char* given = std::getenv("MENZHEN_SEED")) return runSeed(std::stoull(given));
    const std::uint64_t first = std::random_device{}();
    std::printf("seeds %llu to %llu\n", static_cast<unsigned long long>(first),
                static_cast<unsigned long long>(first + runs - 1));
    for (int i = 0; i < runs && !testing::Test::HasFailure(); ++i)
        runSeed(first + static_cast<std::uint64_t>(i));
}

} // namespace
