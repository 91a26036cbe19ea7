// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/reportfile.h"

#include "app/clerk/requests.h"
#include "app/core/timeunits.h"
#include "app/ops/fields.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace menzhen::clerk {

namespace {

constexpr std::size_t maxIdBytes = 64;
constexpr std::size_t maxNumberBytes = 12;
constexpr std::size_t dayDigits = 8;
constexpr core::Day epochDay = 19700101;
constexpr std::int64_t secondsPerDay = 86'400;

struct StatusRow {
    const char* status;
    const char* as;
};

// FHIR R4, DiagnosticReport.status. What was cancelled or entered in error is shown to nobody.
constexpr std::array<StatusRow, 10> statuses{{{"registered", "registered"},
                                              {"partial", "partial"},
                                              {"preliminary", "partial"},
                                              {"final", "final"},
                                              {"amended", "final"},
                                              {"corrected", "final"},
                                              {"appended", "final"},
                                              {"cancelled", ""},
                                              {"entered-in-error", ""},
                                              {"unknown", ""}}};

bool isKnown(const std::string& status) {
    return std::any_of(statuses.begin(), statuses.end(),
                       [&](const StatusRow& one) { return status == one.status; });
}

/// The first complaint of a file, and where it stands.
class Complaint {
public:
    void add(const std::string& where, const std::string& what) {
        if (!error_) error_ = core::Error{core::ErrorKind::Data, "bad-field", where + ": " + what};
    }

    const std::optional<core::Error>& error() const { return error_; }

private:
    std::optional<core::Error> error_;
};

const json& member(const json& of, const char* name) {
    static const json nothing;
    if (!of.is_object()) return nothing;
    const auto found = of.find(name);
    return found == of.end() ? nothing : *found;
}

/// The first of a list, as FHIR has many; nothing when there is none.
const json& first(const json& list) {
    static const json nothing;
    return list.is_array() && !list.empty() ? list.front() : nothing;
}

std::string textOr(const json& value, const std::string& where, std::size_t most, Complaint& wrong,
                   const std::string& fallback = {}) {
    if (value.is_null()) return fallback;
    if (!value.is_string()) {
        wrong.add(where, "a text is wanted");
        return fallback;
    }
    const auto& text = value.get_ref<const std::string&>();
    if (text.size() > most) wrong.add(where, "longer than " + std::to_string(most) + " bytes");
    return text;
}

std::string needed(const json& value, const std::string& where, std::size_t most,
                   Complaint& wrong) {
    std::string text = textOr(value, where, most, wrong);
    if (text.empty()) wrong.add(where, "is missing");
    return text;
}

void readNames(const json& code, const std::string& where, std::string& zh, std::string& en,
               Complaint& wrong) {
    zh = needed(member(code, "text"), where + ".text", maxFindingBytes, wrong);
    en = textOr(member(first(member(code, "coding")), "display"), where + ".coding[0].display",
                maxFindingBytes, wrong, zh);
}

Finding readFinding(const json& observation, const std::string& where, Complaint& wrong) {
    Finding finding;
    if (member(observation, "resourceType") != "Observation")
        wrong.add(where + ".resourceType", "Observation is wanted");
    readNames(member(observation, "code"), where + ".code", finding.nameZh, finding.nameEn, wrong);
    const json& quantity = member(observation, "valueQuantity");
    const json& value = member(quantity, "value");
    if (value.is_number())
        finding.value = value.dump();
    else if (!quantity.is_null())
        wrong.add(where + ".valueQuantity.value", "a number is wanted");
    finding.unit =
        textOr(member(quantity, "unit"), where + ".valueQuantity.unit", maxFindingBytes, wrong);
    if (finding.value.empty())
        finding.value = textOr(member(observation, "valueString"), where + ".valueString",
                               maxFindingBytes, wrong);
    finding.range = textOr(member(first(member(observation, "referenceRange")), "text"),
                           where + ".referenceRange[0].text", maxFindingBytes, wrong);
    const json& meaning = first(member(observation, "interpretation"));
    finding.flag = textOr(member(first(member(meaning, "coding")), "code"),
                          where + ".interpretation[0].coding[0].code", maxNumberBytes, wrong);
    return finding;
}

void readFindings(const json& contained, Report& report, Complaint& wrong) {
    if (contained.is_null()) return;
    if (!contained.is_array() || contained.size() > maxFindings)
        return wrong.add("contained", "a list of at most " + std::to_string(maxFindings));
    for (std::size_t i = 0; i < contained.size(); ++i)
        report.findings.push_back(
            readFinding(contained[i], "contained[" + std::to_string(i) + "]", wrong));
}

/// "20261123/C012".
void readVisit(const std::string& text, Report& report, Complaint& wrong) {
    const char* const where = "encounter.identifier.value";
    core::Day day = 0;
    const char* const begin = text.data();
    const char* const end = begin + std::min(text.size(), dayDigits);
    const auto [stop, error] = std::from_chars(begin, end, day);
    const bool isDay = error == std::errc{} && stop == end && core::isDay(day);
    if (!isDay || text.size() <= dayDigits + 1 || text[dayDigits] != '/' ||
        text.size() > dayDigits + 1 + maxNumberBytes)
        return wrong.add(where, "yyyymmdd/NUMBER is wanted, the day and the ticket's number");
    report.day = day;
    report.number = text.substr(dayDigits + 1);
}

bool isId(const std::string& id) {
    return !id.empty() && id.size() <= maxIdBytes && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '-' || c == '.';
    });
}

/// Two digits at `at`, 0 to `most`; -1: no such.
int twoDigits(const std::string& text, std::size_t at, int most) {
    if (at + 2 > text.size()) return -1;
    int value = 0;
    const auto [stop, error] = std::from_chars(text.data() + at, text.data() + at + 2, value);
    return error == std::errc{} && stop == text.data() + at + 2 && value <= most ? value : -1;
}

} // namespace

std::string shownStatus(const std::string& status) {
    for (const StatusRow& one : statuses)
        if (status == one.status) return one.as;
    return {};
}

std::int64_t readInstant(const std::string& text) {
    constexpr std::size_t dateBytes = 10;
    constexpr std::size_t timeBytes = 19;
    constexpr int minutesPerHour = 60;
    const auto day = core::parseDay(text.substr(0, dateBytes));
    const bool shaped =
        text.size() > timeBytes && text[10] == 'T' && text[13] == ':' && text[16] == ':';
    if (!day || *day < epochDay || !shaped) return -1;
    const int hour = twoDigits(text, 11, 23);
    const int minute = twoDigits(text, 14, 59);
    const int second = twoDigits(text, 17, 59);
    std::size_t at = timeBytes;
    if (text[at] == '.') at = text.find_first_not_of("0123456789", at + 1);
    if (hour < 0 || minute < 0 || second < 0 || at == std::string::npos) return -1;
    int offset = 0;
    if (text.substr(at) != "Z") {
        const int hours = twoDigits(text, at + 1, 14);
        const int minutes = twoDigits(text, at + 4, 59);
        const bool signedOffset = text[at] == '+' || text[at] == '-';
        if (!signedOffset || text.size() != at + 6 || text[at + 3] != ':' || hours < 0 ||
            minutes < 0)
            return -1;
        offset = (text[at] == '-' ? -1 : 1) * (hours * minutesPerHour + minutes);
    }
    const std::int64_t minutes = (hour * minutesPerHour + minute) - offset;
    return (core::daysBetween(epochDay, *day) * secondsPerDay + minutes * minutesPerHour + second) *
           core::msPerSecond;
}

core::Result<Report> readReport(const std::string& text) {
    const auto body = readBody(text);
    if (!body) return tl::unexpected(body.error());
    Complaint wrong;
    Report report;
    if (member(*body, "resourceType") != "DiagnosticReport")
        wrong.add("resourceType", "DiagnosticReport is wanted");
    report.id = textOr(member(*body, "id"), "id", maxIdBytes, wrong);
    if (!isId(report.id)) wrong.add("id", "1 to 64 letters, digits, - and . are wanted");
    report.status = textOr(member(*body, "status"), "status", maxIdBytes, wrong);
    if (!isKnown(report.status)) wrong.add("status", "is none of a DiagnosticReport");
    readVisit(textOr(member(member(member(*body, "encounter"), "identifier"), "value"),
                     "encounter.identifier.value", maxIdBytes, wrong),
              report, wrong);
    readNames(member(*body, "code"), "code", report.nameZh, report.nameEn, wrong);
    report.issuedMs = readInstant(textOr(member(*body, "issued"), "issued", maxIdBytes, wrong));
    if (report.issuedMs < 0) wrong.add("issued", "2026-11-23T09:12:00+08:00 is wanted");
    report.performer = textOr(member(first(member(*body, "performer")), "display"),
                              "performer[0].display", maxFindingBytes, wrong);
    readFindings(member(*body, "contained"), report, wrong);
    report.conclusion =
        textOr(member(*body, "conclusion"), "conclusion", maxConclusionBytes, wrong);
    if (wrong.error()) return tl::unexpected(*wrong.error());
    return report;
}

} // namespace menzhen::clerk
