// SPDX-License-Identifier: Apache-2.0
// The StationDesk of the real program: carries every call to the flow thread and its answer back.
// Made on the GUI thread; end() runs on the flow thread, when the program closes and before the
// store does: after it nothing is asked any more.
#pragma once

#include "app/counter/stationdesk.h"

#include <QObject>
#include <memory>

namespace menzhen::counter {

/// The two ways over the border; both may be called from any thread.
struct Border {
    std::function<void(std::function<void()>)> toFlow;
    /// Runs nothing once the receiver is gone.
    std::function<void(QObject* receiver, std::function<void()>)> toScreen;
};

class FlowStation final : public StationDesk {
public:
    /// `context` is called once, on the flow thread.
    FlowStation(Border border, std::function<flows::FlowContext()> context);
    ~FlowStation() override;

    void end(); ///< flow thread

    void signIn(std::string user, std::string pin, SignedIn done) override;
    void signOut() override;
    void queues(Done<std::vector<flows::QueueView>> done) override;
    void open(std::string queue, std::string half, std::string room, Done<void> done) override;
    void close(Done<void> done) override;
    void picture(Done<Picture> done) override;
    void next(Done<flows::NextAnswer> done) override;
    void callChosen(std::string entry, std::string text, Done<flows::NextAnswer> done) override;
    void takePaper(std::string text, Done<flows::NextAnswer> done) override;
    void move(Move move, Done<void> done) override;
    void transfer(std::string entry, std::string queue, std::string half, bool wish,
                  Done<void> done) override;
    void pause(std::string reason, int minutes, Done<void> done) override;
    void resume(Done<void> done) override;
    void askHelp(Done<void> done) override;
    void answerHelp(std::string id, Done<void> done) override;
    void tasks(Done<std::vector<flows::TaskView>> done) override;
    void settleTask(std::int64_t id, Done<void> done) override;

private:
    /// What lives on the flow thread alone.
    struct Journeys {
        explicit Journeys(flows::FlowContext made) : context(std::move(made)), calls(context) {}

        flows::FlowContext context;
        flows::CallNext calls;
        std::string ownHelp; ///< id; empty: never asked
    };

    void post(std::function<void(Journeys&)> task);
    template <class Answer> std::function<void(Answer)> back(std::function<void(Answer)> done);
    static core::Result<Picture> look(Journeys& journeys);

    Border border_;
    QObject screen_; ///< receives the answers; gone with this object
    std::shared_ptr<std::unique_ptr<Journeys>> journeys_;
};

} // namespace menzhen::counter
