// SPDX-License-Identifier: Apache-2.0
// ports::Clock from the machine's clock and the site's zone; on demo sites shifted by --clock, so
// that a morning can be shown at any hour. Whether a site may shift is the caller's to check.
// Thread: any; nothing in it changes after it is made.
#pragma once

#include "app/boot/zone.h"

#include <string_view>

namespace menzhen::boot {

class SystemClock final : public ports::Clock {
public:
    explicit SystemClock(Zone zone, std::int64_t shiftMs = 0) : zone_(zone), shiftMs_(shiftMs) {}

    std::int64_t utcMs() const override;
    /// Since the machine's start, time asleep included.
    std::int64_t monotonicMs() const override;

    ports::LocalTime local(std::int64_t utcMs) const override { return zone_.localOf(utcMs); }

    std::int64_t utcMsOf(int day, int minute) const override {
        return zone_.utcMsOf(day, minute * 60);
    }

private:
    Zone zone_;
    std::int64_t shiftMs_;
};

/// The machine's own clock, milliseconds since 1970 UTC.
std::int64_t realUtcMs();

/// Reads "--clock LOCAL[@UTCSECONDS]": at the real moment UTCSECONDS (`nowMs` when left out) the
/// site's clock reads LOCAL, "2026-11-23T07:50", with a blank for the T and ":SS" if wanted.
/// Answers what to add to real milliseconds. One LOCAL@UTCSECONDS gives one shift, in every program
/// and at every restart. Errors: Data "bad-clock".
core::Result<std::int64_t> clockShiftMs(std::string_view text, const Zone& zone,
                                        std::int64_t nowMs);

} // namespace menzhen::boot
