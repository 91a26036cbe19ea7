// SPDX-License-Identifier: Apache-2.0
#include "app/core/queuevalues.h"

#include "app/core/check.h"

#include <array>

namespace menzhen::core {

namespace {

constexpr std::array<std::string_view, 3> kindTexts{"booked", "walkin", "extra"};
constexpr std::array<std::string_view, 6> laneTexts{"E", "P", "N", "R", "M", "T"};
constexpr std::array<std::string_view, 8> stateTexts{"expected", "waiting", "staged", "called",
                                                     "finished", "missed",  "noshow", "onleave"};
constexpr std::array<std::string_view, 9> reasonTexts{
    "E:clinical", "P:interleave",        "R:interleave", "M:interleave", "N:on-turn",
    "N:late",     "N:early-doctor-idle", "T:tail",       "empty"};

template <class Enum, std::size_t size>
std::string_view textOf(Enum value, const std::array<std::string_view, size>& texts) {
    const auto index = static_cast<std::size_t>(value);
    MENZHEN_CHECK(index < size, "a queue value outside its enumeration");
    return texts[index];
}

template <class Enum, std::size_t size>
std::optional<Enum> valueOf(std::string_view text,
                            const std::array<std::string_view, size>& texts) {
    for (std::size_t i = 0; i < size; ++i)
        if (texts[i] == text) return static_cast<Enum>(i);
    return std::nullopt;
}

} // namespace

std::string_view toText(EntryKind kind) {
    return textOf(kind, kindTexts);
}

std::string_view toText(Lane lane) {
    return textOf(lane, laneTexts);
}

std::string_view toText(EntryState state) {
    return textOf(state, stateTexts);
}

std::string_view toText(CallReason reason) {
    return textOf(reason, reasonTexts);
}

std::optional<EntryKind> entryKindFrom(std::string_view text) {
    return valueOf<EntryKind>(text, kindTexts);
}

std::optional<Lane> laneFrom(std::string_view text) {
    return valueOf<Lane>(text, laneTexts);
}

std::optional<EntryState> entryStateFrom(std::string_view text) {
    return valueOf<EntryState>(text, stateTexts);
}

std::optional<CallReason> callReasonFrom(std::string_view text) {
    return valueOf<CallReason>(text, reasonTexts);
}

int& SideNumbers::of(Lane lane) {
    MENZHEN_CHECK(lane == Lane::P || lane == Lane::R || lane == Lane::M,
                  "only the lanes P, R and M have a number");
    return lane == Lane::P ? p : lane == Lane::R ? r : m;
}

int SideNumbers::of(Lane lane) const {
    return SideNumbers(*this).of(lane);
}

} // namespace menzhen::core
