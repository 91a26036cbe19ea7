// SPDX-License-Identifier: Apache-2.0
// Which call the loudspeaker says next, how often, and what happens to the others. Rules of
// experience.md 2.2 (2, 3): one voice at a time, each call twice, once while more than 3 wait,
// doubles merged, none lost. It knows no clock: a turn ends when the loudspeaker says so.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace menzhen::core {

class CallQueue {
public:
    /// Calls that may wait. One takes 5 s when many wait, so the last of them is spoken within 4
    /// min.
    static constexpr std::size_t kMaxWaiting = 48;
    /// While more than this wait, a call is said once.
    static constexpr std::size_t kManyWaiting = 3;

    /// A handle that offer() gives out; never 0, never reused.
    using Handle = std::uint64_t;

    struct Offer {
        Handle handle = 0;
        std::vector<Handle>
            overtaken;               ///< waited for another room of this number: not said any more
        std::vector<Handle> dropped; ///< had waited longest when the queue was full
    };

    /// One turn of the loudspeaker.
    struct Turn {
        Handle first = 0;            ///< the call that is said
        std::vector<Handle> handles; ///< it and its doubles, which end together with it
        int times = 2;
    };

    /// A call comes in. The same number for the same room that still waits is a double: both
    /// handles end with one turn. The same `id` (the op's id) that is being said just now is a
    /// double too; a new id is a repeat, which staff asked for, and waits its turn. The same number
    /// for another room overtakes the one that waits: nobody is sent to the old room.
    Offer offer(const std::string& id, const std::string& number, const std::string& room);

    /// The next turn; nothing while a turn lasts or nobody waits.
    std::optional<Turn> next();

    /// The turn has ended. Returns the handles that ended with it, doubles that came in meanwhile
    /// included.
    std::vector<Handle> finished();

    /// Forgets all that wait and returns them; a turn that lasts goes on.
    std::vector<Handle> clear();

    bool speaking() const { return mSpeaking.has_value(); }

    std::size_t waiting() const { return mWaiting.size(); }

private:
    struct Entry {
        std::string id, number, room;
        std::vector<Handle> handles;
    };

    Handle mNext = 1;
    std::deque<Entry> mWaiting;
    std::optional<Entry> mSpeaking;
};

} // namespace menzhen::core
