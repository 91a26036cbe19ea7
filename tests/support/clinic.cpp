// SPDX-License-Identifier: Apache-2.0
#include "tests/support/clinic.h"

#include "app/core/calendar.h"
#include "app/core/check.h"
#include "app/core/idnumber.h"
#include "app/ops/hospitalfile.h"
#include "app/ops/hospitalimport.h"
#include "db/store/oplog.h"

#include <cstdio>
#include <fstream>
#include <sstream>

namespace menzhen::test {

namespace {

constexpr std::int64_t dayMs = 86'400'000;
constexpr std::int64_t offsetMs = 8 * 3'600'000;
constexpr int epochDay = 19700101;

core::Bytes secretOf(std::uint8_t fill) {
    return core::Bytes(clerk::secretSize, fill);
}

core::Hospital smallHospital(int sessions, int slotsEach) {
    core::Hospital h;
    h.organization = {"T1", {"测试医院", "Test Hospital"}, "测试", "test", true, {}, {}, {}};
    for (int i = 0; i < sessions; ++i) {
        const std::string prefix(1, static_cast<char>('A' + i));
        core::Department d;
        d.code = "DEP" + prefix;
        d.name = {"科室" + prefix, "Department " + prefix};
        d.zone = "1A";
        d.rooms = {std::to_string(101 + i)};
        d.prefix = prefix;
        h.departments.push_back(d);
        h.practitioners.push_back({"DEP" + prefix + "-D1",
                                   {"医生", "Doctor"},
                                   {"医师", "Physician"},
                                   core::PractitionerKind::Expert,
                                   d.code});
        core::SessionTemplate t;
        t.practitioner = "DEP" + prefix + "-D1";
        t.department = d.code;
        t.weekday = core::Weekday::Monday;
        t.half = core::HalfDay::Morning;
        t.start = 480;
        t.end = 690;
        t.room = d.rooms[0];
        t.capacity = slotsEach;
        t.fee = "GEN";
        h.sessionTemplates.push_back(t);
    }
    h.bookingPolicy.onePerDepartmentDay = false; // tests of slots book one person again and again
    h.bookingPolicy.personDayLimit = h.bookingPolicy.personOpenLimit = 1000;
    h.fees.push_back({"GEN", {"普通", "General"}, 1000});
    h.channels.push_back({"KIOSK", {"自助机", "Kiosk"}, core::wholeShare});
    return h;
}

} // namespace

ports::LocalTime FakeClock::local(std::int64_t utcMs) const {
    const std::int64_t localMs = utcMs + offsetMs;
    const int days = static_cast<int>(localMs / dayMs);
    const int second = static_cast<int>(localMs % dayMs / 1000);
    return {core::addDays(epochDay, days), second / 60, second % 60};
}

std::int64_t FakeClock::utcMsOf(int day, int minute) const {
    return core::daysBetween(epochDay, day) * dayMs + minute * std::int64_t{60'000} - offsetMs;
}

std::string demoIdNumber(int n, int birth) {
    char digits[32];
    std::snprintf(digits, sizeof digits, "999999%08d%03d", birth, n);
    return digits + std::string(1, core::idCheckCharacter(digits));
}

core::Result<nlohmann::json> parsed(const clerk::Shown& shown) {
    if (!shown) return tl::unexpected(shown.error());
    return nlohmann::json::parse(*shown);
}

Clinic::Clinic(const std::string& storePath) {
    clock.set(monday, 470);
    auto opened = store::Database::open(storePath, store::StoreKind::Registry);
    MENZHEN_CHECK(opened.has_value(), "the test's store does not open");
    database = std::move(*opened);
    keys.signing = crypto.generateKey();
    keys.sealing = crypto.generateKey();
    keys.lobbySecret = secretOf(1);
    keys.indexKey = secretOf(2);
    keys.masterKey = secretOf(3);
}

clerk::ClerkSetup Clinic::setup() {
    return {*database, crypto, clock, chance, keys, true};
}

void Clinic::import(const core::Hospital& hospital, int days) {
    clerk = std::make_unique<clerk::Clerk>(hospital.organization.id, setup());
    const auto imported = database->transact([&]() -> core::Result<void> {
        if (const auto begun = clerk->log().begin(true); !begun) return begun;
        const auto counts =
            ops::importHospital(clerk->log(), hospital, monday, days, [](int, int) {});
        if (!counts) return tl::unexpected(counts.error());
        if (const auto published = clerk->publishKeys(); !published) return published;
        clerk->end();
        return {};
    });
    MENZHEN_CHECK(imported.has_value(), imported ? "" : imported.error().detail.c_str());
}

std::unique_ptr<Clinic> Clinic::demo(const std::string& storePath, int days) {
    std::unique_ptr<Clinic> clinic(new Clinic(storePath));
    std::ifstream file(std::string(MENZHEN_RESOURCES) + "/hospitals/hospital-demo.json");
    std::stringstream text;
    text << file.rdbuf();
    const auto read = ops::readHospitalFile(text.str());
    MENZHEN_CHECK(read.has_value(), "the demo hospital does not read");
    clinic->import(read->hospitals.front(), days);
    return clinic;
}

std::unique_ptr<Clinic> Clinic::small(int sessions, int slotsEach, const std::string& storePath) {
    std::unique_ptr<Clinic> clinic(new Clinic(storePath));
    clinic->import(smallHospital(sessions, slotsEach), 1);
    return clinic;
}

core::Result<nlohmann::json> Clinic::act(const Act& command) {
    core::Result<nlohmann::json> answer = nlohmann::json();
    const auto done = database->transact([&]() -> core::Result<void> {
        if (const auto begun = clerk->begin(); !begun) return begun;
        answer = command(*clerk);
        clerk->end();
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    return answer;
}

nlohmann::json Clinic::must(const Act& command) {
    const auto answer = act(command);
    MENZHEN_CHECK(answer.has_value(),
                  answer ? "" : (answer.error().code + " " + answer.error().detail).c_str());
    return *answer;
}

core::Result<nlohmann::json>
Clinic::view(const std::function<core::Result<nlohmann::json>(clerk::Views&)>& read) {
    core::Result<nlohmann::json> answer = nlohmann::json();
    clerk::Views views(*database, clerk->site(), clock);
    const auto done = database->read([&]() -> core::Result<void> {
        answer = read(views);
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    return answer;
}

ports::LinkResponse Clinic::answer(const ports::LinkRequest& request, const std::string& peer) {
    return clerk::answer(request, peer, *clerk, setup());
}

std::int64_t Clinic::rev() {
    std::int64_t rev = 0;
    (void)database->read([&]() -> core::Result<void> {
        rev = store::sitePosition(*database, clerk->site())->rev;
        return {};
    });
    return rev;
}

} // namespace menzhen::test
