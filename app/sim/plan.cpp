// SPDX-License-Identifier: Apache-2.0
#include "app/sim/plan.h"

#include "drivers/sim/chance.h"

#include <algorithm>
#include <array>

namespace menzhen::sim {

namespace {

using twin::Chance;

constexpr std::array<const char*, 46> names = {
    "book",           "cancel",       "present",     "walk-in",    "show-ticket",
    "reprint",        "open-room",    "next",        "recall",     "missed",
    "tests",          "finish",       "pause",       "resume",     "close-room",
    "call-chosen",    "take-paper",   "transfer",    "undo",       "help",
    "cut-both",       "cut-requests", "cut-answers", "mend",       "lossy",
    "doubling",       "slow",         "kill",        "power-cut",  "copy",
    "restore",        "clone",        "clock-jump",  "disk-full",  "disk-free",
    "disk-fails",     "zone-cut",     "zone-mend",   "paper-out",  "printer-pulls-out",
    "printer-silent", "printer-fine", "poison",      "poison-own", "old-snapshot",
    "checkpoint"};

constexpr std::int64_t second = 1000;

/// One kind of misfortune: what begins it, what ends it, whom it may hit.
struct Misfortune {
    Do begins;
    Do ends;         ///< the same: nothing ends it
    const char* hit; ///< k kiosks, s stations, b the board, r the registry
    int fromAmount;
    int toAmount;
};

constexpr Misfortune misfortunes[] = {
    {Do::CutBoth, Do::Mend, "ksb", 0, 0},
    {Do::CutRequests, Do::Mend, "ksb", 0, 0},
    {Do::CutAnswers, Do::Mend, "ksb", 0, 0},
    {Do::Lossy, Do::Mend, "ksb", 5, 60},
    {Do::Doubling, Do::Mend, "ksb", 5, 60},
    {Do::Slow, Do::Mend, "ksb", 200, 3000},
    {Do::Kill, Do::Kill, "ksbr", 0, 40},
    {Do::PowerCut, Do::PowerCut, "ksbr", 0, 40},
    {Do::Copy, Do::Restore, "ks", 0, 0},
    {Do::Copy, Do::Restore, "r", 0, 0},
    {Do::Copy, Do::Clone, "ks", 0, 0},
    {Do::ClockJump, Do::ClockJump, "ksb", 0, 5},
    {Do::DiskFull, Do::DiskFree, "ksbr", 0, 0},
    {Do::DiskFails, Do::DiskFails, "ksbr", 1, 40},
    {Do::ZoneCut, Do::ZoneMend, "s", 0, 0},
    {Do::PaperOut, Do::PrinterFine, "k", 0, 0},
    {Do::PrinterPullsOut, Do::PrinterFine, "k", 0, 0},
    {Do::PrinterSilent, Do::PrinterFine, "k", 0, 0},
    {Do::Poison, Do::Poison, "r", 0, 11},
    {Do::PoisonOwn, Do::PoisonOwn, "ks", 0, 2},
    {Do::OldSnapshot, Do::OldSnapshot, "ks", 0, 0},
    {Do::Checkpoint, Do::Checkpoint, "ksr", 0, 0},
};

/// Seconds: a dead battery, an hour, a bad crystal, a wrong zone.
constexpr int jumps[] = {-1'700'000'000, -3600, -90, 90, 1200, 28'800};

class Planner {
public:
    Planner(std::uint64_t seed, const std::vector<LeftOut>& without)
        : chance_(seed, "plan"), without_(without) {
        plan_.seed = seed;
        plan_.kiosks = chance_.percent(15) ? 3 : chance_.between(1, 2);
        plan_.stations = chance_.between(1, 2);
        plan_.board = chance_.percent(40);
        plan_.endMs = chance_.between(60, 200) * second;
        // Now and then somebody has lunch: holds run out, claims end.
        if (chance_.percent(4)) plan_.endMs += 900 * second;
    }

    Plan make() {
        for (int s = 1; s <= plan_.stations; ++s)
            staff("S" + std::to_string(s));
        const int patients = chance_.between(2, 7);
        for (int p = 1; p <= patients; ++p)
            patient(p);
        if (chance_.percent(12)) rush(patients + 1);
        // One seed in ten has a good day.
        if (!chance_.percent(10))
            for (const Misfortune& m : misfortunes)
                misfortune(m);
        std::stable_sort(plan_.steps.begin(), plan_.steps.end(),
                         [](const Step& a, const Step& b) { return a.atMs < b.atMs; });
        return std::move(plan_);
    }

private:
    std::int64_t moment(std::int64_t from, std::int64_t to) {
        return from + static_cast<std::int64_t>(
                          chance_.next() %
                          static_cast<std::uint64_t>(std::max<std::int64_t>(1, to - from)));
    }

    void add(std::int64_t atMs, Do what, std::string who, int number = 0, int amount = 0) {
        if (atMs < plan_.endMs && !isLeftOut(what, who))
            plan_.steps.push_back({atMs, what, std::move(who), number, amount});
    }

    std::string kiosk() { return "K" + std::to_string(chance_.between(1, plan_.kiosks)); }

    void staff(const std::string& station) {
        add(moment(0, 5 * second), Do::OpenRoom, station);
        add(moment(20 * second, 40 * second), Do::OpenRoom, station); // whoever could not before
        const int pace = chance_.between(8, 45);
        for (std::int64_t at = moment(10 * second, 60 * second); at < plan_.endMs;
             at += moment(2 * second, pace * 2 * second)) {
            add(at, Do::Next, station);
            const std::int64_t later = at + moment(500, pace * second);
            switch (chance_.below(10)) {
            case 0:
                add(later, Do::Recall, station);
                break;
            case 1:
            case 2:
                add(later, Do::Missed, station);
                break;
            case 3:
                add(later, Do::Tests, station);
                break;
            case 4:
                add(later, Do::Finish, station);
                break;
            case 5:
                add(later, Do::Next, station); // again at once: nobody answered, or impatience
                break;
            case 6:
                oddAct(station, later);
                break;
            default:
                break;
            }
        }
        if (!chance_.percent(40)) return;
        const std::int64_t pause = moment(0, plan_.endMs);
        add(pause, Do::Pause, station, 0, chance_.below(2));
        add(moment(pause, plan_.endMs), Do::Resume, station);
        if (chance_.percent(30)) add(moment(pause, plan_.endMs), Do::CloseRoom, station);
    }

    /// What staff do now and then.
    void oddAct(const std::string& station, std::int64_t at) {
        constexpr Do acts[] = {Do::CallChosen, Do::TakePaper, Do::Transfer, Do::Undo};
        const Do what = acts[chance_.below(4)];
        add(at, what, station, chance_.between(1, 7), chance_.below(1000));
        if (what == Do::Transfer && chance_.percent(30))
            add(moment(at, at + 20 * second), Do::Undo, station);
    }

    /// A kiosk is cut off and everybody wants a number of it: more than it may give by itself.
    void rush(int firstPatient) {
        const std::string at = kiosk();
        const std::int64_t from = moment(15 * second, plan_.endMs);
        add(from, Do::CutBoth, at);
        for (int i = 0; i < 14; ++i)
            add(moment(from, from + 70 * second), Do::WalkIn, at, firstPatient + i,
                1 + 2 * chance_.below(500)); // the pool's department
        add(from + moment(70 * second, 90 * second), Do::Mend, at);
    }

    void patient(int p) {
        const std::int64_t half = plan_.endMs / 2;
        const std::int64_t comes = moment(15 * second, plan_.endMs - 10 * second);
        if (chance_.percent(55)) {
            add(moment(0, std::min(half, comes)), Do::Book, "phone", p, chance_.below(6));
            if (chance_.percent(15)) add(moment(0, plan_.endMs), Do::Cancel, "phone", p);
            add(comes, Do::Present, kiosk(), p);
            // Nothing came out, or the hall is full: at another machine, perhaps at once.
            if (chance_.percent(40))
                add(moment(comes, comes + 20 * second), Do::Present, kiosk(), p);
        } else {
            add(comes, Do::WalkIn, kiosk(), p, chance_.below(1000));
            if (chance_.percent(30))
                add(moment(comes + 5 * second, comes + 40 * second), Do::WalkIn, kiosk(), p,
                    chance_.below(1000));
        }
        if (chance_.percent(50)) add(moment(comes, plan_.endMs), Do::ShowTicket, kiosk(), p);
        if (chance_.percent(20)) add(moment(comes, plan_.endMs), Do::Reprint, kiosk(), p);
        if (chance_.percent(10)) add(moment(0, plan_.endMs), Do::Help, kiosk(), p, 99);
    }

    std::string victim(const char* hit) {
        std::vector<std::string> all;
        for (const char* h = hit; *h != '\0'; ++h) {
            for (int k = 1; *h == 'k' && k <= plan_.kiosks; ++k)
                all.push_back("K" + std::to_string(k));
            for (int s = 1; *h == 's' && s <= plan_.stations; ++s)
                all.push_back("S" + std::to_string(s));
            if (*h == 'b' && plan_.board) all.emplace_back("D1");
            if (*h == 'r') all.emplace_back("REG");
        }
        return all[static_cast<std::size_t>(chance_.below(static_cast<int>(all.size())))];
    }

    void misfortune(const Misfortune& m) {
        // Swarm: a seed knows only some kinds of misfortune, so that one does not hide the others.
        const bool happens = chance_.percent(35);
        const int times = chance_.between(1, 3);
        for (int i = 0; i < times; ++i) {
            const std::string who = victim(m.hit);
            int amount = chance_.between(m.fromAmount, m.toAmount);
            if (m.begins == Do::ClockJump) amount = jumps[amount];
            const std::int64_t from = moment(0, plan_.endMs);
            const std::int64_t to = moment(from, from + 60 * second);
            if (!happens || isLeftOut(m.begins, who) || isLeftOut(m.ends, who)) continue;
            add(from, m.begins, who, 0, amount);
            // Somebody does something while the snapshot is under way.
            for (int press = 1; m.begins == Do::OldSnapshot && who[0] == 'K' && press <= 12;
                 ++press)
                add(from + press * moment(100, 400), Do::Help, who, 0, press);
            if (m.ends != m.begins) add(to, m.ends, who);
        }
    }

    bool isLeftOut(Do what, const std::string& who) const {
        return std::any_of(without_.begin(), without_.end(), [&](const LeftOut& out) {
            return out.what == what && (out.who.empty() || out.who == who);
        });
    }

    Chance chance_;
    const std::vector<LeftOut>& without_;
    Plan plan_;
};

} // namespace

const char* toText(Do what) {
    return names.at(static_cast<std::size_t>(what));
}

std::optional<Do> doNamed(const std::string& name) {
    for (std::size_t i = 0; i < names.size(); ++i)
        if (name == names.at(i)) return static_cast<Do>(i);
    return std::nullopt;
}

bool isFault(Do what) {
    return what >= Do::CutBoth;
}

std::string textOf(const Step& step) {
    std::string text = toText(step.what);
    if (!step.who.empty()) text += " " + step.who;
    if (step.number != 0) text += " patient " + std::to_string(step.number);
    if (step.amount != 0) text += " (" + std::to_string(step.amount) + ")";
    return text;
}

Plan planOf(std::uint64_t seed, const std::vector<LeftOut>& without) {
    return Planner(seed, without).make();
}

} // namespace menzhen::sim
