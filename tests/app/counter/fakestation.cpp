// SPDX-License-Identifier: Apache-2.0
#include "fakestation.h"

#include <QString>
#include <QTimer>

namespace menzhen::test {

namespace {

constexpr std::int64_t hospitalOffsetMs = 8 * 3'600'000;
constexpr std::int64_t dayMs = 86'400'000;

} // namespace

ports::LocalTime HandClock::local(std::int64_t utcMs) const {
    const std::int64_t inDay = (utcMs + hospitalOffsetMs) % dayMs;
    return {20261123, static_cast<int>(inDay / 60'000), static_cast<int>(inDay / 1000 % 60)};
}

std::int64_t HandClock::utcMsOf(int /*day*/, int minute) const {
    return ms - (ms + hospitalOffsetMs) % dayMs + minute * 60'000LL;
}

flows::WaitingView patient(int number, const std::string& masked, int band) {
    flows::WaitingView view;
    view.number = QString::asprintf("C%03d", number).toStdString();
    view.id = "id-" + view.number;
    view.masked = masked;
    view.kind = "booked";
    view.lane = "N";
    view.state = "waiting";
    view.reason = "N:on-turn";
    view.band = band;
    view.bandText = QString::asprintf("%02d:%02d-%02d:%02d", band / 60, band % 60, (band + 30) / 60,
                                      (band + 30) % 60)
                        .toStdString();
    return view;
}

FakeStation::FakeStation() {
    flows::QueueView cardiology;
    cardiology.id = "CARD";
    cardiology.half = "AM";
    cardiology.department = {"心血管内科", "Cardiology"};
    cardiology.zone = "3A";
    cardiology.rooms = {"303", "304"};
    cardiology.waiting = 12;
    cardiology.expected = 20;
    cardiology.now = true;
    flows::QueueView doctor = cardiology;
    doctor.id = "CARD-D01";
    doctor.doctor = {"林知远", "Lin Zhiyuan"};
    doctor.rooms = {"301", "302"};
    flows::QueueView afternoon = doctor;
    afternoon.half = "PM";
    afternoon.now = false;
    today = {cardiology, doctor, afternoon};
    now.desk.station = "S1";
}

void FakeStation::fill(int patients) {
    for (int i = 1; i <= patients; ++i)
        now.desk.waiting.push_back(patient(i, "张*远"));
}

template <class T> void FakeStation::answer(counter::Done<T> done, core::Result<T> with) {
    QTimer::singleShot(0, this, [done = std::move(done), with = std::move(with)] { done(with); });
}

void FakeStation::signIn(std::string user, std::string pin, counter::SignedIn done) {
    tl::expected<flows::StaffView, flows::SignInRefusal> result =
        flows::StaffView{user, "林知远", roles};
    if (away) {
        result = tl::unexpected(
            flows::SignInRefusal{{core::ErrorKind::Refused, "not-known-here", ""}, {}});
    } else if (pin != "246810" && --triesLeft > 0) {
        result = tl::unexpected(
            flows::SignInRefusal{{core::ErrorKind::Refused, "wrong-pin", ""}, triesLeft});
    } else if (triesLeft <= 0) {
        result = tl::unexpected(flows::SignInRefusal{{core::ErrorKind::Refused, "locked", ""}, {}});
    }
    QTimer::singleShot(0, this, [done = std::move(done), result] { done(result); });
}

void FakeStation::signOut() {
    did.push_back("sign-out");
}

void FakeStation::queues(counter::Done<std::vector<flows::QueueView>> done) {
    answer(std::move(done), core::Result<std::vector<flows::QueueView>>(today));
}

void FakeStation::open(std::string queue, std::string half, std::string room,
                       counter::Done<void> done) {
    did.push_back("open " + queue + " " + half + " " + room);
    for (const auto& one : today)
        if (one.id == queue && one.half == half) now.desk.queue = one;
    now.desk.room = room;
    now.desk.state = flows::Desk::State::Open;
    answer(std::move(done), core::Result<void>());
}

void FakeStation::close(counter::Done<void> done) {
    did.push_back("close");
    now.desk.state = flows::Desk::State::Closed;
    answer(std::move(done), core::Result<void>());
}

void FakeStation::picture(counter::Done<counter::Picture> done) {
    flows::Desk& desk = now.desk;
    const auto shown = std::min<std::size_t>(desk.waiting.size(), flows::nextShown);
    desk.next.assign(desk.waiting.begin(), desk.waiting.begin() + static_cast<long>(shown));
    desk.figures.waiting = static_cast<int>(desk.waiting.size());
    answer(std::move(done), core::Result<counter::Picture>(now));
}

void FakeStation::finish() {
    if (now.desk.patient) ++now.desk.figures.finished;
    now.desk.patient.reset();
}

void FakeStation::next(counter::Done<flows::NextAnswer> done) {
    using Answer = core::Result<flows::NextAnswer>;
    ++nextAsked;
    if (clock.ms - pressedAtMs_ < flows::pressGuardMs)
        return answer(std::move(done), Answer(core::refused("pressed-twice")));
    if (away)
        return answer(std::move(done), Answer(core::fail(core::ErrorKind::Offline, "timeout")));
    pressedAtMs_ = clock.ms;
    finish();
    did.push_back("next");
    auto& waiting = now.desk.waiting;
    if (waiting.empty()) return answer(std::move(done), Answer(flows::NextAnswer{{}, "empty"}));
    const flows::WaitingView first = waiting.front();
    waiting.erase(waiting.begin());
    flows::PatientView inRoom;
    inRoom.id = first.id;
    inRoom.number = first.number;
    inRoom.masked = first.masked;
    inRoom.reason = first.reason;
    inRoom.room = now.desk.room;
    inRoom.calls = 1;
    now.desk.patient = inRoom;
    called.push_back(inRoom.number);
    now.desk.undo = flows::UndoView{"called", inRoom.id, inRoom.number, clock.ms + 30'000};
    undone_ = first;
    answer(std::move(done), Answer(flows::NextAnswer{inRoom, first.reason}));
}

void FakeStation::callChosen(std::string entry, std::string text,
                             counter::Done<flows::NextAnswer> done) {
    did.push_back("chosen " + entry + " " + text);
    flows::PatientView inRoom;
    inRoom.number = entry.substr(3);
    inRoom.reason = "chosen";
    now.desk.patient = inRoom;
    answer(std::move(done), core::Result<flows::NextAnswer>({inRoom, "chosen", now.desk.cutOff}));
}

void FakeStation::takePaper(std::string text, counter::Done<flows::NextAnswer> done) {
    did.push_back("paper " + text);
    flows::PatientView inRoom;
    inRoom.number = "C12-03";
    inRoom.reason = "paper";
    now.desk.patient = inRoom;
    answer(std::move(done), core::Result<flows::NextAnswer>({inRoom, "paper", true}));
}

void FakeStation::move(counter::Move move, counter::Done<void> done) {
    if (move == counter::Move::Undo) return undo(std::move(done));
    static const char* const names[] = {"recall", "missed", "tests", "finish"};
    if (!now.desk.patient)
        return answer(std::move(done), core::Result<void>(core::refused("no-patient")));
    did.push_back(std::string(names[static_cast<int>(move)]) + " " + now.desk.patient->number);
    if (move == counter::Move::Recall)
        ++now.desk.patient->calls;
    else
        finish();
    answer(std::move(done), core::Result<void>());
}

void FakeStation::transfer(std::string entry, std::string queue, std::string half, bool wish,
                           counter::Done<void> done) {
    did.push_back("transfer " + entry + " " + queue + " " + half + (wish ? " wish" : ""));
    std::erase_if(now.desk.waiting, [&](const auto& one) { return one.id == entry; });
    answer(std::move(done), core::Result<void>());
}

void FakeStation::undo(counter::Done<void> done) {
    flows::Desk& desk = now.desk;
    if (!desk.undo || clock.ms > desk.undo->untilMs)
        return answer(std::move(done), core::Result<void>(core::refused("nothing-to-undo")));
    did.push_back("undo " + desk.undo->number);
    desk.undo.reset();
    desk.patient.reset();
    desk.waiting.insert(desk.waiting.begin(), undone_);
    answer(std::move(done), core::Result<void>());
}

void FakeStation::pause(std::string reason, int minutes, counter::Done<void> done) {
    did.push_back("pause " + reason + " " + std::to_string(minutes));
    now.desk.state = flows::Desk::State::Paused;
    now.desk.pauseReason = reason;
    now.desk.pausedUntilMs = minutes == 0 ? 0 : clock.ms + minutes * 60'000LL;
    answer(std::move(done), core::Result<void>());
}

void FakeStation::resume(counter::Done<void> done) {
    did.push_back("resume");
    now.desk.state = flows::Desk::State::Open;
    answer(std::move(done), core::Result<void>());
}

void FakeStation::askHelp(counter::Done<void> done) {
    did.push_back("ask-help");
    answer(std::move(done), core::Result<void>());
}

void FakeStation::answerHelp(std::string id, counter::Done<void> done) {
    did.push_back("answer " + id);
    std::erase_if(now.helps, [&id](const flows::HelpView& help) { return help.id == id; });
    answer(std::move(done), core::Result<void>());
}

void FakeStation::tasks(counter::Done<std::vector<flows::TaskView>> done) {
    using Answer = core::Result<std::vector<flows::TaskView>>;
    if (away)
        return answer(std::move(done), Answer(core::fail(core::ErrorKind::Offline, "timeout")));
    answer(std::move(done), Answer(toSettle));
}

void FakeStation::settleTask(std::int64_t id, counter::Done<void> done) {
    did.push_back("settle " + std::to_string(id));
    std::erase_if(toSettle, [id](const flows::TaskView& task) { return task.id == id; });
    answer(std::move(done), core::Result<void>());
}

} // namespace menzhen::test
