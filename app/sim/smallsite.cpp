// SPDX-License-Identifier: Apache-2.0
#include "app/sim/smallsite.h"

#include "app/ops/hospitalimport.h"
#include "app/ops/staffpins.h"

namespace menzhen::sim {

namespace {

core::SessionTemplate session(const char* practitioner, const char* department, bool pooled,
                              const char* room, core::Weekday day) {
    core::SessionTemplate t;
    t.practitioner = practitioner;
    t.department = department;
    t.weekday = day;
    t.half = core::HalfDay::Morning;
    t.start = 480;
    t.end = 600;
    t.room = room;
    t.capacity = 8;
    t.extraMax = 4;
    t.fee = "GEN";
    t.pooled = pooled;
    return t;
}

} // namespace

core::Hospital smallHospital() {
    core::Hospital h;
    h.organization = {siteId, {"模拟医院", "Simulated Hospital"}, "模拟", "simulated", true, {}, {},
                      {}};
    const auto department = [&](const char* code, const char* prefix) {
        core::Department d;
        d.code = code;
        d.name = {code, code};
        d.floor = 1;
        d.zone = zoneId;
        d.rooms = {"101", "102"};
        d.prefix = prefix;
        h.departments.push_back(d);
    };
    department("CARD", "C");
    department("MED", "M");
    const auto doctor = [&](const char* id, const char* of) {
        h.practitioners.push_back(
            {id, {"医生", "Doctor"}, {"医师", "Physician"}, core::PractitionerKind::Expert, of});
    };
    doctor("CARD-D1", "CARD");
    doctor("MED-D1", "MED");
    doctor("MED-D2", "MED");
    for (const core::Weekday day : {core::Weekday::Monday, core::Weekday::Tuesday}) {
        h.sessionTemplates.push_back(session("CARD-D1", "CARD", false, "101", day));
        h.sessionTemplates.push_back(session("MED-D1", "MED", true, "102", day));
        h.sessionTemplates.push_back(session("MED-D2", "MED", true, "102", day));
    }
    h.fees.push_back({"GEN", {"普通", "General"}, 1000});
    h.channels.push_back({"KIOSK", {"自助机", "Kiosk"}, core::wholeShare / 2});
    h.channels.push_back({"PHONE", {"手机", "Phone"}, core::wholeShare / 2});
    h.queueRules.stage = 2;
    // Patients change their minds at any hour: the faults want many cancellations.
    h.bookingPolicy.cancelLeadMinutes = -core::minutesPerDay;
    h.bookingPolicy.waitlistEnabled = true;
    return h;
}

core::Result<void> furnish(clerk::Clerk& clerk) {
    const auto counts =
        ops::importHospital(clerk.log(), smallHospital(), today, 2, [](int, int) {});
    if (!counts) return tl::unexpected(counts.error());
    if (auto published = clerk.publishKeys(); !published) return published;
    for (const char* user : {"d01", "d02"}) {
        const nlohmann::json row{
            {"id", user}, {"name", user}, {"roles", "doctor manager"}, {"state", "active"}};
        const auto hired =
            clerk.log().author({"record.defined", 0, {{"table", "staff"}, {"row", row}}, {}, {}});
        if (!hired) return tl::unexpected(hired.error());
        if (auto set = ops::setPin(clerk.log(), user, staffPin); !set) return set;
    }
    return {};
}

std::string patientName(int number) {
    static const char* const given[] = {"甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"};
    return std::string("欧阳测") + given[number % 10];
}

std::string patientIdNumber(int number) {
    // 999999: no region has it. The last character is ISO 7064 MOD 11-2 over the first 17.
    const std::string digits = "99999919880101" + std::to_string(100 + number % 900);
    static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 17; ++i)
        sum += (digits[static_cast<std::size_t>(i)] - '0') * weights[i];
    return digits + "10X98765432"[sum % 11];
}

} // namespace menzhen::sim
