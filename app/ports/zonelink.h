// SPDX-License-Identifier: Apache-2.0
// From a staff station straight to the boards of its zone (architecture.md 3): so that a dead
// registry silences no waiting room. A board shows and says such a row at once; what the registry
// says later stands in its place. Real drivers: drivers/link/zonesender.h, zonelistener.h.
//
// Promises of every sender: tell() returns at once and never fails; a board that is away misses
// what is older than two minutes; of rows of one entry only the newest is kept.
// Thread: the flow thread.
#pragma once

#include <cstdint>
#include <string>

namespace menzhen::ports {

/// One entry as a board shows it, masked by the station as the registry would mask it.
struct ZoneRow {
    // The op that made it so.
    std::string opDevice;
    std::int64_t opIncarnation = 0;
    std::int64_t opSeq = 0;

    std::string id; ///< the entry's
    std::string queue;
    std::string number; ///< "C018"
    std::string mask;   ///< empty for a sensitive department
    std::string state;  ///< "called" "missed" "finished" ...
    std::string room;
    std::int64_t calledAtMs = 0; ///< UTC
    int calls = 0;
    std::string departmentZh; ///< empty for a sensitive department
    std::string departmentEn;
    bool sensitive = false;

    friend bool operator==(const ZoneRow&, const ZoneRow&) = default;
};

class ZoneLink {
public:
    virtual ~ZoneLink() = default;
    virtual void tell(const ZoneRow& row) = 0;
};

} // namespace menzhen::ports
