// SPDX-License-Identifier: Apache-2.0
// The station as its windows see it: who is signed in, what the desk looks like, what was done
// last. Windows call the verbs and draw what stands here after a signal; they know no thread and no
// flow. Thread: GUI.
#pragma once

#include "app/counter/callkeysview.h"
#include "app/counter/connection.h"
#include "app/counter/stationdesk.h"
#include "app/counter/status.h"
#include "app/ports/clock.h"

#include <QObject>
#include <QString>
#include <QTimer>

namespace menzhen::counter {

inline constexpr int statusShownMs = 8000; ///< then the line says how the station stands
inline constexpr int pinDigits = 6;        ///< security.md: staff

/// Why a room stops calling; the code goes into the op, the board has its words for it.
struct PauseChoice {
    const char* code;
    int minutes; ///< 0: no end known
};

inline constexpr PauseChoice pauseChoices[] = {
    {"break", 10}, {"ward", 30}, {"meeting", 60}, {"emergency", 0}};

class StationModel : public QObject {
    Q_OBJECT

public:
    enum class Place { SignIn, Room, Calling };

    StationModel(StationDesk& desk, const ports::Clock& clock, QObject* parent = nullptr);

    Place place() const { return place_; }

    const std::optional<flows::StaffView>& staff() const { return staff_; }

    const Picture& picture() const { return picture_; }

    const std::vector<flows::QueueView>& queues() const { return queues_; }

    const Connection& connection() const { return connection_; }

    const CallKeysView& callKeys() const { return callKeys_; }

    const Status& status() const { return status_; }

    const std::optional<flows::SignInRefusal>& refusal() const { return refusal_; }

    bool isSigningIn() const { return signingIn_; }

    bool isPaused() const { return picture_.desk.state == flows::Desk::State::Paused; }

    /// Whether whoever is signed in settles what the registry could not plainly apply.
    bool isManager() const;

    const std::vector<flows::TaskView>& tasks() const { return tasks_; }

    const std::optional<core::Error>& tasksError() const { return tasksError_; }

    const QString& language() const { return language_; }

    const ports::Clock& clock() const { return clock_; }

    void signIn(const QString& user, const QString& pin);
    void signOut();
    void openRoom(const flows::QueueView& queue, const QString& room);
    void changeRoom(); ///< closes the station and goes back to the choice

    void next();
    void callChosen(const std::string& entry, const QString& reason);
    void takePaper(const QString& text);
    void transfer(const std::string& entry, const std::string& number,
                  const flows::QueueView& queue, bool wish);
    void move(Move move);
    void pause(const PauseChoice& choice);
    void resume();
    void askHelp();
    void answerHelp(const std::string& id);
    void askTasks();
    void settleTask(std::int64_t id);
    /// Says all about a line of the list, counted from 1; beyond its end nothing happens.
    void choose(int line);

    void refresh(); ///< the store holds something new
    void setConnection(const Connection& connection);
    void setCallKeys(const CallKeysView& keys);
    void setLanguage(const QString& language); ///< "zh", "en"

signals:
    void placeChanged();
    void signInChanged();
    void queuesChanged();
    void pictureChanged();
    void statusChanged();
    void tasksChanged();
    void chosen(int line);
    void languageWanted(const QString& language);
    void languageChanged();

private:
    void go(Place place);
    void say(Status status);
    /// The answer of a call: says who, or why nobody, then looks again.
    Done<flows::NextAnswer> thenCalled();
    /// The answer of a verb: says `good` or what went wrong, then looks again.
    Done<void> then(Status good);
    void take(core::Result<Picture> picture);
    void askQueues();

    StationDesk& desk_;
    const ports::Clock& clock_;
    Place place_ = Place::SignIn;
    std::optional<flows::StaffView> staff_;
    std::optional<flows::SignInRefusal> refusal_;
    bool signingIn_ = false;
    std::vector<flows::QueueView> queues_;
    Picture picture_;
    Connection connection_;
    CallKeysView callKeys_;
    std::vector<flows::TaskView> tasks_;
    std::optional<core::Error> tasksError_;
    Status status_;
    QTimer statusEnds_;
    QString language_ = QStringLiteral("zh");
    bool looking_ = false;
    bool lookAgain_ = false;
};

} // namespace menzhen::counter
