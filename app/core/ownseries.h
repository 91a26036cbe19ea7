// SPDX-License-Identifier: Apache-2.0
// The numbers that a kiosk gives by itself while it is cut off: the department's prefix, the
// kiosk's number, a dash, a running number: "C12-03" (architecture.md section 3). They never meet
// the planned numbers ("C012"), nor those of another kiosk, so nothing can collide and no lease can
// run out.
//
// A kiosk's number is the digits of its id: "K12" has 12, "K01" has 01. So two kiosks never share
// one. A kiosk with an id of another form has none and issues nothing by itself.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace menzhen::core {

inline constexpr int maxOwnNumber = 9999; ///< a day and prefix; then the kiosk issues no more
/// A restored kiosk may print a number again before anybody can tell it: the second paper is called
/// "C12-03-2", and so on as far as this.
inline constexpr int maxOwnCopies = 9;

/// "12" of "K12"; empty: `device` is not K and one to three digits.
std::string kioskNumberOf(std::string_view device);

struct OwnNumber {
    std::string prefix; ///< "C"
    std::string kiosk;  ///< "12"
    int running = 0;    ///< from 1
    int copy = 1;       ///< 2: printed again by a kiosk that did not know

    friend bool operator==(const OwnNumber&, const OwnNumber&) = default;
};

/// The end of a number that goes on into another day: "C012Y". Every number of a day ends in a
/// digit, so none of that day's own can be the same text.
inline constexpr char carriedMark = 'Y';

/// "C12-03", "C12-104", "C12-03-2": at most 12 bytes.
std::string toText(const OwnNumber& number);
/// Nothing: a planned number, or none of ours.
std::optional<OwnNumber> readOwnNumber(std::string_view text);

/// What a ticket is called when its number, of a slot or of an own series, is another ticket's:
/// "C012-2" of "C012", "C12-03-3" of "C12-03-2". No number that was given otherwise looks like it.
/// Empty: as far as maxOwnCopies, or no number of a day.
std::string copyAfter(std::string_view number);
/// Whether copyAfter() gave it.
bool isCopy(std::string_view number);

} // namespace menzhen::core
