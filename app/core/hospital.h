// SPDX-License-Identifier: Apache-2.0
// What a hospital file says of one hospital (a site), as plain values. Who reads the file
// (app/ops/hospitalfile.h) has checked it: codes referred to exist, ids are unique, times are in
// order. Texts are UTF-8. Code names follow FHIR (design: domain.md section 2.2).
#pragma once

#include "app/core/calendar.h"
#include "app/core/money.h"
#include "app/core/queueparameters.h"
#include "app/core/workcalendar.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace menzhen::core {

inline constexpr std::size_t maxSiteIdBytes = 4;
inline constexpr std::size_t maxSessionIdBytes = 12;
inline constexpr int maxSessionCapacity = 999;
/// Numbers of one department and half-day: 001 to 499, and 501 to 999 in the afternoon.
inline constexpr int maxNumbersPerHalfDay = 499;
/// Shares of channels are whole parts per million, so that dealing needs no floating point.
inline constexpr int wholeShare = 1'000'000;

struct DisplayName {
    std::string zh;
    std::string en;

    friend bool operator==(const DisplayName&, const DisplayName&) = default;
};

struct Organization {
    std::string id; ///< the site's id, ASCII, at most maxSiteIdBytes
    DisplayName name;
    std::string cityZh;
    std::string kind; ///< free text: "public tertiary general"
    bool fictional = false;
    DisplayName building;       ///< of the outpatient hall; may be empty
    DisplayName emergencyPlace; ///< where to go with an emergency; may be empty
    std::string emergencyPhone; ///< digits, spaces, + and -; may be empty

    friend bool operator==(const Organization&, const Organization&) = default;
};

/// Whether a booked patient shows at the kiosk, by the identity number, to be the one who booked:
/// always, where places were scarce (a session that sold out or had a waiting list), or never.
enum class PickupIdentity { Always, Contested, Never };

enum class DepartmentKind { Clinic, Laboratory, Imaging, Pharmacy, Counter };

/// FHIR HealthcareService.
struct Department {
    std::string code; ///< ASCII, at most maxSessionIdBytes; also the id of its pooled queue
    DisplayName name;
    int floor = 0;
    std::string zone;
    std::vector<std::string> rooms;
    std::string prefix; ///< of its ticket numbers: 1 or 2 letters A-Z, unique in the site
    DepartmentKind kind = DepartmentKind::Clinic;
    bool bookable = true;
    DisplayName instead; ///< what to do where it cannot be booked; may be empty
    /// Its screens show the number alone, and the zone instead of the specialty.
    bool sensitive = false;
    std::optional<PickupIdentity> pickupIdentity; ///< instead of the hospital's

    /// Only clinics have sessions and slots; the other queues count from 0001.
    bool hasSlots() const { return kind == DepartmentKind::Clinic; }

    friend bool operator==(const Department&, const Department&) = default;
};

enum class PractitionerKind { Expert, General };

struct Practitioner {
    std::string id; ///< ASCII; with "-AM" it fits maxSessionIdBytes
    DisplayName name;
    DisplayName title;
    PractitionerKind kind = PractitionerKind::General;
    std::string department;

    friend bool operator==(const Practitioner&, const Practitioner&) = default;
};

struct FeeItem {
    std::string code;
    DisplayName name;
    Fen amountFen = 0;

    friend bool operator==(const FeeItem&, const FeeItem&) = default;
};

struct ChargeItem {
    std::string code;
    DisplayName name;
    std::optional<Fen> amountFen; ///< absent: the fee of the session

    friend bool operator==(const ChargeItem&, const ChargeItem&) = default;
};

/// One way to a slot: window, kiosk, phone page ... The order in the file decides ties.
struct Channel {
    std::string code;
    DisplayName name;
    int sharePpm = 0; ///< of wholeShare

    friend bool operator==(const Channel&, const Channel&) = default;
};

/// Encounter.class of FHIR for a visit by video or telephone; that of all others is not said.
inline constexpr std::string_view virtualClass = "VR";
/// Stands in a virtual session's link for what makes each visit's own of it.
inline constexpr std::string_view virtualVisitMark = "{visit}";
/// The channel whose slots a virtual session's are, all of them.
inline constexpr std::string_view virtualChannel = "PHONE";

inline constexpr int waitlistNeverCloses = -1;

struct BookingPolicy {
    int advanceDaysMin = 0;
    int advanceDaysMax = 14;
    bool sameDayAllowed = true;
    Minute releaseTime = 7 * 60; ///< when the last day of advanceDaysMax opens
    int bandMinutes = 30;
    int holdMinutes = 10;
    int cancelLeadMinutes = 30; ///< a booking can be cancelled until so long before its band
    bool waitlistEnabled = false;
    int waitlistPayMinutes = 60;
    /// Minute of the evening before a day after which nobody joins its list and no place of it is
    /// offered; waitlistNeverCloses: as long as the day lasts.
    int waitlistClosesMinute = waitlistNeverCloses;
    int noshowCount = 3; ///< so many in noshowWindowDays close booking ahead
    int noshowWindowDays = 180;
    int returnValidityDays = 3;
    int maxDependants = 5;
    int offlineWalkins = 5; ///< that a cut-off kiosk gives of one session
    int suspendDays = 90;   ///< so long booking ahead stays closed after that many no-shows
    bool onePerDepartmentDay = true; ///< one live registration a person, department and day
    int personDayLimit = 3;          ///< registrations of one person on one day
    int personOpenLimit = 8;         ///< bookings of one person, of today and later
    int holderOpenLimit = 20;        ///< bookings made from one phone, of today and later
    int guardianAge = 14;            ///< younger patients are booked by a guardian
    int elderAge = 60;               ///< from which the pool ELDER is open
    int reserveReleaseMinutes = 60;  ///< so long before a session's end every pool is open to all
    bool lotteryEnabled = true;      ///< contested sessions are drawn
    int lotterySeconds = 60;         ///< after the release, for such requests
    PickupIdentity pickupIdentity = PickupIdentity::Contested;
    WorkCalendar calendar;

    friend bool operator==(const BookingPolicy&, const BookingPolicy&) = default;
};

struct PriorityClass {
    std::string code;
    DisplayName name;
    std::string lane; ///< "E", "P" or "N"
    int level = 0;
    std::string whoSets; ///< for people: "triage nurse only"

    friend bool operator==(const PriorityClass&, const PriorityClass&) = default;
};

enum class HalfDay { Morning, Afternoon };

/// One half-day a week of one practitioner.
struct SessionTemplate {
    std::string practitioner;
    std::string department;
    Weekday weekday = Weekday::Monday;
    HalfDay half = HalfDay::Morning;
    Minute start = 0;
    Minute end = 0; ///< after start
    std::string room;
    int capacity = 0; ///< slots, 1 to maxSessionCapacity
    int extraMax = 0; ///< extra slots that staff may open on top
    std::string fee;
    bool pooled = false;    ///< the department's queue instead of the practitioner's own
    bool isVirtual = false; ///< by video: no room, no queue, booked by phone alone
    std::string link;       ///< of a virtual one; may hold virtualVisitMark

    friend bool operator==(const SessionTemplate&, const SessionTemplate&) = default;
};

struct Hospital {
    Organization organization;
    std::vector<Department> departments;
    std::vector<Practitioner> practitioners;
    std::vector<FeeItem> fees;
    std::vector<ChargeItem> chargeItems;
    std::vector<Channel> channels;
    BookingPolicy bookingPolicy;
    QueueParameters queueRules;
    std::vector<PriorityClass> priorityClasses;
    std::vector<SessionTemplate> sessionTemplates;

    friend bool operator==(const Hospital&, const Hospital&) = default;
};

/// Null when there is none. The pointer lives as long as the hospital stays unchanged.
const Department* findDepartment(const Hospital& hospital, std::string_view code);
const Practitioner* findPractitioner(const Hospital& hospital, std::string_view id);
const FeeItem* findFee(const Hospital& hospital, std::string_view code);

/// "AM", "PM".
std::string_view toText(HalfDay half);
/// "clinic", "lab", "imaging", "pharmacy", "counter", as in the hospital file; and back.
std::string_view toText(DepartmentKind kind);
std::optional<DepartmentKind> departmentKindFrom(std::string_view text);
/// "always", "contested", "never", and back.
std::string_view toText(PickupIdentity when);
std::optional<PickupIdentity> pickupIdentityFrom(std::string_view text);
/// "expert", "general", and back.
std::string_view toText(PractitionerKind kind);
std::optional<PractitionerKind> practitionerKindFrom(std::string_view text);

/// Practitioner + "-AM" or "-PM".
std::string sessionId(std::string_view practitioner, HalfDay half);
/// Whose session it is by its id, whoever holds it on a certain day: "CARD-D01" of "CARD-D01-AM".
std::string practitionerOf(std::string_view sessionId);
/// The queue that a session fills: the department (pooled) or the practitioner.
std::string queueId(const SessionTemplate& session);

} // namespace menzhen::core
