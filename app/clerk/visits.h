// SPDX-License-Identifier: Apache-2.0
// A visit: what a patient follows on the phone, a booking or a walk-in's ticket, from the moment of
// booking to the end of the day. Its rows, and what they say together. Throws SQLite::Exception
// inside transact()/read(). Thread: the connection's.
#pragma once

#include "app/clerk/terms.h"
#include "app/core/visittext.h"
#include "app/ops/queuebook.h"
#include "db/store/records.h"

#include <optional>
#include <string>

namespace menzhen::clerk {

struct Visit {
    std::string id; ///< of the booking, or of the ticket when there is none
    int day = 0;
    std::optional<store::Record> booking;
    std::optional<store::Record> entry; ///< once there is a ticket
    std::optional<store::Record> session;
    std::optional<store::Record> department;

    /// "booked" "expected" "waiting" "staged" "called" "missed" "onleave" "finished" "noshow"
    /// "cancelled" "stopped"; "joined": by video, and its patient asked for the way in.
    std::string state() const;
    std::string number() const;
    std::string shortCode() const; ///< XXXX-XXXX
    std::string masked() const;
    std::string zone() const;
    int band() const;
    std::string half() const;
    std::string queue() const;

    ops::QueueKey queueKey() const { return {day, half(), queue()}; }

    core::Minute latest() const; ///< to get the ticket

    bool isVirtual() const; ///< by video: no place, no ticket, no queue
};

/// Encounter.class of a session's visits: "VR" by video, "AMB" in the hospital.
std::string classOf(const store::Record& session);

/// `id`: a booking's, or a ticket's of that `day`. Of a booked patient's ticket, the booking's
/// visit.
std::optional<Visit> findVisit(store::Database& database, const std::string& site,
                               const std::string& id, int day);
/// By the short code (8 characters): the booking of today or the nearest day after, else today's
/// ticket.
std::optional<Visit> findVisitByCode(store::Database& database, const std::string& site,
                                     const std::string& shortCode, int today);

/// The sentence for message, page and paper. `lang`: "en", else Chinese.
std::string visitText(store::Database& database, const std::string& site, const Visit& visit,
                      const Terms& terms, const std::string& lang);

} // namespace menzhen::clerk
