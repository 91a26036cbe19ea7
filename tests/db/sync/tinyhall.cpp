// SPDX-License-Identifier: Apache-2.0
#include "tests/db/sync/tinyhall.h"

#include <gtest/gtest.h>

#include "app/core/calendar.h"
#include "app/core/check.h"
#include "db/store/records.h"

namespace menzhen::test {

using nlohmann::json;

ports::LinkResponse serve(Clinic& clinic, const ports::LinkRequest& request) {
    MENZHEN_CHECK(request.method != "POST" || !request.idempotencyKey.empty(),
                  "a POST without its key");
    return clinic.answer(request);
}

std::string projectionOf(store::Database& database, const std::string& site) {
    std::string text;
    const auto done = database.read([&]() -> core::Result<void> {
        for (const store::Table& table : store::tables()) {
            const std::vector<store::Record> rows =
                table.perDay
                    ? store::select(database, site, table.name, "AND day IN (?, ?)",
                                    {std::int64_t{monday}, std::int64_t{core::nextDay(monday)}})
                    : store::select(database, site, table.name);
            for (const store::Record& row : rows) {
                text += std::string(table.name) + ":";
                for (std::size_t i = 0; i < table.columns.size(); ++i) {
                    text += " " + std::string(table.columns[i].name) + "=";
                    if (const auto* number = std::get_if<std::int64_t>(&row.cellAt(i)))
                        text += std::to_string(*number);
                    else
                        text += std::get<std::string>(row.cellAt(i));
                }
                text += "\n";
            }
        }
        return {};
    });
    MENZHEN_CHECK(done.has_value(), "a store that cannot be read");
    return text;
}

std::string publicKeyOf(Clinic& clinic) {
    return clinic.crypto.publicPem(clinic.crypto.generateKey()->publicKey());
}

TinyDevice::TinyDevice(Clinic& hall, std::string device, const std::string& file,
                       std::uint64_t seed, const std::string& publicKey)
    : clinic(hall), id(std::move(device)), chance(seed) {
    auto opened = store::Database::open(file, store::StoreKind::Device);
    MENZHEN_CHECK(opened.has_value(), "a device's store does not open");
    database = std::move(*opened);
    const std::string site = clinic.clerk->site();
    journal =
        std::make_unique<sync::Journal>(*database, site, id, clinic.crypto, clinic.clock, chance);
    siteClock = std::make_unique<sync::SiteClock>(clinic.clock);
    replica = std::make_unique<sync::Replica>(*database, site, id, clinic.clock, chance);
    courier = std::make_unique<sync::Courier>(
        sync::CourierSetup{site, id, "kiosk", publicKey, *database, *replica, replica.get(),
                           clinic.clock, chance, &clinic.crypto, siteClock.get()});
    journal->onCommit([this] { courier->committed(); });
}

core::Result<sync::Committed> TinyDevice::commit(const std::string& type, json fields,
                                                 const std::string& actor) {
    return journal->commit({{type, monday, std::move(fields), actor, {}, {}}});
}

bool TinyDevice::turn() {
    if (courier->hasWork()) {
        (void)courier->work();
        return true;
    }
    const auto request = courier->next();
    if (!request) return false;
    courier->answered(serve(clinic, *request));
    return true;
}

bool TinyDevice::settle(int mostSteps) {
    // A wake-up from the live channel, as the registry sends it at each of its commits.
    courier->woken(json{{"through", clinic.rev()}, {"epoch", clinic.clerk->epoch()}}.dump());
    for (int i = 0; i < mostSteps; ++i) {
        if (turn()) continue;
        if (courier->state().upToDate && courier->state().cursor == clinic.rev()) return true;
        clinic.clock.nowMs = std::max(clinic.clock.nowMs + 1, courier->wakeAtMs().value_or(0));
    }
    return false;
}

std::string storeOfTest(const std::string& name) {
    const std::string test = testing::UnitTest::GetInstance()->current_test_info()->name();
    return testing::TempDir() + "menzhen-" + test + "-" + name + ".sqlite";
}

} // namespace menzhen::test
