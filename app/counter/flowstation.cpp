// SPDX-License-Identifier: Apache-2.0
#include "app/counter/flowstation.h"

#include "app/ports/registrylink.h"

#include <algorithm>

namespace menzhen::counter {

FlowStation::FlowStation(Border border, std::function<flows::FlowContext()> context)
    : border_(std::move(border)), journeys_(std::make_shared<std::unique_ptr<Journeys>>()) {
    border_.toFlow([journeys = journeys_, context = std::move(context)] {
        *journeys = std::make_unique<Journeys>(context());
    });
}

FlowStation::~FlowStation() = default;

void FlowStation::end() {
    if (!*journeys_) return;
    (*journeys_)->context.link.stop(); // a flow outlives its callbacks
    journeys_->reset();
}

void FlowStation::post(std::function<void(Journeys&)> task) {
    border_.toFlow([journeys = journeys_, task = std::move(task)] {
        if (*journeys) task(**journeys);
    });
}

template <class Answer>
std::function<void(Answer)> FlowStation::back(std::function<void(Answer)> done) {
    return [this, done = std::move(done)](Answer answer) {
        border_.toScreen(&screen_,
                         [done, answer = std::move(answer)]() mutable { done(std::move(answer)); });
    };
}

void FlowStation::signIn(std::string user, std::string pin, SignedIn done) {
    post([user = std::move(user), pin = std::move(pin), answer = back(std::move(done))](
             Journeys& journeys) { journeys.calls.signIn(user, pin, answer); });
}

void FlowStation::signOut() {
    post([](Journeys& journeys) { journeys.calls.signOut(); });
}

void FlowStation::queues(Done<std::vector<flows::QueueView>> done) {
    post([answer = back(std::move(done))](Journeys& journeys) { answer(journeys.calls.queues()); });
}

void FlowStation::open(std::string queue, std::string half, std::string room, Done<void> done) {
    post([queue = std::move(queue), half = std::move(half), room = std::move(room),
          answer = back(std::move(done))](Journeys& journeys) {
        answer(journeys.calls.open(queue, half, room));
    });
}

void FlowStation::close(Done<void> done) {
    post([answer = back(std::move(done))](Journeys& journeys) { answer(journeys.calls.close()); });
}

core::Result<Picture> FlowStation::look(Journeys& journeys) {
    auto desk = journeys.calls.desk();
    if (!desk) return tl::unexpected(desk.error());
    auto helps = flows::openHelps(journeys.context);
    if (!helps) return tl::unexpected(helps.error());
    Picture picture{std::move(*desk), std::move(*helps), {}};
    const std::string& own = journeys.context.device();
    std::erase_if(picture.helps,
                  [&own](const flows::HelpView& help) { return !help.open || help.device == own; });
    if (!journeys.ownHelp.empty())
        if (auto help = flows::helpOf(journeys.context, journeys.ownHelp))
            picture.ownHelp = std::move(*help);
    return picture;
}

void FlowStation::picture(Done<Picture> done) {
    post([answer = back(std::move(done))](Journeys& journeys) { answer(look(journeys)); });
}

void FlowStation::next(Done<flows::NextAnswer> done) {
    post([answer = back(std::move(done))](Journeys& journeys) { journeys.calls.next(answer); });
}

void FlowStation::callChosen(std::string entry, std::string text, Done<flows::NextAnswer> done) {
    post([entry = std::move(entry), text = std::move(text), answer = back(std::move(done))](
             Journeys& journeys) { journeys.calls.callChosen(entry, text, answer); });
}

void FlowStation::takePaper(std::string text, Done<flows::NextAnswer> done) {
    post([text = std::move(text), answer = back(std::move(done))](Journeys& journeys) {
        answer(journeys.calls.takePaper(text));
    });
}

void FlowStation::move(Move move, Done<void> done) {
    post([move, answer = back(std::move(done))](Journeys& journeys) {
        flows::CallNext& calls = journeys.calls;
        switch (move) {
        case Move::Recall:
            return calls.recall(answer);
        case Move::Missed:
            return calls.missed(answer);
        case Move::ToTests:
            return calls.toTests(answer);
        case Move::Finish:
            return calls.finish(answer);
        case Move::Undo:
            return calls.undo(answer);
        }
    });
}

void FlowStation::transfer(std::string entry, std::string queue, std::string half, bool wish,
                           Done<void> done) {
    post([entry = std::move(entry), queue = std::move(queue), half = std::move(half), wish,
          answer = back(std::move(done))](Journeys& journeys) {
        answer(journeys.calls.transfer(entry, queue, half, wish));
    });
}

void FlowStation::pause(std::string reason, int minutes, Done<void> done) {
    post([reason = std::move(reason), minutes, answer = back(std::move(done))](Journeys& journeys) {
        answer(journeys.calls.pause(reason, minutes));
    });
}

void FlowStation::resume(Done<void> done) {
    post([answer = back(std::move(done))](Journeys& journeys) { answer(journeys.calls.resume()); });
}

void FlowStation::askHelp(Done<void> done) {
    post([answer = back(std::move(done))](Journeys& journeys) {
        const auto desk = journeys.calls.desk();
        const std::string room = desk ? desk->room : std::string();
        const auto help = flows::requestHelp(journeys.context, "station " + room);
        if (!help) return answer(tl::unexpected(help.error()));
        journeys.ownHelp = help->id;
        answer({});
    });
}

void FlowStation::answerHelp(std::string id, Done<void> done) {
    post([id = std::move(id), answer = back(std::move(done))](Journeys& journeys) {
        const auto& staff = journeys.calls.staff();
        answer(flows::answerHelp(journeys.context, id, staff ? staff->user : std::string()));
    });
}

void FlowStation::tasks(Done<std::vector<flows::TaskView>> done) {
    post([answer = back(std::move(done))](Journeys& journeys) {
        flows::openTasks(journeys.context, answer);
    });
}

void FlowStation::settleTask(std::int64_t id, Done<void> done) {
    post([id, answer = back(std::move(done))](Journeys& journeys) {
        const auto& staff = journeys.calls.staff();
        flows::settleTask(journeys.context, id, staff ? staff->user : std::string(), answer);
    });
}

} // namespace menzhen::counter
