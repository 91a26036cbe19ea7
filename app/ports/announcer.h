// SPDX-License-Identifier: Apache-2.0
// Announcer: says calls aloud, in a waiting room. The manual of drivers/voice.
//
// One call is: chime (0.5 to 1 s), 0.3 to 0.5 s of silence, the sentence, 1 s of silence, the
// sentence again; while more than 3 calls wait, the sentence is said once (experience.md 2.2).
// Never two calls at once. What is said is core::announcementOf() of the same facts that the screen
// shows. A call that cannot be spoken (no clip and no synthesiser for a word, no loudspeaker) still
// rings the chime where it can and ends with an error; the screen shows the call in any case, and
// nobody may wait for the voice before showing it.
//
// The queue (core::CallQueue): first come, first said. A double of a call that waits is merged; the
// same number for another room overtakes the one that waits; when 48 wait, the longest waiting is
// given up. What a call's `done` gets:
//   Spoken                       said, or merged with a call that was said
//   Refused "announcer-stopped"  stop() or the end of the program
//   Refused "call-overtaken"     called to another room before it was said
//   Busy    "voice-queue-full"   given up, see above
//   Data    "call-number", "call-room"          see core::announcementOf()
//   Device  "voice-unknown-word" a word of the room is not in the table: "please look at the
//                                screen" was said in its place; `detail` names the word
//   Device  "voice-missing"      a clip is missing and no synthesiser speaks it: chime only
//   Device  "sound-failed"       the loudspeaker, player or folder failed
//
// Thread: every method from the flow thread; none of them waits. `done` is called exactly once, on
// the flow thread, later than announce() returns. Ownership: destroying the driver ends what is
// under way; calls that had not ended get "announcer-stopped" from within the destructor, on its
// thread.
#pragma once

#include "app/core/announcement.h"

#include <functional>
#include <string>

namespace menzhen::ports {

struct Spoken {
    int times = 0; ///< 2, 1, or 0 where the site has no voice ("none:")

    friend bool operator==(const Spoken&, const Spoken&) = default;
};

class Announcer {
public:
    struct Call {
        std::string id; ///< of the op: the same id twice is a double, a new id is a repeat
        core::CallWords words;
    };

    using Done = std::function<void(core::Result<Spoken>)>;

    virtual ~Announcer() = default;
    virtual void announce(Call call, Done done) = 0;
    /// 0 (silent) to 100 (the clips' own level); other values are taken as the nearest of these.
    /// Takes effect with the next call.
    virtual void setVolume(int percent) = 0;
    /// Silence now: ends the call that is being said and forgets all that wait. Later calls are
    /// said again.
    virtual void stop() = 0;
};

} // namespace menzhen::ports
