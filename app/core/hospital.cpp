// SPDX-License-Identifier: Apache-2.0
#include "app/core/hospital.h"

#include <algorithm>
#include <array>
#include <utility>

namespace menzhen::core {

namespace {

constexpr std::array<std::pair<DepartmentKind, std::string_view>, 5> departmentKinds{
    {{DepartmentKind::Clinic, "clinic"},
     {DepartmentKind::Laboratory, "lab"},
     {DepartmentKind::Imaging, "imaging"},
     {DepartmentKind::Pharmacy, "pharmacy"},
     {DepartmentKind::Counter, "counter"}}};

constexpr std::pair<PickupIdentity, std::string_view> pickupIdentities[] = {
    {PickupIdentity::Always, "always"},
    {PickupIdentity::Contested, "contested"},
    {PickupIdentity::Never, "never"}};

template <class Items, class Key>
const typename Items::value_type* find(const Items& items, Key key, std::string_view wanted) {
    const auto found = std::find_if(items.begin(), items.end(),
                                    [&](const auto& item) { return item.*key == wanted; });
    return found == items.end() ? nullptr : &*found;
}

} // namespace

const Department* findDepartment(const Hospital& hospital, std::string_view code) {
    return find(hospital.departments, &Department::code, code);
}

const Practitioner* findPractitioner(const Hospital& hospital, std::string_view id) {
    return find(hospital.practitioners, &Practitioner::id, id);
}

const FeeItem* findFee(const Hospital& hospital, std::string_view code) {
    return find(hospital.fees, &FeeItem::code, code);
}

std::string_view toText(HalfDay half) {
    return half == HalfDay::Morning ? "AM" : "PM";
}

std::string_view toText(DepartmentKind kind) {
    return departmentKinds[static_cast<std::size_t>(kind)].second;
}

std::optional<DepartmentKind> departmentKindFrom(std::string_view text) {
    for (const auto& [kind, name] : departmentKinds)
        if (name == text) return kind;
    return std::nullopt;
}

std::string_view toText(PickupIdentity when) {
    return pickupIdentities[static_cast<std::size_t>(when)].second;
}

std::optional<PickupIdentity> pickupIdentityFrom(std::string_view text) {
    for (const auto& [when, name] : pickupIdentities)
        if (name == text) return when;
    return std::nullopt;
}

std::string_view toText(PractitionerKind kind) {
    return kind == PractitionerKind::Expert ? "expert" : "general";
}

std::optional<PractitionerKind> practitionerKindFrom(std::string_view text) {
    if (text == "expert") return PractitionerKind::Expert;
    if (text == "general") return PractitionerKind::General;
    return std::nullopt;
}

std::string sessionId(std::string_view practitioner, HalfDay half) {
    return std::string(practitioner) + "-" + std::string(toText(half));
}

std::string practitionerOf(std::string_view sessionId) {
    constexpr std::size_t suffix = 3; // "-AM"
    return std::string(
        sessionId.substr(0, sessionId.size() < suffix ? 0 : sessionId.size() - suffix));
}

std::string queueId(const SessionTemplate& session) {
    return session.pooled ? session.department : session.practitioner;
}

} // namespace menzhen::core
