// SPDX-License-Identifier: Apache-2.0
#include "app/core/queueparameters.h"

#include <limits>

namespace menzhen::core {

namespace {

constexpr std::int64_t least = std::numeric_limits<int>::min();
constexpr std::int64_t most = std::numeric_limits<int>::max();

tl::unexpected<Error> badValue(std::string_view name, const std::string& wanted) {
    return badData("bad-value", "parameter " + std::string(name) + " must be " + wanted);
}

Result<int> wholeNumber(std::string_view name, std::int64_t number, std::int64_t from) {
    if (number < from || number > most)
        return badValue(name, "a whole number from " + std::to_string(from) + " to " +
                                  std::to_string(most));
    return static_cast<int>(number);
}

Result<void> setNumber(int& field, std::string_view name, const ParameterValue& value,
                       std::int64_t from) {
    const auto* number = std::get_if<std::int64_t>(&value);
    if (!number) return badValue(name, "a whole number");
    const auto checked = wholeNumber(name, *number, from);
    if (!checked) return tl::unexpected(checked.error());
    field = *checked;
    return {};
}

Result<void> setFlag(bool& field, std::string_view name, const ParameterValue& value) {
    const auto* flag = std::get_if<bool>(&value);
    if (!flag) return badValue(name, "true or false");
    field = *flag;
    return {};
}

Result<void> setWithinBand(WithinBand& field, std::string_view name, const ParameterValue& value) {
    const auto* text = std::get_if<std::string>(&value);
    if (!text || (*text != "slot" && *text != "checkin"))
        return badValue(name, "\"slot\" or \"checkin\"");
    field = *text == "slot" ? WithinBand::Slot : WithinBand::Checkin;
    return {};
}

Result<void> setInterval(SideNumbers& field, std::string_view name, const ParameterValue& value) {
    const auto* numbers = std::get_if<std::map<std::string, std::int64_t>>(&value);
    if (!numbers || numbers->size() != 3) return badValue(name, "numbers for P, R and M");
    SideNumbers read;
    for (const Lane lane : {Lane::P, Lane::R, Lane::M}) {
        const auto found = numbers->find(std::string(toText(lane)));
        if (found == numbers->end()) return badValue(name, "numbers for P, R and M");
        const auto checked = wholeNumber(name, found->second, 0);
        if (!checked) return tl::unexpected(checked.error());
        read.of(lane) = *checked;
    }
    field = read;
    return {};
}

Result<void> setMissGap(std::vector<int>& field, std::string_view name,
                        const ParameterValue& value) {
    const auto* numbers = std::get_if<std::vector<std::int64_t>>(&value);
    if (!numbers || numbers->empty() || numbers->size() > maxMissGaps)
        return badValue(name, "a list of 1 to " + std::to_string(maxMissGaps) + " numbers");
    std::vector<int> read;
    for (const std::int64_t number : *numbers) {
        const auto checked = wholeNumber(name, number, 0);
        if (!checked) return tl::unexpected(checked.error());
        read.push_back(*checked);
    }
    field = std::move(read);
    return {};
}

} // namespace

Result<void> setParameter(QueueParameters& p, std::string_view name, const ParameterValue& value) {
    // A count below nothing means nothing. Minutes may be negative: grace = -15 makes somebody late
    // after the first half of a band of 30.
    if (name == "band") return setNumber(p.band, name, value, 1);
    if (name == "early_open") return setNumber(p.earlyOpen, name, value, least);
    if (name == "due_lead") return setNumber(p.dueLead, name, value, least);
    if (name == "grace") return setNumber(p.grace, name, value, least);
    if (name == "booked_first") return setFlag(p.bookedFirst, name, value);
    if (name == "within_band") return setWithinBand(p.withinBand, name, value);
    if (name == "interval") return setInterval(p.interval, name, value);
    if (name == "dynamic_r") return setFlag(p.dynamicR, name, value);
    if (name == "max_side_run") return setNumber(p.maxSideRun, name, value, 0);
    if (name == "miss_gap") return setMissGap(p.missGap, name, value);
    if (name == "max_misses") return setNumber(p.maxMisses, name, value, 0);
    if (name == "stage") return setNumber(p.stage, name, value, 0);
    return badData("unknown-parameter", "there is no parameter " + std::string(name));
}

std::map<std::string, ParameterValue> listParameters(const QueueParameters& p) {
    const auto number = [](int value) { return std::int64_t{value}; };
    return {{"band", number(p.band)},
            {"early_open", number(p.earlyOpen)},
            {"due_lead", number(p.dueLead)},
            {"grace", number(p.grace)},
            {"booked_first", p.bookedFirst},
            {"within_band", std::string(p.withinBand == WithinBand::Slot ? "slot" : "checkin")},
            {"interval", std::map<std::string, std::int64_t>{{"P", number(p.interval.p)},
                                                             {"R", number(p.interval.r)},
                                                             {"M", number(p.interval.m)}}},
            {"dynamic_r", p.dynamicR},
            {"max_side_run", number(p.maxSideRun)},
            {"miss_gap", std::vector<std::int64_t>(p.missGap.begin(), p.missGap.end())},
            {"max_misses", number(p.maxMisses)},
            {"stage", number(p.stage)}};
}

} // namespace menzhen::core
