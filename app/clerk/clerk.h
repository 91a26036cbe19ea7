// SPDX-License-Identifier: Apache-2.0
// What the registry does for one site: every command that needs one winner, and the intake of the
// devices' ops. No sockets, no threads: the registry's writer and the simulator drive it.
//
// Commands take and give JSON as docs/openapi.yaml says. Errors become problem details: Data 400,
// Refused 409 ("unknown-*" 404, "wrong-pin" 403), Device and Busy 503.
// Inside one Database::transact(): begin(), any number of commands, end().
// Thread: the writer's. Throws SQLite::Exception inside transact().
#pragma once

#include "app/clerk/people.h"
#include "app/clerk/sitekeys.h"
#include "app/clerk/snapshotshelf.h"
#include "app/core/lookuplimit.h"
#include "app/ops/returned.h"
#include "app/ops/sitelog.h"
#include "app/ops/staffpins.h"

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace menzhen::clerk {

using nlohmann::json;
using Answer = core::Result<json>;

// Limits, each with what happens beyond it.
inline constexpr int maxHoldsPerHolder = 20; ///< open at once: refused "too-many-holds"
inline constexpr int maxOpsPerBatch = 1000;  ///< refused "batch-too-large"
/// A registry that finds itself restored lets the devices give back what it lost before it decides
/// anything new; for at most so long.
inline constexpr std::int64_t recoveryMs = 5000;
inline constexpr int maxDeniedOps = 1000;       ///< kept of a denied device: then refused "denied"
inline constexpr int maxExpiriesPerSweep = 200; ///< the rest in the next sweep
inline constexpr int maxShortCodeDraws = 16;    ///< then a bug: the code space is 2^35
inline constexpr int maxCancelDelayMinutes =
    120; ///< a cancelled slot comes back 1 to 120 min later
/// A silent station's list waits so much longer than the station may use it (sync.md 1.9).
inline constexpr std::int64_t releaseGraceMs = 2 * 60'000;
inline constexpr std::size_t maxStationsHeard = 10'000;
inline constexpr int maxCarriedPerSweep = 500; ///< the rest in the next sweep
inline constexpr int longestCarryDays = 4;     ///< who was present longer ago is not looked for
inline constexpr int daysOpen = 15;            ///< today and the next 14, as an import opens them
inline constexpr int maxDaysPerSweep = 3;      ///< opened in one transaction

struct ClerkSetup {
    store::Database& database;
    const ports::Crypto& crypto;
    const ports::Clock& clock;
    ports::Chance& chance;
    const SiteKeys& keys;
    bool demo = false;                  ///< trusts a device at first contact
    bool messages = false;              ///< somebody sends what stands in the outbox
    SnapshotShelf* snapshots = nullptr; ///< for answer() (requests.h); nullptr: each made anew
};

/// A device's ops, read and ready for the log. The key of the op at index i is (device,
/// incarnation, from + i): so an op that cannot be read has one too, and a verdict under it.
struct Batch {
    std::string device;
    std::int64_t incarnation = 0;
    std::int64_t from = 0;
    core::Bytes chain;       ///< the device's chain after the last op; empty: it did not say
    std::string session;     ///< of the program that runs as this device; empty: it did not say
    std::int64_t unsent = 0; ///< ops that the device holds beyond these
    std::vector<ops::ReadyOp> ops;
    std::optional<ops::Returned> returned{}; ///< what a restored registry lost, instead of own ops
};

/// Body of POST ops to `site`. Needs no store: a server calls it before its writer's turn. Errors:
/// Data "bad-field" (the batch itself; without `from`, at least one op must be readable),
/// "batch-too-large". What is wrong with one op stands in that op (ReadyOp::fault): "malformed-op",
/// "op-too-large", "other-device", "other-site", "out-of-place", "wrong-hash". Takes what it can
/// out of `body`.
core::Result<Batch> readBatch(json body, const ports::Crypto& crypto, const std::string& site);

/// Under which index the lobby finds a booking's patient on one day (ops/personindex.h).
struct DayIndex {
    int day = 0; ///< 0: none
    std::string index;
};

/// The index for POST bookings, outside every transaction: it takes scrypt's 40 ms. None when the
/// body or its hold are no good (book() says why), or when the day is later than tomorrow: then it
/// is made when that day comes near (bookingindex.h).
DayIndex studyBooking(const json& body, store::Database& database, const std::string& site,
                      int today, const ports::Crypto& crypto, const SiteKeys& keys);
/// The same for POST sign-in.
ops::PinProof studySignIn(const json& body, store::Database& database, const std::string& site,
                          const ports::Crypto& crypto);

class Clerk {
public:
    Clerk(std::string site, const ClerkSetup& setup);

    core::Result<void> begin() {
        auto begun = log_.begin();
        noteStart();
        return begun;
    }

    void end() { log_.end(); }

    std::int64_t rev() const { return log_.rev(); }

    const std::string& epoch() const { return log_.position().epoch; }

    const std::string& site() const { return log_.site(); }

    /// Once after start: the registry's own public keys enter the trust list.
    core::Result<void> publishKeys();

    // slots.cpp
    Answer hold(const json& body);
    /// A slot beyond the plan, held for whoever books it: {"day":..,"by":"d01","holder":"S1"}.
    Answer addExtra(const std::string& session, const json& body);
    /// Of a slot.held or slot.added: what POST holds answers.
    Answer holdAnswer(const ops::Appended& held);
    /// The same for the patient of a stopped session: `replaces` is his booking (choices.h).
    Answer holdInstead(const json& body, const std::string& replaces);
    /// What is held, as POST holds answered it. Refused "unknown-hold".
    Answer showHold(const std::string& hold);
    Answer releaseHold(const std::string& hold);
    /// Ends holds that ran out, how many; forgets once a day what is remembered for the day alone.
    int expireHolds();

    // bookings.cpp
    /// `index`: found by studyBooking(); else, or when it is another day's, made here.
    Answer book(const json& body, const DayIndex& index = {});
    /// `by`: staff (cashier, nurse, manager) cancel at any hour; empty: the patient, in time.
    Answer cancelBooking(const std::string& booking, const std::string& by = {});

    // lookups.cpp; `peer`: the device that asks, empty on plain loopback
    /// Today's and tomorrow's day keys. Errors: Refused "not-a-kiosk".
    Answer dayKeys(const std::string& peer);
    /// Today's bookings of an identity number, those without a ticket first. Errors: Data those of
    /// core::parseIdNumber; Refused "not-a-kiosk", "too-many-lookups" (core/lookuplimit.h).
    Answer findBookings(const json& body, const std::string& peer);
    /// Before a kiosk looks for somebody by what was typed. Errors: Refused "not-a-kiosk",
    /// "too-many-lookups".
    core::Result<void> mayLookUp(const std::string& peer);

    // calls.cpp
    Answer callNext(const std::string& queue, const json& body);

    // claims.cpp
    Answer renewClaim(const std::string& station);
    /// Staged lists of stations that were not heard of for too long wait again; how many.
    int releaseSilent();

    // days.cpp
    /// Keeps the days ahead open. Whether something was opened.
    bool openDays();
    /// The next number of a queue without slots.
    Answer takeNumber(const std::string& queue, const json& body);

    // carryover.cpp
    /// Nobody who checked in is dropped: who is left of the morning goes over to the afternoon's
    /// queue once that has begun, before its first band (queue rules, 6); who is left of an earlier
    /// day, to a queue of today's, under a number of its own. How many.
    int carryOver();

    // stop.cpp
    /// {"day":..,"choice":"move","to":"CARD-D02-AM","reason":"ill","by":"m1"}; choice left out:
    /// move when there is a `to`, else cancel. Errors: ops/sessionstop.h, Refused "not-allowed"
    /// (role manager or nurse).
    Answer stopSession(const std::string& session, const json& body);
    /// {"day":..,"practitioner":"CARD-D04","reason":"ill","by":"m1"}: another doctor holds it.
    Answer replaceDoctor(const std::string& session, const json& body);

    /// What time alone brings, some times a minute.
    void sweep();

    // intake.cpp
    Answer acceptOps(const json& body);
    /// Every op gets a verdict. Errors concern the batch: Refused "unknown-device",
    /// "device-not-trusted", "denied", "other-session" (another program runs as this device),
    /// "other-incarnation", "seq-gap", "fork" (the device must introduce itself anew).
    /// A large one may be taken in parts that follow each other, `most` ops from index `from` on;
    /// the first looks at the whole batch's chain.
    Answer acceptBatch(const Batch& batch, std::size_t from = 0, std::size_t most = maxOpsPerBatch);

    // introduction.cpp
    /// Errors: Data "bad-field", Refused "other-key".
    Answer introduceDevice(const json& body);

    // staff.cpp
    Answer signIn(const json& body, const ops::PinProof& proof = {});

    /// A command under its Idempotency-Key: the same key and body give the stored answer, the same
    /// key with another body Refused "key-reused". Refusals are not stored. An empty key: no
    /// memory.
    Answer once(const std::string& key, const std::string& body,
                const std::function<Answer()>& command);

    ops::SiteLog& log() { return log_; }

    const ClerkSetup& setup() const { return setup_; }

    /// Idempotency-Key of the command under way; empty: it has none.
    const std::string& request() const { return request_; }

    std::string drawId(std::size_t bytes);
    /// When a slot that was given back may be sold again: 1 to 120 minutes from now, at random.
    std::int64_t drawRelease();
    /// Errors: Busy "recovering".
    core::Result<void> notRecovering() const;

    People& people() { return people_; }

    const SiteKeys& keys() const { return setup_.keys; }

    bool sendsMessages() const { return setup_.messages; }

private:
    core::Result<void> isKiosk(const std::string& peer);
    json holdFields(const std::string& session, const std::string& holder, int minutes);
    json heldSlot(const store::Record& slot);
    core::Result<void> endHold(const std::string& hold, const char* why);
    Answer holdSlot(const json& body, const std::string& replaces);
    core::Result<Person> bookedPerson(const json& body, const std::string& hold);
    void purge();

    void noteStart() {
        if (startedRev_ < 0) startedRev_ = log_.rev();
    }

    /// What a device says of itself and of us.
    struct Claim {
        std::string id;
        std::string role;
        std::string publicKey;
        std::int64_t incarnation = 1;
        std::int64_t lastSeq = 0;
        core::Bytes chain;
        std::string epoch;
        std::int64_t revision = 0;
        std::int64_t chainRevision = 0;
        core::Bytes revisionChain;
        std::string session;
        bool displaced = false;
        std::int64_t unsent = 0;
        std::vector<std::string> epochs; ///< of which it has pages of the log, oldest first
        bool behind = false;             ///< it heard that the log knows more of it than itself
    };

    static core::Result<Claim> readClaim(const json& body);
    core::Result<void> meet(const Claim& claim);
    void noticeRestored(const Claim& claim);
    bool isKin(const Claim& claim);
    bool isLost(const std::string& epoch);
    json lostTo(const Claim& claim);
    core::Result<std::int64_t> incarnationFor(const Claim& claim);
    void takeSession(const Claim& claim, std::int64_t incarnation);
    bool isLiveSession(const Batch& batch);
    Answer acceptReturned(const Batch& batch);
    core::Result<bool> mayWrite(const Batch& batch); ///< true: denied, kept for a person
    bool follows(const Batch& batch);
    Answer callAnswer(const core::Result<ops::Appended>& called, const std::string& half,
                      const std::string& queue, const std::string& station);
    void heard(const std::string& station);
    int lastOpenDay();
    int carryIntoToday(const ports::LocalTime& now);
    std::string afternoonOf(const std::string& queue, const ports::LocalTime& now);
    void openDay(int day);
    void openSlotlessQueues(int day);
    /// What the registry says of its own because of a device's op.
    core::Result<void> followUp(const ops::Op& op, const ops::Appended& appended);
    void keepAttachment(const ops::Op& op, const ops::Appended& appended);
    void unreadable(const ops::Op& op, const ops::Appended& appended);

    ClerkSetup setup_;
    ops::SiteLog log_;
    People people_;
    std::string request_; ///< of the command under way: its Idempotency-Key
    int purgedDay_ = 0;
    std::int64_t startedRev_ = -1; ///< where the log stood when this program began
    /// The program that writes as (device, incarnation); lost at a restart, then any may go on.
    std::map<std::pair<std::string, std::int64_t>, std::string> sessions_;
    std::map<std::string, core::LookupLimit> lookups_; ///< by device
    std::int64_t waitUntilMs_ = 0; ///< monotonic: a restored log gets back what it lost first
    std::map<std::string, std::int64_t, std::less<>> heard_; ///< monotonic, by station
    std::optional<std::int64_t> heardFromMs_;
    int carriedAt_ = -1;               ///< minute of the day
    std::int64_t nightCarriedAt_ = -1; ///< hour of a day
    int noshowsFor_ = 0;               ///< the day for which listNoshows() is done
    int openedFor_ = 0;                ///< the day for which openDays() is done
};

/// Whether this is an active member of staff with one of these roles.
bool holdsRole(store::Database& database, const std::string& site, const std::string& user,
               std::initializer_list<std::string_view> roles);

/// The half-day in progress: the afternoon from half an hour before its first session on.
std::string halfDayAt(store::Database& database, const std::string& site,
                      const ports::LocalTime& now);

/// The signed text of a booking's QR.
std::string bookingCode(const std::string& site, const ports::Clock& clock, const SiteKeys& keys,
                        const store::Record& booking);

} // namespace menzhen::clerk
