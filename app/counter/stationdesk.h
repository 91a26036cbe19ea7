// SPDX-License-Identifier: Apache-2.0
// What the station's windows ask of the journeys (app/flows), in one place, so that the border
// between the threads is one class: flowstation.h carries it over to the flow thread, the tests
// stand in for it.
//
// Thread: GUI. Every call returns at once; every callback runs later on the GUI thread, at most
// once, and never after the desk is gone.
#pragma once

#include "app/core/result.h"
#include "app/flows/callnext.h"
#include "app/flows/help.h"
#include "app/flows/tasks.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace menzhen::counter {

template <class T> using Done = std::function<void(core::Result<T>)>;
using SignedIn = std::function<void(tl::expected<flows::StaffView, flows::SignInRefusal>)>;

/// Everything that the bar and the panel show.
struct Picture {
    flows::Desk desk;
    std::vector<flows::HelpView> helps;     ///< open ones of others, the oldest first
    std::optional<flows::HelpView> ownHelp; ///< what this station asked for last
};

/// What can happen to the patient in the room; Undo: what the station did last is taken back.
enum class Move { Recall, Missed, ToTests, Finish, Undo };

class StationDesk {
public:
    virtual ~StationDesk() = default;

    virtual void signIn(std::string user, std::string pin, SignedIn done) = 0;
    virtual void signOut() = 0;
    virtual void queues(Done<std::vector<flows::QueueView>> done) = 0;
    virtual void open(std::string queue, std::string half, std::string room, Done<void> done) = 0;
    virtual void close(Done<void> done) = 0;
    virtual void picture(Done<Picture> done) = 0;

    virtual void next(Done<flows::NextAnswer> done) = 0;
    /// By choice, with a reason that is listed; cut off it is an emergency call.
    virtual void callChosen(std::string entry, std::string text, Done<flows::NextAnswer> done) = 0;
    /// From a scanned or typed paper ticket, while cut off.
    virtual void takePaper(std::string text, Done<flows::NextAnswer> done) = 0;
    virtual void move(Move move, Done<void> done) = 0;
    /// To another queue of today; `wish`: the patient's.
    virtual void transfer(std::string entry, std::string queue, std::string half, bool wish,
                          Done<void> done) = 0;
    virtual void pause(std::string reason, int minutes, Done<void> done) = 0; ///< 0: no end known
    virtual void resume(Done<void> done) = 0;

    virtual void askHelp(Done<void> done) = 0;
    virtual void answerHelp(std::string id, Done<void> done) = 0;

    /// For managers; asks the registry each time.
    virtual void tasks(Done<std::vector<flows::TaskView>> done) = 0;
    virtual void settleTask(std::int64_t id, Done<void> done) = 0;
};

} // namespace menzhen::counter
