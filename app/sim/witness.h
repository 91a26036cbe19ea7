// SPDX-License-Identifier: Apache-2.0
// What somebody who sees everything remembers of a run: what was committed, answered, printed and
// heard. The invariants are checked against it (check.h), never against what a program believes.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace menzhen::sim {

/// Key of an op.
struct OpKey {
    std::string device;
    std::int64_t incarnation = 1;
    std::int64_t seq = 0;

    friend bool operator==(const OpKey&, const OpKey&) = default;

    friend bool operator<(const OpKey& a, const OpKey& b) {
        return std::tie(a.device, a.incarnation, a.seq) < std::tie(b.device, b.incarnation, b.seq);
    }
};

std::string textOf(const OpKey& key);

struct OwnOp {
    OpKey key;
    std::string machine;
    std::string hash; ///< hexadecimal
    std::string type;
    std::string said;   ///< what it says, whatever key it has: a restored store stamps anew
    bool taken = false; ///< the registry answered it, or holds it
    bool gone = false;  ///< its disk was lost before the registry had it
};

struct Paper {
    std::string machine;
    std::string ticket; ///< its short code: one a ticket
    std::string number;
    bool reprint = false;
    std::int64_t atMs = 0;
};

struct Heard {
    std::string board;
    std::string call;            ///< "ENTRY#COUNT"
    std::int64_t calledAtMs = 0; ///< as the station pressed
    std::int64_t atMs = 0;
};

/// A revision as somebody outside the registry saw it.
struct SeenRevision {
    OpKey key;
    std::string epoch;
};

/// Where in the registry's log it stands.
struct BookedAt {
    std::string epoch;
    std::int64_t revision = 0;
};

struct Witness {
    std::map<std::tuple<OpKey, std::string, std::string>, OwnOp> ops; ///< by key, machine, said
    std::vector<Paper> papers;
    std::vector<Heard> heard;
    /// By epoch and revision: the op that the registry showed to anybody there.
    std::map<std::string, std::map<std::int64_t, OpKey>> seen;
    std::map<std::string, BookedAt> booked;    ///< bookings whose answer reached their phone
    std::map<std::string, BookedAt> cancelled; ///< likewise
    /// What is wrong, found while it happened: "I2 ...".
    std::vector<std::string> violations;
    /// Known exceptions that came up, for the story.
    std::vector<std::string> notes;
    /// Restored copies: what was printed or answered meanwhile may be gone (I3's exception).
    bool registryRestored = false;
    std::set<std::string> restoredMachines;
    std::set<std::string> clonedDevices;
};

} // namespace menzhen::sim
