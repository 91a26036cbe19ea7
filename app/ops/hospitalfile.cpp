// SPDX-License-Identifier: Apache-2.0
#include "app/ops/hospitalfile.h"

#include "app/core/idnumber.h"
#include "app/ops/hospitalcheck.h"
#include "app/ops/hospitalpolicy.h"
#include "app/ops/locatedfields.h"
#include "app/ops/weekdays.h"

#include <algorithm>
#include <array>

namespace menzhen::ops {

namespace {

constexpr std::size_t maxPhoneBytes = 20;
constexpr std::size_t maxPlaceBytes = 60; ///< of a building or the emergency room: it is printed

core::DisplayName names(const LocatedValue& from) {
    return {from.needText("zh"), from.needText("en")};
}

core::DisplayName longNames(const LocatedValue& from, std::string_view stem) {
    return {from.needText(std::string(stem) + "_zh"), from.needText(std::string(stem) + "_en")};
}

/// A text that must be one of a few; `read` turns it into the value.
template <class Value, class Read>
Value needOneOf(const LocatedValue& from, std::string_view key, Read read,
                std::string_view allowed) {
    const std::string text = from.needText(key);
    const auto value = read(text);
    if (!value && !text.empty())
        from.problemAt(key, "'" + text + "' is unknown, allowed are " + std::string(allowed));
    return value.value_or(Value{});
}

core::Department readDepartment(const LocatedValue& from) {
    core::Department made;
    made.code = from.needText("code");
    made.name = names(from);
    made.floor = from.needInteger("floor", -20, 200);
    made.zone = from.needText("zone");
    made.rooms = from.needTexts("rooms");
    made.prefix = from.needText("prefix");
    made.kind = needOneOf<core::DepartmentKind>(from, "kind", core::departmentKindFrom,
                                                "clinic, lab, imaging, pharmacy, counter");
    made.bookable = from.mayFlag("bookable", made.hasSlots());
    made.instead = {from.mayText("instead_zh"), from.mayText("instead_en")};
    made.pickupIdentity = readPickupIdentity(from);
    return made;
}

core::Practitioner readPractitioner(const LocatedValue& from) {
    core::Practitioner made;
    made.id = from.needText("id");
    made.name = longNames(from, "name");
    made.title = longNames(from, "title");
    made.kind = needOneOf<core::PractitionerKind>(from, "kind", core::practitionerKindFrom,
                                                  "expert, general");
    made.department = from.needText("department");
    return made;
}

core::ChargeItem readChargeItem(const LocatedValue& from) {
    core::ChargeItem made{from.needText("code"), names(from), std::nullopt};
    const LocatedJson* amount = from.node().find("amount_cny");
    if (amount && amount->kind != LocatedJson::Kind::Null)
        made.amountFen = from.needFen("amount_cny");
    return made;
}

std::optional<core::HalfDay> halfDayFrom(std::string_view text) {
    if (text == "AM") return core::HalfDay::Morning;
    if (text == "PM") return core::HalfDay::Afternoon;
    return std::nullopt;
}

std::optional<bool> pooledFrom(std::string_view text) {
    if (text != "pooled" && text != "personal") return std::nullopt;
    return text == "pooled";
}

/// "AMB" (in the hospital, where nothing stands) or "VR".
bool readClass(const LocatedValue& from) {
    const std::string said = from.mayText("class", "AMB");
    if (said != "AMB" && said != core::virtualClass)
        from.problemAt("class", "'" + said + "' is unknown, allowed are AMB, VR");
    return said == core::virtualClass;
}

core::SessionTemplate readTemplate(const LocatedValue& from) {
    core::SessionTemplate made;
    made.practitioner = from.needText("practitioner");
    made.department = from.needText("department");
    made.weekday =
        needOneOf<core::Weekday>(from, "day", weekdayFrom, "MON TUE WED THU FRI SAT SUN");
    made.half = needOneOf<core::HalfDay>(from, "half_day", halfDayFrom, "AM, PM");
    made.start = from.needMinute("start");
    made.end = from.needMinute("end");
    made.isVirtual = readClass(from);
    made.room = made.isVirtual ? from.mayText("room") : from.needText("room");
    made.link = from.mayText("link");
    made.capacity = from.needInteger("capacity", 1, core::maxSessionCapacity);
    made.extraMax = from.needInteger("extra_max", 0, core::maxSessionCapacity);
    made.fee = from.needText("fee");
    made.pooled = needOneOf<bool>(from, "queue", pooledFrom, "personal, pooled");
    return made;
}

core::PriorityClass readPriorityClass(const LocatedValue& from) {
    core::PriorityClass made;
    made.code = from.needText("code");
    made.name = names(from);
    made.lane = from.needText("lane");
    if (!made.lane.empty() && made.lane != "E" && made.lane != "P" && made.lane != "N")
        from.problemAt("lane", "'" + made.lane + "' is unknown, allowed are E, P, N");
    made.level = from.mayInteger("level", 0, 1000, 0);
    made.whoSets = from.mayText("who_sets");
    return made;
}

template <class Read> auto readAll(const std::vector<LocatedValue>& from, Read read) {
    std::vector<decltype(read(from.front()))> all;
    all.reserve(from.size());
    for (const LocatedValue& each : from)
        all.push_back(read(each));
    return all;
}

core::FeeItem readFee(const LocatedValue& from) {
    return {from.needText("code"), names(from), from.needFen("amount_cny")};
}

core::Channel readChannel(const LocatedValue& from) {
    return {from.needText("code"), names(from), from.needShare("share")};
}

/// What may be dialled: digits, and what people put between them.
std::string readPhone(const LocatedValue& from, std::string_view key) {
    std::string text = from.mayText(key);
    const bool plain = text.find_first_not_of("0123456789 +-") == std::string::npos;
    if (!plain || text.size() > maxPhoneBytes)
        from.problemAt(key, "digits, spaces, + and - are wanted, at most " +
                                std::to_string(maxPhoneBytes));
    return text;
}

/// Two texts of which both or neither stand there.
core::DisplayName maySayBoth(const LocatedValue& from, std::string_view stem) {
    const std::string zh = std::string(stem) + "_zh";
    const std::string en = std::string(stem) + "_en";
    core::DisplayName name{from.mayText(zh), from.mayText(en)};
    if (name.zh.empty() != name.en.empty())
        from.problemAt(name.zh.empty() ? zh : en, "is wanted beside the other language");
    if (std::max(name.zh.size(), name.en.size()) > maxPlaceBytes)
        from.problemAt(zh, "is too long, at most " + std::to_string(maxPlaceBytes) + " bytes");
    return name;
}

core::Organization readOrganization(const LocatedValue& from) {
    core::Organization made{from.needText("id"),
                            longNames(from, "name"),
                            from.mayText("city_zh"),
                            from.mayText("kind"),
                            from.mayFlag("fictional", false),
                            maySayBoth(from, "building"),
                            {},
                            {}};
    const LocatedValue emergency = from.mayObject("emergency");
    made.emergencyPlace = maySayBoth(emergency, "place");
    made.emergencyPhone = readPhone(emergency, "phone");
    return made;
}

core::Hospital readHospital(const LocatedValue& from) {
    core::Hospital made;
    made.organization = readOrganization(from);
    made.departments = readAll(from.needObjects("departments"), readDepartment);
    made.practitioners = readAll(from.needObjects("practitioners"), readPractitioner);
    made.fees = readAll(from.needObjects("fees"), readFee);
    made.chargeItems = readAll(from.mayObjects("charge_items"), readChargeItem);
    made.channels = readAll(from.needObjects("channels"), readChannel);
    made.bookingPolicy = readBookingPolicy(from.needObject("booking_policy"));
    made.queueRules = readQueueRules(from.needObject("queue_rules"));
    made.priorityClasses = readAll(from.mayObjects("priority_classes"), readPriorityClass);
    made.sessionTemplates = readAll(from.needObjects("schedule_templates"), readTemplate);
    const auto sensitive = from.mayTexts("sensitive_services");
    for (core::Department& department : made.departments)
        department.sensitive =
            std::find(sensitive.begin(), sensitive.end(), department.code) != sensitive.end();
    checkHospital(made, from);
    return made;
}

DemoPatient readDemoPatient(const LocatedValue& from) {
    DemoPatient made;
    made.id = from.needText("id");
    made.nameZh = from.needText("name_zh");
    const std::string birth = from.needText("birth");
    made.birth = core::parseDay(birth).value_or(0);
    if (!birth.empty() && made.birth == 0)
        from.problemAt("birth", "a day like \"1944-03-02\" is wanted");
    made.language = from.mayText("lang", "zh");
    made.phone = from.mayText("phone");
    made.guardian = from.mayText("guardian");
    const std::string typed = from.needText("id_number");
    const auto number = core::parseIdNumber(typed);
    if (number) {
        made.idNumber = number->number;
        if (made.birth != 0 && number->birth != made.birth)
            from.problemAt("id_number", "it says another birth date than \"birth\"");
    } else if (!typed.empty()) {
        from.problemAt("id_number", number.error().detail);
    }
    return made;
}

} // namespace

tl::expected<HospitalFile, FileProblems> readHospitalFile(std::string_view text) {
    const auto root = readLocatedJson(text, maxHospitalFileBytes);
    if (!root) return tl::unexpected(root.error());
    ProblemList problems;
    const LocatedValue file(*root, "", problems);
    HospitalFile made;
    if (root->kind != LocatedJson::Kind::Object) {
        file.problem("the file is " + std::string(toText(root->kind)) + ", an object is wanted");
        return tl::unexpected(problems.take());
    }
    if (file.mayText("currency", "CNY") != "CNY")
        file.problemAt("currency", "only CNY is supported");
    made.timeZone = file.mayText("timezone");
    const auto hospitals = file.needObjects("hospitals");
    made.hospitals = readAll(hospitals, readHospital);
    if (hospitals.empty() && file.has("hospitals"))
        file.problemAt("hospitals", "there is no hospital in it");
    checkUnique(hospitals, "id", "hospital");

    const auto patients = file.mayObjects("demo_patients");
    made.demoPatients = readAll(patients, readDemoPatient);
    checkUnique(patients, "id", "patient");
    for (std::size_t i = 0; i < patients.size(); ++i) {
        const std::string& guardian = made.demoPatients[i].guardian;
        const bool known = std::any_of(made.demoPatients.begin(), made.demoPatients.end(),
                                       [&](const auto& other) { return other.id == guardian; });
        if (!guardian.empty() && !known)
            patients[i].problemAt("guardian", "there is no such patient");
    }
    if (!problems.empty()) return tl::unexpected(problems.take());
    return made;
}

} // namespace menzhen::ops
