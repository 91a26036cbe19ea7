// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/personread.h"

#include "app/core/bookingrules.h"
#include "app/core/idnumber.h"
#include "app/ops/fields.h"

#include <algorithm>

namespace menzhen::clerk {

namespace {

bool hasControls(const std::string& text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

constexpr std::size_t maxNameBytes = 120;
constexpr std::size_t maxNumberBytes = 32;

core::Result<void> readGuardian(const nlohmann::json& from, int today, Person& person) {
    ops::FieldReader read(from);
    person.guardianName = read.text("name", 1, maxNameBytes);
    const std::string number = read.text("id_number", 1, maxNumberBytes);
    if (const auto error = read.error()) return tl::unexpected(*error);
    const auto id = core::parseIdNumber(number, today);
    if (!id) return tl::unexpected(id.error());
    if (id->number == person.idNumber || core::ageOn(id->birth, today) < adultAge)
        return tl::unexpected(core::refusalOf("guardian-needed"));
    person.guardianNumber = id->number;
    return {};
}

} // namespace

core::Result<Person> readPerson(const nlohmann::json& body, int today) {
    const nlohmann::json* nested = nullptr;
    ops::FieldReader outer(body);
    nested = outer.optionalObject("person");
    ops::FieldReader read(nested == nullptr ? body : *nested);
    Person person;
    person.name = read.text("name", 1, maxNameBytes);
    const std::string number = read.text("id_number", 1, maxNumberBytes);
    person.phone = read.optionalText("phone", maxPhoneBytes);
    const nlohmann::json* guardian = read.optionalObject("guardian");
    if (!read.error() && hasControls(person.name))
        read.complain("name", "control characters are in no name");
    if (const auto error = read.error()) return tl::unexpected(*error);
    const auto id = core::parseIdNumber(number, today);
    if (!id) return tl::unexpected(id.error());
    for (const char c : person.phone)
        if (c < '0' || c > '9') return core::badData("bad-field", "phone: digits alone are wanted");
    person.idNumber = id->number;
    person.birthDay = id->birth;
    if (guardian != nullptr)
        if (auto good = readGuardian(*guardian, today, person); !good)
            return tl::unexpected(good.error());
    return person;
}

} // namespace menzhen::clerk
