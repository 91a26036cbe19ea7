// SPDX-License-Identifier: Apache-2.0
// A small real registry in memory for tests: the real store, rules, crypto and clerk, with a clock
// that the test moves and chance from a seed.
#pragma once

#include "app/clerk/requests.h"
#include "app/core/hospital.h"
#include "app/ports/chance.h"
#include "app/ports/clock.h"
#include "db/store/database.h"
#include "drivers/crypto/opensslcrypto.h"

#include <cstdint>
#include <memory>
#include <random>
#include <string>

namespace menzhen::test {

/// The site's wall clock is UTC plus eight hours, without summer time.
class FakeClock final : public ports::Clock {
public:
    std::int64_t utcMs() const override { return nowMs + setMs; }

    std::int64_t monotonicMs() const override { return nowMs; }

    ports::LocalTime local(std::int64_t utcMs) const override;
    std::int64_t utcMsOf(int day, int minute) const override;

    void set(int day, int minute) { nowMs = utcMsOf(day, minute); }

    std::int64_t nowMs = 0;
    std::int64_t setMs = 0; ///< by how much somebody set the clock on the wall
};

class SeededChance final : public ports::Chance {
public:
    explicit SeededChance(std::uint64_t seed) : engine_(seed) {}

    void fill(std::span<std::uint8_t> bytes) override {
        for (std::uint8_t& b : bytes)
            b = static_cast<std::uint8_t>(engine_());
    }

private:
    std::mt19937_64 engine_;
};

inline constexpr int monday = 20261123;

/// The identity number of the n-th made-up patient (1 to 999), born on the given day.
std::string demoIdNumber(int n, int birth = 19881120);

/// An answer that is JSON text already, as a value.
core::Result<nlohmann::json> parsed(const clerk::Shown& shown);

/// Site "HA" from resources/hospitals, sessions opened for `days` days from `monday` on, 07:50.
/// Or a small made-up hospital: one department, one personal queue, `slots` slots for kiosks alone.
class Clinic {
public:
    static std::unique_ptr<Clinic> demo(const std::string& storePath = ":memory:", int days = 2);
    static std::unique_ptr<Clinic> small(int sessions, int slotsEach,
                                         const std::string& storePath = ":memory:");

    using Act = std::function<core::Result<nlohmann::json>(clerk::Clerk&)>;
    /// One command in one transaction, as the registry's writer does it.
    core::Result<nlohmann::json> act(const Act& command);
    /// One command that must succeed.
    nlohmann::json must(const Act& command);
    core::Result<nlohmann::json>
    view(const std::function<core::Result<nlohmann::json>(clerk::Views&)>& read);
    /// A device's request as the server answers it.
    ports::LinkResponse answer(const ports::LinkRequest& request, const std::string& peer = {});
    std::int64_t rev();

    FakeClock clock;
    SeededChance chance{7};
    crypto::OpenSslCrypto crypto;
    clerk::SiteKeys keys;
    std::unique_ptr<store::Database> database;
    std::unique_ptr<clerk::Clerk> clerk;

private:
    Clinic(const std::string& storePath);
    clerk::ClerkSetup setup();
    void import(const core::Hospital& hospital, int days);
};

} // namespace menzhen::test
