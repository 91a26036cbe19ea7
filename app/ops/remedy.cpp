// SPDX-License-Identifier: Apache-2.0
#include "app/ops/remedy.h"

#include "app/ops/judgement.h"

#include <algorithm>
#include <array>

namespace menzhen::ops {

namespace {

struct Remedy {
    std::string_view code;
    std::string_view words;
};

constexpr std::array<Remedy, 18> ofCodes{{
    {"duplicate-arrival",
     "the patient had arrived before: no second entry, this paper leads to the first"},
    {"cancelled-booking", "the booking had been cancelled: the ticket keeps its number as an extra "
                          "of its band; see whether the fee was refunded"},
    {"number-again", "another ticket of the day bears this number: this one is called by it with "
                     "a dash and a count after it"},
    {"sold-again", "before it was told what it had lost, the registry sold this booking's place "
                   "again: both stay, the one that is not on paper yet is an extra of its band, "
                   "called by the number with a dash and a count after it; tell that patient"},
    {"hold-expired", "the place had gone back: the ticket keeps its number as an extra"},
    {"other-number", "booked under another number: the one on the paper counts"},
    {"unknown-booking", "the booking is unknown here but its code is signed: it was taken"},
    {"unknown-plan", "nobody had opened a session for this queue: the queue was opened"},
    {"virtual-visit",
     "the visit is by video: this paper made no place in a queue; tell the patient"},
    {"other-clock", "the device's clock was wrong: the time of arrival here counts"},
    {"superseded", "two rooms called this patient while cut off: the other room was first, nobody "
                   "was moved"},
    {"second-encounter", "two rooms saw this patient while cut off: both visits stay"},
    {"called-already", "the registry had called this patient for the room before: nothing changed"},
    {"returned-late", "it came back after others had gone on: kept, and nothing was changed"},
    {"denied-device", "the device is denied: kept, and nothing was changed"},
    {"registry-only", "no device may say this: kept, and nothing was changed"},
    {"version-too-old",
     "the device's program is more than two versions behind: kept as it came; upgrade it"},
    {"malformed-op", "it cannot be read: kept as it came, and nothing was changed"},
}};

} // namespace

std::string_view remedyOf(std::string_view verdict, std::string_view code) {
    const auto known = std::find_if(ofCodes.begin(), ofCodes.end(),
                                    [code](const Remedy& remedy) { return remedy.code == code; });
    if (known != ofCodes.end()) return known->words;
    if (code.starts_with("refused:"))
        return "the patient's state here did not allow it any more: kept, and nothing was changed";
    if (verdict == kept) return "this version does not know it: kept and passed on as it came";
    if (verdict == compensated) return "taken, and made to fit what was here before";
    return "kept, and nothing was changed";
}

} // namespace menzhen::ops
