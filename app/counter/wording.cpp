// SPDX-License-Identifier: Apache-2.0
#include "app/counter/wording.h"

#include <QStringList>

namespace menzhen::counter {

QString CounterWords::reason(const std::string& code) {
    if (code.empty()) return {};
    if (code == "N:on-turn") return tr("on turn");
    if (code == "N:late") return tr("on turn, late");
    if (code == "N:early-doctor-idle") return tr("early: the doctor is free");
    if (code == "P:interleave") return tr("priority");
    if (code == "R:interleave") return tr("back with results");
    if (code == "M:interleave") return tr("missed before, back");
    if (code == "E:clinical") return tr("emergency");
    if (code == "T:tail") return tr("end of the session");
    if (code == "chosen") return tr("out of turn, with a reason");
    if (code == "emergency") return tr("out of turn, registry away");
    if (code == "paper") return tr("from the paper ticket");
    if (code == "empty") return tr("nobody is waiting");
    return plain(code);
}

QString CounterWords::marks(const flows::WaitingView& view, bool missed) {
    QStringList words;
    if (missed) words << tr("missed %1x, not back").arg(view.misses);
    if (view.lane == "E") words << tr("emergency");
    if (view.lane == "P") words << tr("priority");
    if (view.lane == "R") words << tr("return");
    if (view.lane == "M" && !missed) words << tr("missed %1x, back").arg(view.misses);
    if (view.lane == "T") words << tr("end of the session");
    if (view.late) words << tr("late");
    if (!view.elsewhere.empty()) words << tr("being served in room %1").arg(plain(view.elsewhere));
    if (view.kind == "extra") words << tr("extra");
    if (!view.pin.empty() && view.reason.empty() && !missed)
        words << tr("for room desk %1").arg(plain(view.pin));
    return words.join(QStringLiteral(" · "));
}

QString CounterWords::shortMark(const flows::WaitingView& view) {
    if (view.lane == "E") return tr("!", "emergency, one or two letters");
    if (view.lane == "P") return tr("pri", "priority, short");
    if (view.lane == "R") return tr("ret", "return with results, short");
    if (view.lane == "M") return tr("mis", "missed and back, short");
    if (view.late) return tr("late", "late, short");
    return {};
}

QString CounterWords::half(const std::string& code) {
    if (code == "AM") return tr("morning");
    if (code == "PM") return tr("afternoon");
    return plain(code);
}

QString CounterWords::room(const std::string& room) {
    return room.empty() ? QString() : tr("Room %1").arg(plain(room));
}

QString CounterWords::pauseReason(const std::string& code) {
    if (code == "break") return tr("Break");
    if (code == "ward") return tr("Called to the ward");
    if (code == "meeting") return tr("Meeting");
    if (code == "emergency") return tr("Emergency");
    return plain(code);
}

QString CounterWords::pauseChoice(const std::string& code, int minutes) {
    if (minutes == 0) return tr("%1, no end known").arg(pauseReason(code));
    return tr("%1, %2 minutes").arg(pauseReason(code)).arg(minutes);
}

QString CounterWords::act(const flows::UndoView& undo) {
    const QString number = plain(undo.number);
    if (undo.what == "missed") return tr("%1 marked as missed").arg(number);
    if (undo.what == "tests") return tr("%1 sent for tests, comes back here").arg(number);
    if (undo.what == "transferred") return tr("%1 went over to the other queue").arg(number);
    if (undo.what == "finished") return tr("%1 finished").arg(number);
    return tr("%1 called").arg(number);
}

QString CounterWords::status(const Status& status) {
    const QString number = plain(status.number);
    using Kind = Status::Kind;
    switch (status.kind) {
    case Kind::None:
        return {};
    case Kind::Asking:
        return tr("Asking for the next patient…");
    case Kind::Called:
        return tr("%1 called: %2").arg(number, reason(status.reason));
    case Kind::CalledOffline:
        return tr("%1 called without the registry: %2").arg(number, reason(status.reason));
    case Kind::Nobody:
        return tr("Nobody is waiting");
    case Kind::Repeated:
        return tr("%1 called again").arg(number);
    case Kind::Missed:
        return tr("%1 marked as missed").arg(number);
    case Kind::ToTests:
        return tr("%1 sent for tests, comes back here").arg(number);
    case Kind::Finished:
        return tr("%1 finished").arg(number);
    case Kind::Transferred:
        return tr("%1 went over to the other queue").arg(number);
    case Kind::Undone:
        return tr("%1: taken back").arg(number);
    case Kind::Paused:
        return tr("Paused");
    case Kind::Resumed:
        return tr("Calling again");
    case Kind::HelpAsked:
        return tr("A nurse was asked to come");
    case Kind::HelpAnswered:
        return tr("Answered: they see that somebody comes");
    case Kind::Chosen:
        break;
    case Kind::Failed:
        return error(status.error);
    }
    QStringList parts{plain(status.row.number), plain(status.row.masked),
                      plain(status.row.bandText), marks(status.row, false),
                      reason(status.row.reason)};
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

QString CounterWords::standing(const Picture& picture, const Connection& connection,
                               const ports::Clock& clock, bool& attention) {
    attention = true;
    if (!picture.desk.collisions.empty()) return collision(picture.desk.collisions.front(), clock);
    if (picture.desk.cutOff) return cutOffShort(picture.desk, clock);
    if (!picture.helps.empty()) return help(picture.helps.front(), clock);
    if (sign(connection) != style::Sign::Good) return CounterWords::connection(connection, clock);
    attention = false;
    if (picture.ownHelp && !picture.ownHelp->open) return tr("The nurse is on the way");
    const flows::Desk& desk = picture.desk;
    if (desk.state == flows::Desk::State::Paused) {
        const QString why = pauseReason(desk.pauseReason);
        if (desk.pausedUntilMs == 0) return tr("Paused: %1").arg(why);
        return tr("Paused until %1: %2").arg(clockTime(desk.pausedUntilMs, clock), why);
    }
    if (desk.patient) {
        const QString why = reason(desk.patient->reason);
        return desk.patient->calls > 1 ? tr("%1, called %2 times").arg(why).arg(desk.patient->calls)
                                       : why;
    }
    if (desk.figures.waiting == 0) return tr("Nobody is waiting");
    return tr("Ready: press Next");
}

QString CounterWords::refusal(const flows::SignInRefusal& refusal) {
    const std::string& code = refusal.error.code;
    if (code == "wrong-pin" && refusal.triesLeft)
        return tr("User or PIN is not right. Tries left: %1.").arg(*refusal.triesLeft);
    if (code == "wrong-pin") return tr("User or PIN is not right.");
    if (code == "not-known-here")
        return tr("The registry does not answer, and this user has not signed in here in the last "
                  "7 days. Check the network cable, or ask a colleague who has.");
    if (code == "bad-pin") return tr("A PIN has 6 digits.");
    if (code == "locked")
        return tr("Too many wrong tries: this user is locked for 15 minutes. A person who keeps "
                  "the users can unlock it.");
    return tr("Signing in was not possible (%1). Please ask whoever keeps the system.")
        .arg(plain(code));
}

QString CounterWords::cutOffShort(const flows::Desk& desk, const ports::Clock& clock) {
    if (desk.claimLeftMs <= 0 || desk.listLeft == 0)
        return tr("Registry away: paper tickets only (list)");
    return tr("Registry away: own list, %1 left, until %2")
        .arg(desk.listLeft)
        .arg(clockTime(clock.utcMs() + desk.claimLeftMs, clock));
}

QString CounterWords::cutOff(const flows::Desk& desk, const ports::Clock& clock) {
    const QString how =
        desk.claimLeftMs <= 0 || desk.listLeft == 0
            ? tr("Next has nobody to call: take patients by their paper tickets, below.")
            : tr("Next calls your own list: %1 left, until %2. Then by paper tickets, below.")
                  .arg(desk.listLeft)
                  .arg(clockTime(clock.utcMs() + desk.claimLeftMs, clock));
    return how + QLatin1Char(' ') +
           tr("Off until the registry is back: new arrivals, other rooms, the order beyond.");
}

QString CounterWords::collision(const flows::CollisionView& view, const ports::Clock& clock) {
    const QString at = clockTime(view.atMs, clock);
    const QString number = plain(view.number);
    const QString other = plain(view.other);
    if (view.both) return tr("%1: %2 was seen here and in room %3").arg(at, number, other);
    if (view.lost) return tr("%1: %2 was called by room %3 first").arg(at, number, other);
    return tr("%1: room %3 called %2 too; yours counts").arg(at, number, other);
}

style::Sign CounterWords::sign(const Connection& connection) {
    if (!connection.problem.empty() || connection.waitingForTrust) return style::Sign::Trouble;
    return connection.connected ? style::Sign::Good : style::Sign::Away;
}

QString CounterWords::connection(const Connection& connection, const ports::Clock& clock) {
    if (connection.waitingForTrust)
        return tr("This station is not admitted yet: whoever keeps the system has to trust it");
    if (!connection.problem.empty())
        return tr("Connection needs help (%1): please ask whoever keeps the system")
            .arg(plain(connection.problem));
    if (connection.connected) return tr("Connected to the registry");
    if (connection.lastContactMs != 0)
        return tr("Registry away: the list is from %1")
            .arg(clockTime(connection.lastContactMs, clock));
    return connection.hasData ? tr("Registry away: the list is from an earlier run")
                              : tr("Looking for the registry…");
}

QString CounterWords::help(const flows::HelpView& help, const ports::Clock& clock) {
    const QString at = clockTime(help.atMs, clock);
    const std::string station = "station ";
    if (help.screen.rfind(station, 0) == 0)
        return tr("%1: room %2 asks for a nurse")
            .arg(at, plain(help.screen.substr(station.size())));
    return tr("%1: kiosk %2 asks for help").arg(at, plain(help.device));
}

QString CounterWords::figures(const flows::StationFigures& figures) {
    QStringList parts{tr("%1 waiting").arg(figures.waiting)};
    if (figures.longestWaitMinutes > 0)
        parts << tr("longest wait %1 min").arg(figures.longestWaitMinutes);
    parts << tr("%1 seen").arg(figures.finished);
    if (figures.medianMinutes) parts << tr("%1 min a patient").arg(*figures.medianMinutes);
    return parts.join(QStringLiteral(" · "));
}

QString CounterWords::queueName(const flows::QueueView& queue, const QString& language) {
    const QString doctor = queue.doctor.empty() ? tr("all doctors") : plain(queue.doctor, language);
    return tr("%1 · %2 · %3").arg(plain(queue.department, language), doctor, half(queue.half));
}

QString CounterWords::queueLine(const flows::QueueView& queue, const QString& language) {
    return tr("%1: %2 waiting, %3 expected")
        .arg(queueName(queue, language))
        .arg(queue.waiting)
        .arg(queue.expected);
}

QString CounterWords::clockTime(std::int64_t utcMs, const ports::Clock& clock) {
    const int minute = clock.local(utcMs).minute;
    return QStringLiteral("%1:%2")
        .arg(minute / 60, 2, 10, QLatin1Char('0'))
        .arg(minute % 60, 2, 10, QLatin1Char('0'));
}

} // namespace menzhen::counter
