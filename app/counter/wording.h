// SPDX-License-Identifier: Apache-2.0
// From codes to words: the one place where the station says why, what went wrong and what to do.
// The words follow the language that is shown. Thread: GUI.
#pragma once

#include "app/core/ticket.h"
#include "app/counter/callkeysview.h"
#include "app/counter/connection.h"
#include "app/counter/stationdesk.h"
#include "app/counter/status.h"
#include "app/counter/style.h"
#include "app/ports/clock.h"

#include <QCoreApplication>
#include <QString>

namespace menzhen::counter {

class CounterWords {
    Q_DECLARE_TR_FUNCTIONS(CounterWords)

public:
    /// "N:on-turn" -> "on turn"; an unknown reason as it is.
    static QString reason(const std::string& code);
    /// "late · return": how somebody waits, in words; empty for the ordinary.
    static QString marks(const flows::WaitingView& view, bool missed);
    /// One sign for the bar's narrow line: "late", "ret"; empty for the ordinary.
    static QString shortMark(const flows::WaitingView& view);
    static QString half(const std::string& code);
    static QString room(const std::string& room);
    static QString pauseReason(const std::string& code);
    static QString pauseChoice(const std::string& code, int minutes);

    /// "C012 called": what can be taken back.
    static QString act(const flows::UndoView& undo);
    static QString status(const Status& status);
    /// What the line says when nothing was done lately, and whether it should be looked at.
    static QString standing(const Picture& picture, const Connection& connection,
                            const ports::Clock& clock, bool& attention);
    static QString error(const core::Error& error);
    /// What is wrong with the keys from outside; empty when nothing is, or there are none.
    static QString callKeys(const CallKeysView& keys);
    static QString refusal(const flows::SignInRefusal& refusal);
    static QString connection(const Connection& connection, const ports::Clock& clock);
    /// What still works without the registry, for how long, and what does not.
    static QString cutOff(const flows::Desk& desk, const ports::Clock& clock);
    static QString collision(const flows::CollisionView& view, const ports::Clock& clock);
    static style::Sign sign(const Connection& connection);
    static QString help(const flows::HelpView& help, const ports::Clock& clock);
    /// "09:12 · C012 · one booking, two papers: the first one counts · K02".
    static QString task(const flows::TaskView& task, const ports::Clock& clock);
    static QString figures(const flows::StationFigures& figures);
    /// "Cardiology · Lin Zhiyuan · morning".
    static QString queueName(const flows::QueueView& queue, const QString& language);
    static QString queueLine(const flows::QueueView& queue, const QString& language);
    static QString clockTime(std::int64_t utcMs, const ports::Clock& clock);

private:
    static QString cutOffShort(const flows::Desk& desk, const ports::Clock& clock);
    static QString ofCode(const std::string& code);
    static QString ofTask(const std::string& code);
};

inline QString plain(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

/// A name in the language shown, in the other one when that is missing.
inline QString plain(const core::TicketName& name, const QString& language) {
    const bool english = language != QLatin1String("zh") && !name.en.empty();
    return plain(english || name.zh.empty() ? name.en : name.zh);
}

} // namespace menzhen::counter
