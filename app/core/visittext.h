// SPDX-License-Identifier: Apache-2.0
// What a patient is told of a visit (domain.md A3): when, where, and until when, in one sentence
// each; the same words as a message, on the phone page and on paper. Neither name nor department: a
// message lies open on a locked phone.
#pragma once

#include "app/core/calendar.h"

#include <string>

namespace menzhen::core {

struct VisitWhen {
    Day day = 0;
    Minute from = 0; ///< of the time band
    Minute to = 0;
    Minute latest = 0; ///< to get the ticket
};

struct VisitWhere {
    std::string hospital; ///< in the text's language
    std::string building; ///< may be empty
    int floor = 0;        ///< 0: not known
    std::string zone;     ///< may be empty
    bool byVideo = false; ///< no place: the visit's page opens it
};

std::string visitTextZh(const VisitWhen& when, const VisitWhere& where, const std::string& number);
std::string visitTextEn(const VisitWhen& when, const VisitWhere& where, const std::string& number);

} // namespace menzhen::core
