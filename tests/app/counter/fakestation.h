// SPDX-License-Identifier: Apache-2.0
// A station whose journeys happen in memory, by the words of app/flows/callnext.h: every answer
// comes later on the GUI thread; the clock moves by hand.
#pragma once

#include "app/counter/stationdesk.h"
#include "app/ports/clock.h"

#include <QObject>
#include <string>
#include <vector>

namespace menzhen::test {

class HandClock final : public ports::Clock {
public:
    std::int64_t ms = 1'795'397'400'000; ///< 09:30 in the hospital, UTC+8

    std::int64_t utcMs() const override { return ms; }

    std::int64_t monotonicMs() const override { return ms; }

    ports::LocalTime local(std::int64_t utcMs) const override;
    std::int64_t utcMsOf(int day, int minute) const override;
};

class FakeStation final : public QObject, public counter::StationDesk {
    Q_OBJECT

public:
    FakeStation();
    /// So many ordinary patients, C001 and on.
    void fill(int patients);

    void signIn(std::string user, std::string pin, counter::SignedIn done) override;
    void signOut() override;
    void queues(counter::Done<std::vector<flows::QueueView>> done) override;
    void open(std::string queue, std::string half, std::string room,
              counter::Done<void> done) override;
    void close(counter::Done<void> done) override;
    void picture(counter::Done<counter::Picture> done) override;
    void next(counter::Done<flows::NextAnswer> done) override;
    void callChosen(std::string entry, std::string text,
                    counter::Done<flows::NextAnswer> done) override;
    void takePaper(std::string text, counter::Done<flows::NextAnswer> done) override;
    void move(counter::Move move, counter::Done<void> done) override;
    void transfer(std::string entry, std::string queue, std::string half, bool wish,
                  counter::Done<void> done) override;
    void pause(std::string reason, int minutes, counter::Done<void> done) override;
    void resume(counter::Done<void> done) override;
    void askHelp(counter::Done<void> done) override;
    void answerHelp(std::string id, counter::Done<void> done) override;
    void tasks(counter::Done<std::vector<flows::TaskView>> done) override;
    void settleTask(std::int64_t id, counter::Done<void> done) override;

    HandClock clock;
    counter::Picture now;
    std::vector<flows::QueueView> today;
    std::vector<std::string> did;    ///< "next", "missed C003", in their order
    std::vector<std::string> called; ///< numbers
    int nextAsked = 0;               ///< presses that came as far as the journeys
    bool away = false;               ///< nobody answers
    int triesLeft = 5;
    std::string roles = "doctor";
    std::vector<flows::TaskView> toSettle;

private:
    template <class T> void answer(counter::Done<T> done, core::Result<T> with);
    void finish();
    void undo(counter::Done<void> done);

    std::int64_t pressedAtMs_ = 0;
    flows::WaitingView undone_;
};

flows::WaitingView patient(int number, const std::string& masked, int band = 510);

} // namespace menzhen::test
