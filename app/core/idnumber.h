// SPDX-License-Identifier: Apache-2.0
// Identity numbers as patients carry them. Nothing here says that the person exists: only that the
// number can be one. Sources:
//   18 digits, and its 15-digit forerunner: GB 11643-1999 (6 region, 8 birth, 3 sequence whose last
//   digit is odd for men, check character by ISO 7064 MOD 11-2); the old form has 6 birth digits,
//   19yy, no check. Residence permits of Hong Kong, Macao and Taiwan residents: the same form,
//   region 81, 82, 83. Foreign permanent residents: before December 2023 three letters
//   (nationality, ISO 3166), 4 digits of the place of issue, yymmdd, 1 sequence digit (odd for
//   men), check digit by ICAO 9303 weights 7-3-1; since then 18 digits: 9, 2 place of issue, 3
//   nationality, and on as in GB 11643 (the National Immigration Administration's rules for
//   readers, 2023 edition).
#pragma once

#include "app/core/calendar.h"
#include "app/core/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace menzhen::core {

enum class IdKind {
    Resident,
    ResidentOld,        ///< 15 digits
    ResidencePermit,    ///< Hong Kong, Macao, Taiwan
    ForeignResident,    ///< 18 digits, begins with 9
    ForeignResidentOld, ///< 3 letters and 12 digits
    Demo,               ///< begins with 999999: made-up patients of demonstrations
};

enum class Sex { Male, Female };

struct IdNumber {
    IdKind kind = IdKind::Resident;
    /// Upper case. Of 18 characters, except the old foreign form, which has no longer twin and
    /// keeps its 15. So the old and the new number of one resident are the same text.
    std::string number;
    Day birth = 0;
    Sex sex = Sex::Male;

    friend bool operator==(const IdNumber&, const IdNumber&) = default;
};

/// Reads a number as typed or as read from a card; white space at either end is dropped. With
/// `today` (the site's day) a birth date after it is refused.
/// Errors (Data), whose detail never repeats the number: "id-character", "id-length", "id-region",
/// "id-birth-date", "id-birth-future", "id-check-digit".
Result<IdNumber> parseIdNumber(std::string_view text, std::optional<Day> today = std::nullopt);

/// The check character of 17 digits by ISO 7064 MOD 11-2; anything but 17 digits is a bug.
char idCheckCharacter(std::string_view digits17);

/// "resident", "resident-old", "residence-permit", "foreign-resident", "foreign-resident-old",
/// "demo".
std::string_view toText(IdKind kind);
/// "male", "female".
std::string_view toText(Sex sex);

} // namespace menzhen::core
