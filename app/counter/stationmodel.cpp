// SPDX-License-Identifier: Apache-2.0
#include "app/counter/stationmodel.h"

namespace menzhen::counter {

StationModel::StationModel(StationDesk& desk, const ports::Clock& clock, QObject* parent)
    : QObject(parent), desk_(desk), clock_(clock) {
    statusEnds_.setSingleShot(true);
    statusEnds_.setInterval(statusShownMs);
    connect(&statusEnds_, &QTimer::timeout, this, [this] {
        status_ = Status();
        emit statusChanged();
    });
}

void StationModel::go(Place place) {
    if (place_ == place) return;
    place_ = place;
    emit placeChanged();
}

void StationModel::say(Status status) {
    status_ = std::move(status);
    statusEnds_.start();
    emit statusChanged();
}

Done<void> StationModel::then(Status good) {
    return [this, good = std::move(good)](const core::Result<void>& result) {
        say(result ? good : Status::failed(result.error()));
        refresh();
    };
}

void StationModel::signIn(const QString& user, const QString& pin) {
    if (signingIn_) return;
    signingIn_ = true;
    refusal_.reset();
    emit signInChanged();
    desk_.signIn(user.trimmed().toStdString(), pin.toStdString(),
                 [this](tl::expected<flows::StaffView, flows::SignInRefusal> answer) {
                     signingIn_ = false;
                     if (answer) {
                         staff_ = std::move(*answer);
                         status_ = Status();
                         askQueues();
                         refresh();
                         go(Place::Room);
                     } else {
                         refusal_ = std::move(answer.error());
                     }
                     emit signInChanged();
                 });
}

void StationModel::signOut() {
    if (place_ == Place::Calling) desk_.close([](const core::Result<void>&) {});
    desk_.signOut();
    staff_.reset();
    tasks_.clear();
    tasksError_.reset();
    refusal_.reset();
    go(Place::SignIn);
}

void StationModel::askQueues() {
    desk_.queues([this](core::Result<std::vector<flows::QueueView>> queues) {
        if (queues)
            queues_ = std::move(*queues);
        else
            say(Status::failed(queues.error()));
        emit queuesChanged();
    });
}

void StationModel::openRoom(const flows::QueueView& queue, const QString& room) {
    desk_.open(queue.id, queue.half, room.toStdString(), [this](const core::Result<void>& result) {
        if (!result) return say(Status::failed(result.error()));
        say(Status());
        refresh();
        go(Place::Calling);
    });
}

void StationModel::changeRoom() {
    desk_.close([this](const core::Result<void>& result) {
        if (!result) return say(Status::failed(result.error()));
        askQueues();
        refresh();
        go(Place::Room);
    });
}

void StationModel::next() {
    // Nobody is called into a room whose doctor has gone: going on is a press of its own.
    if (isPaused()) return say(Status::failed(core::refused("paused").value()));
    say(Status(Status::Kind::Asking));
    desk_.next(thenCalled());
}

Done<flows::NextAnswer> StationModel::thenCalled() {
    return [this](core::Result<flows::NextAnswer> answer) {
        if (!answer) {
            say(Status::failed(answer.error()));
        } else if (answer->patient) {
            Status called(answer->offline ? Status::Kind::CalledOffline : Status::Kind::Called,
                          answer->patient->number);
            called.reason = answer->reason;
            say(std::move(called));
        } else {
            say(Status(Status::Kind::Nobody));
        }
        refresh();
    };
}

void StationModel::callChosen(const std::string& entry, const QString& reason) {
    if (isPaused()) return say(Status::failed(core::refused("paused").value()));
    say(Status(Status::Kind::Asking));
    desk_.callChosen(entry, reason.toStdString(), thenCalled());
}

void StationModel::takePaper(const QString& text) {
    if (isPaused()) return say(Status::failed(core::refused("paused").value()));
    desk_.takePaper(text.toStdString(), thenCalled());
}

void StationModel::transfer(const std::string& entry, const std::string& number,
                            const flows::QueueView& queue, bool wish) {
    desk_.transfer(entry, queue.id, queue.half, wish,
                   then(Status(Status::Kind::Transferred, number)));
}

void StationModel::move(Move move) {
    const auto& patient = picture_.desk.patient;
    const auto& undo = picture_.desk.undo;
    std::string number = patient ? patient->number : std::string();
    if (move == Move::Undo) number = undo ? undo->number : std::string();
    const auto kind = [move] {
        switch (move) {
        case Move::Recall:
            return Status::Kind::Repeated;
        case Move::Missed:
            return Status::Kind::Missed;
        case Move::ToTests:
            return Status::Kind::ToTests;
        case Move::Finish:
            return Status::Kind::Finished;
        case Move::Undo:
            return Status::Kind::Undone;
        }
        return Status::Kind::None;
    }();
    desk_.move(move, then(Status(kind, number)));
}

void StationModel::pause(const PauseChoice& choice) {
    desk_.pause(choice.code, choice.minutes, then(Status(Status::Kind::Paused)));
}

void StationModel::resume() {
    desk_.resume(then(Status(Status::Kind::Resumed)));
}

void StationModel::askHelp() {
    desk_.askHelp(then(Status(Status::Kind::HelpAsked)));
}

void StationModel::answerHelp(const std::string& id) {
    desk_.answerHelp(id, then(Status(Status::Kind::HelpAnswered)));
}

bool StationModel::isManager() const {
    const std::string roles = staff_ ? "," + staff_->roles + "," : std::string();
    return roles.find(",manager,") != std::string::npos; // "doctor,manager": whole words
}

void StationModel::askTasks() {
    desk_.tasks([this](core::Result<std::vector<flows::TaskView>> tasks) {
        tasksError_.reset();
        if (tasks)
            tasks_ = std::move(*tasks);
        else
            tasksError_ = tasks.error();
        emit tasksChanged();
    });
}

void StationModel::settleTask(std::int64_t id) {
    desk_.settleTask(id, [this](const core::Result<void>& settled) {
        // Somebody else was faster: the new list says so.
        if (settled || settled.error().code == "unknown-task") return askTasks();
        tasksError_ = settled.error();
        emit tasksChanged();
    });
}

void StationModel::choose(int line) {
    const auto& waiting = picture_.desk.waiting;
    if (line < 1 || static_cast<std::size_t>(line) > waiting.size()) return;
    Status status(Status::Kind::Chosen);
    status.row = waiting[static_cast<std::size_t>(line) - 1];
    say(std::move(status));
    emit chosen(line);
}

void StationModel::refresh() {
    if (!staff_) return;
    if (looking_) {
        lookAgain_ = true;
        return;
    }
    looking_ = true;
    desk_.picture([this](core::Result<Picture> picture) { take(std::move(picture)); });
}

void StationModel::take(core::Result<Picture> picture) {
    looking_ = false;
    if (picture) {
        picture_ = std::move(*picture);
        emit pictureChanged();
    } else {
        say(Status::failed(picture.error()));
    }
    if (place_ == Place::Room) askQueues();
    if (std::exchange(lookAgain_, false)) refresh();
}

void StationModel::setConnection(const Connection& connection) {
    if (connection_ == connection) return;
    connection_ = connection;
    emit pictureChanged();
    emit signInChanged();
}

void StationModel::setCallKeys(const CallKeysView& keys) {
    if (callKeys_ == keys) return;
    callKeys_ = keys;
    emit pictureChanged();
}

void StationModel::setLanguage(const QString& language) {
    if (language_ == language) return;
    language_ = language;
    emit languageChanged();
}

} // namespace menzhen::counter
