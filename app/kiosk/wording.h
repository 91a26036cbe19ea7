// SPDX-License-Identifier: Apache-2.0
// From codes to words: the one place where a kiosk says what went wrong. Three parts, always: what
// happened, what to do, where to go; nobody is blamed. The words follow the language that is shown.
// Thread: GUI.
#pragma once

#include "app/core/result.h"
#include "app/core/ticket.h"
#include "app/flows/hall.h"

#include <QCoreApplication>
#include <QString>

namespace menzhen::kiosk {

struct Words {
    QString title;
    QString text;
    QString goTo;
    bool scanAgain = false; ///< holding up another code can help
};

/// What a sentence may need beyond its code.
struct WordsAbout {
    QString language;       ///< "zh", "en"
    QString counter;        ///< the staffed windows, with floor and zone; may be empty
    QString time;           ///< "09:30"
    QString day;            ///< already written out
    QString neighbour = {}; ///< the kiosk to use instead; may be empty
};

class Wording {
    Q_DECLARE_TR_FUNCTIONS(Wording)

public:
    static Words of(const core::Error& error, const WordsAbout& about);
    static QString counter(const QString& name, const QString& floor, const QString& zone);
    static QString people(int count);
    static QString fee(const std::string& amountText, bool free);
    static QString whyNot(const std::string& code);
    /// The same of a day to come.
    static QString whyNotThen(const std::string& code);
    static QString state(const std::string& code);
    static QString day(int yyyymmdd, const QString& language);

private:
    static Words ofCode(const std::string& code, const WordsAbout& about);
    static Words ofTicket(const std::string& code, const WordsAbout& about);
    static Words ofNumber(const std::string& code, const WordsAbout& about);
    static Words ofCutOff(const std::string& code, const WordsAbout& about);
    static Words ofBooking(const std::string& code, const WordsAbout& about);
    static Words ofReport(const std::string& code, const WordsAbout& about);
    static Words ofStore(const std::string& code, const WordsAbout& about);
    static Words ofIdentity(const std::string& code, const WordsAbout& about);
    static QString toCounter(const WordsAbout& about);
};

inline QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

/// A name in the language shown, in the other one when that is missing.
inline QString text(const core::TicketName& name, const QString& language) {
    const bool english = language != QLatin1String("zh") && !name.en.empty();
    return text(english || name.zh.empty() ? name.en : name.zh);
}

/// "3A, floor 3".
inline QString zoneAndFloor(const flows::Whereabouts& where, const QString& language) {
    if (where.floorHint.empty()) return text(where.zone);
    return text(where.zone) + QStringLiteral(", ") + text(where.floorHint, language);
}

} // namespace menzhen::kiosk
