// SPDX-License-Identifier: Apache-2.0
#include "app/admin/queueevent.h"

#include <limits>
#include <nlohmann/json.hpp>

namespace menzhen::admin {

using core::Result;
using nlohmann::json;

namespace {

constexpr const char* stationLeftOut = "A";

tl::unexpected<core::Error> wrong(const std::string& detail) {
    return core::badData("malformed", detail);
}

/// JSON numbers beyond 64 bits are read as fractions, so they are turned down as well.
std::optional<std::int64_t> wholeNumber(const json& value) {
    if (!value.is_number_integer()) return std::nullopt;
    if (value.is_number_unsigned() &&
        value.get<std::uint64_t>() >
            static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        return std::nullopt;
    return value.get<std::int64_t>();
}

Result<int> readNumber(const json& event, const char* field, int from) {
    const auto found = event.find(field);
    if (found == event.end()) return wrong(std::string("no \"") + field + "\"");
    const auto number = wholeNumber(*found);
    if (!number || *number < from || *number > std::numeric_limits<int>::max())
        return wrong(std::string("\"") + field + "\" must be a whole number" +
                     (from == 0 ? ", 0 or more" : ""));
    return static_cast<int>(*number);
}

template <class Enum>
Result<Enum> readName(const json& event, const char* field, Enum leftOut,
                      std::optional<Enum> (*from)(std::string_view), const char* names) {
    const auto found = event.find(field);
    if (found == event.end()) return leftOut;
    const auto value =
        found->is_string() ? from(found->get_ref<const std::string&>()) : std::nullopt;
    if (!value) return wrong(std::string("\"") + field + "\" must be one of " + names);
    return *value;
}

/// What a parameter's value is, before anybody asks whether it fits the parameter.
std::optional<core::ParameterValue> parameterValue(const json& value) {
    if (value.is_boolean()) return value.get<bool>();
    if (value.is_string()) return value.get<std::string>();
    if (const auto number = wholeNumber(value)) return *number;
    if (value.is_array()) {
        std::vector<std::int64_t> numbers;
        for (const json& item : value) {
            const auto number = wholeNumber(item);
            if (!number) return std::nullopt;
            numbers.push_back(*number);
        }
        return numbers;
    }
    if (value.is_object()) {
        std::map<std::string, std::int64_t> numbers;
        for (const auto& [name, item] : value.items()) {
            const auto number = wholeNumber(item);
            if (!number) return std::nullopt;
            numbers[name] = *number;
        }
        return numbers;
    }
    return std::nullopt;
}

} // namespace

Result<std::string> readText(const json& event, const char* field) {
    const auto found = event.find(field);
    if (found == event.end()) return wrong(std::string("no \"") + field + "\"");
    if (!found->is_string() || found->get_ref<const std::string&>().empty())
        return wrong(std::string("\"") + field + "\" must be a text, not empty");
    return found->get<std::string>();
}

Result<std::string> readStation(const json& event) {
    if (!event.contains("station")) return stationLeftOut;
    return readText(event, "station");
}

Result<std::optional<std::string>> readPin(const json& event) {
    const auto found = event.find("pin");
    if (found == event.end() || found->is_null()) return std::nullopt;
    auto station = readText(event, "pin");
    if (!station) return tl::unexpected(station.error());
    return std::move(*station);
}

Result<int> readNow(const json& event) {
    return readNumber(event, "now", 0);
}

Result<core::Registration> readRegistration(const json& event) {
    constexpr int anyNumber = std::numeric_limits<int>::min();
    auto id = readText(event, "id");
    if (!id) return tl::unexpected(id.error());
    const auto band = readNumber(event, "band", 0);
    if (!band) return tl::unexpected(band.error());
    const auto slot = readNumber(event, "slot", anyNumber);
    if (!slot) return tl::unexpected(slot.error());
    const auto kind = readName(event, "kind", core::EntryKind::Booked, core::entryKindFrom,
                               "booked, walkin, extra");
    if (!kind) return tl::unexpected(kind.error());
    const auto lane = readName(event, "lane", core::Lane::N, core::laneFrom, "E, P, N, R, M, T");
    if (!lane) return tl::unexpected(lane.error());
    const auto level =
        event.contains("level") ? readNumber(event, "level", anyNumber) : Result<int>(0);
    if (!level) return tl::unexpected(level.error());
    auto pin = readPin(event);
    if (!pin) return tl::unexpected(pin.error());
    return core::Registration{std::move(*id), *band, *slot, *kind, *lane, *level, std::move(*pin)};
}

Result<core::QueueParameters> readParameters(const json& event, core::QueueParameters old) {
    for (const auto& [name, value] : event.items()) {
        if (name == "do") continue;
        // A value of no possible type still has to be told from a name that nobody knows.
        const auto known = parameterValue(value);
        const auto set =
            core::setParameter(old, name, known ? *known : std::vector<std::int64_t>{});
        if (!set) return tl::unexpected(set.error());
    }
    return old;
}

} // namespace menzhen::admin
