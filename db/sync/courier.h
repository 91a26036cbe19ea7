// SPDX-License-Identifier: Apache-2.0
// Says what a device asks its registry next, and takes the answers:
//
//   introduce -> (wait for trust) -> what a restored store or registry lacks
//     -> snapshot, when there is none, or of another log or day
//     -> send the outbox in batches -> pull until the registry has no more -> idle until woken
//
// One request is under way at a time; while a page of a long tail is written, the next one may be
// asked for already. No sockets, clock reading or threads: whoever drives it
// (app/boot/device/devicesync.h, the simulator, a test) turns:
//
//     if (courier.hasWork()) courier.work();             one slice each, patients in between
//     if (auto request = courier.next()) link.request(*request, -> courier.answered(answer));
//     wake up at courier.wakeAtMs()
//
// A wake-up never moves the cursor; it only makes the courier ask. Thread: the flow thread.
#pragma once

#include "app/ports/chance.h"
#include "app/ports/clock.h"
#include "app/ports/registrylink.h"
#include "db/sync/replica.h"
#include "db/sync/siteclock.h"
#include "db/sync/syncstate.h"

#include <deque>
#include <optional>
#include <set>
#include <string>

namespace menzhen::sync {

// Limits (sync.md 1.13; the others are judgement).
inline constexpr std::int64_t maxBatchOps = 1000;
inline constexpr std::size_t maxBatchBytes = 256 * 1024; ///< of ops; one op alone may be larger
inline constexpr std::size_t sliceOps = 1000;            ///< applied in one transaction
inline constexpr std::size_t occupiedSliceOps = 64;      ///< while somebody stands at the screen
inline constexpr int backoffFromMs = 1'000;              ///< full jitter, doubled at each failure
inline constexpr int backoffToMs = 30'000;
inline constexpr int backoffLeastMs = 100;
inline constexpr int maxRetryAfterMs = 300'000; ///< no answer may silence a device for longer
inline constexpr int trustEveryMs = 5'000;      ///< asks whether it is trusted now
inline constexpr int pollEveryMs = 20'000;      ///< asks although nobody woke it
inline constexpr int blockedEveryMs = 30'000;   ///< asks again after a refusal that needs a person
inline constexpr int commandTimeoutMs = 10'000; ///< for every answer but a snapshot
inline constexpr int snapshotTimeoutMs = 60'000;
/// What a program that has ended had said may arrive late, once, and be taken for a second one.
inline constexpr int displacementsOfAClone = 2;
// The watchdog (sync.md 1.17): the oldest unsent op on an open connection.
inline constexpr int tearDownAfterMs = 60'000;
inline constexpr int restartAfterMs = 300'000;

struct CourierSetup {
    std::string site;
    std::string device;
    std::string role;      ///< "kiosk", "counter", "display"
    std::string publicKey; ///< PEM
    store::Database& database;
    Projection& projection;
    Replica* replica = nullptr; ///< the projection again; nullptr: a board, which sends no ops
    const ports::Clock& clock;
    ports::Chance& chance;
    /// Stamps ops anew when the registry gives another incarnation; without it that needs a person.
    const ports::Crypto* crypto = nullptr;
    SiteClock* siteClock = nullptr; ///< is held against the registry's at each contact
};

/// The own rows are held against the registry's when nothing is going on: at the first idle pull
/// after so many revisions or so long a time (sync.md 1.14; the time is judgement).
inline constexpr std::int64_t compareEveryRevisions = 1000;
inline constexpr int compareEveryMs = 600'000;

/// What the watchdog wants of whoever drives the courier.
enum class Rescue {
    None,
    TearDown, ///< close the connections and follow the live channel anew
    Restart   ///< the same; the courier has begun from the beginning
};

class Courier {
public:
    explicit Courier(CourierSetup setup);

    /// What to send now; nothing: one is under way, there is work, or it is not time.
    std::optional<ports::LinkRequest> next();
    /// The answer to the last next(), whatever it is.
    void answered(const core::Result<ports::LinkResponse>& answer);

    bool hasWork() const { return arrived_.has_value(); }

    /// Writes one slice of what arrived. True: the projection changed.
    bool work();
    /// When to call next() again although nothing happened: the clock's monotonicMs; nothing: wait
    /// for the answer.
    std::optional<std::int64_t> wakeAtMs() const;

    std::string livePath() const; ///< for RegistryLink::follow

    void woken(const std::string& data); ///< the live channel's {"through":N,"epoch":"E"}
    void liveOpened();
    void liveBroke();
    void askNow();    ///< what kept the registry silent may be over: no waiting
    void committed(); ///< the journal wrote an op

    /// Call it when the clock has come to wakeAtMs(), at least. An op that stays unsent on an open
    /// connection means that something is stuck which nobody has thought of. After TearDown or
    /// Restart the answer to a request under way is ignored: do not hand it in.
    Rescue watchdog();

    void setOccupied(bool occupied) { occupied_ = occupied; }

    const SyncState& state() const { return state_; }

private:
    enum class Step { None, Introduce, GiveBack, Return, Snapshot, Push, Pull };

    struct Arrived {
        Step step = Step::None;
        std::string text;      ///< of the lobby's: the answer as it came
        PulledLog log;         ///< of a pull of the lobby's
        nlohmann::json answer; ///< of a board's
        std::size_t done = 0;  ///< ops of `log` that are applied
    };

    /// Ops of an incarnation before the present one that the registry has not, or did not
    /// acknowledge here.
    struct OlderOps {
        std::int64_t incarnation = 0;
        std::int64_t next = 0;
        std::int64_t last = 0;
    };

    /// This device's own history comes back, then it writes under another incarnation.
    struct GivingBack {
        std::int64_t incarnation = 0;
        std::int64_t after = 0;
        std::int64_t through = 0;
        std::int64_t to = 0;
        std::vector<GivenOp> conflicts;
    };

    /// What a restored registry lost goes back to it.
    struct Returning {
        std::string epoch;
        std::int64_t beyond = 0; ///< revision of the old epoch
        std::int64_t from = 0;   ///< pages that begin here or later
        bool over = false;       ///< the last page is under way
    };

    std::string path(const std::string& tail) const { return "/v1/sites/" + setup_.site + tail; }

    std::optional<ports::LinkRequest> introduction();
    ports::LinkRequest snapshot();
    std::optional<ports::LinkRequest> batch();
    ports::LinkRequest pull(std::int64_t after);
    std::optional<ports::LinkRequest> pullAhead();
    bool compareDue() const;
    ports::LinkRequest post(const std::string& tail, std::string body);

    // courieranswers.cpp
    core::Result<void> take(Step step, const std::string& body);
    core::Result<void> good(Step step, const nlohmann::json& answer);
    core::Result<void> introduced(const nlohmann::json& answer);
    core::Result<void> pushed(const nlohmann::json& answer);
    void refused(Step step, const ports::LinkResponse& response);
    void pushRefused(const std::string& code, int status);

    // courierpages.cpp
    core::Result<void> takeLog(PulledLog page, const std::string& text);
    core::Result<bool> applyArrived();
    core::Result<bool> applySlice(Arrived& arrived);
    core::Result<bool> applyBoard(const nlohmann::json& answer);
    void pullEnded(std::int64_t revision, bool compared);

    // courierhistory.cpp
    core::Result<void> takePlace(const nlohmann::json& answer);
    void giveLost(const std::string& epoch, std::int64_t after);
    core::Result<void> sortOut(const nlohmann::json& answer);
    ports::LinkRequest giveBack();
    core::Result<void> changeIncarnation();
    core::Result<void> gaveBack(const nlohmann::json& answer);
    std::optional<ports::LinkRequest> returnPage();
    void measureClock(std::optional<std::int64_t> now);
    void restart();

    void succeeded(Step step);
    void setProblem(Step step, const std::string& problem);
    void blockPush(const std::string& problem);
    void failed(Step step, const std::string& problem);
    int backOffMs();

    bool unsent() const {
        return setup_.replica != nullptr && mayPush_ && (!older_.empty() || sendFrom_ <= lastSeq_);
    }

    void refresh();

    CourierSetup setup_;
    SyncState state_;
    Cursor cursor_;
    Step asking_ = Step::None;
    std::optional<Arrived> arrived_;
    std::optional<Arrived> ahead_; ///< the page after `arrived_`
    std::int64_t askedAfter_ = 0;  ///< of the last pull
    Step problemAt_ = Step::None;
    bool introduced_ = false;
    bool snapshotNeeded_ = false;
    bool pullDue_ = true;
    bool mayPush_ = true; ///< false: a fork or an old copy; a person is needed
    bool occupied_ = false;
    int attempts_ = 0; ///< failures in a row
    std::int64_t batchLimit_ = maxBatchOps;
    std::int64_t batchOps_ = 0; ///< in the batch under way
    std::int64_t incarnation_ = 1;
    std::int64_t sendFrom_ = 0; ///< seq of the next op to send; 0: not known yet
    std::int64_t lastSeq_ = 0;
    std::int64_t registryRevision_ = 0; ///< as the last answer said
    std::int64_t wokenThrough_ = 0;     ///< the highest wake-up since the last pull was asked
    std::int64_t notBeforeMs_ = 0;
    std::int64_t pushNotBeforeMs_ = 0; ///< a batch that is refused must not keep pulls waiting
    std::int64_t pollAtMs_ = 0;
    std::string session_;   ///< of this run of the program
    int displacements_ = 0; ///< how often another program was taken for this device
    std::vector<OlderOps> older_;
    std::optional<GivingBack> givingBack_;
    std::deque<Returning> returning_;      ///< oldest epoch first
    std::set<std::string> returnedEpochs_; ///< given back already, in this run
    std::string returnedTo_;               ///< the epoch of the log that got them
    bool behind_ = false; ///< the registry knows more of this incarnation than this store
    std::int64_t askedAtMs_ = 0;
    std::optional<std::int64_t> unsentSinceMs_; ///< on an open connection, without progress
    bool tornDown_ = false;
    std::int64_t comparedAtMs_ = 0; ///< monotonic; 0: not in this run
    std::int64_t comparedRevision_ = 0;
};

} // namespace menzhen::sync
