// SPDX-License-Identifier: Apache-2.0
#include "app/kiosk/wording.h"

#include <QDate>
#include <QLocale>

namespace menzhen::kiosk {

namespace {

bool anyOf(const std::string& code, std::initializer_list<const char*> list) {
    for (const char* one : list)
        if (code == one) return true;
    return false;
}

bool startsWith(const std::string& code, const char* prefix) {
    return code.rfind(prefix, 0) == 0;
}

} // namespace

Words Wording::of(const core::Error& error, const WordsAbout& about) {
    for (const auto& look :
         {ofCode, ofTicket, ofNumber, ofBooking, ofReport, ofCutOff, ofStore, ofIdentity}) {
        Words words = look(error.code, about);
        if (!words.title.isEmpty()) {
            if (words.goTo.isEmpty()) words.goTo = toCounter(about);
            return words;
        }
    }
    if (error.kind == core::ErrorKind::Offline)
        return {tr("The hospital's network does not answer"),
                tr("Please try again, or take your number at a window."), toCounter(about)};
    return {tr("That did not work"), tr("You have lost nothing. Please ask the staff."),
            toCounter(about)};
}

Words Wording::ofCode(const std::string& code, const WordsAbout& about) {
    if (anyOf(code, {"not-ours", "too-long"}))
        return {tr("This is not a code of a visit"),
                tr("Show the code of your booking or of your ticket."),
                {},
                true};
    if (anyOf(code,
              {"bad-base45", "bad-cbor", "trailing-bytes", "duplicate-key", "indefinite-length",
               "non-deterministic", "bad-structure", "bad-alg", "unknown-key", "key-not-valid",
               "key-revoked", "bad-signature", "wrong-scope"}))
        return {
            tr("We cannot accept this code"),
            tr("It may be damaged or an old picture. Open your booking again and show that code."),
            {},
            true};
    if (code == "other-site")
        return {tr("This code is for another hospital"),
                tr("Please look at the address on your booking."),
                {},
                true};
    if (code == "too-early" && !about.time.isEmpty())
        return {tr("You are early"),
                tr("Your check-in opens at %1. Come back then, to any kiosk.").arg(about.time),
                tr("Until then you are welcome to wait in the hall.")};
    if (anyOf(code, {"too-early", "expired", "other-day"}) && !about.day.isEmpty())
        return {tr("This visit is on another day"), tr("It is for %1.").arg(about.day), {}, true};
    if (anyOf(code, {"too-early", "expired", "other-day"}))
        return {tr("This visit is not today"),
                tr("Please look at the date of your booking."),
                {},
                true};
    if (anyOf(code, {"revoked-id", "cancelled"}))
        return {tr("This booking was cancelled"),
                tr("You can take a new number for today here."),
                {},
                true};
    if (anyOf(code, {"unknown-code", "unknown-booking", "unknown-ticket", "short-code-check",
                     "short-code-length", "short-code-character"}))
        return {tr("We do not find this code"),
                tr("Please compare it with your paper or phone and type it again."),
                {},
                true};
    return {};
}

Words Wording::ofTicket(const std::string& code, const WordsAbout&) {
    if (code == "already-checked-in")
        return {tr("This booking has its ticket already"),
                tr("It was printed at another kiosk. Go to your zone with that ticket."),
                {}};
    if (code == "session-cancelled")
        return {tr("Your doctor cannot come today"),
                tr("The staff will find another doctor or day for you. You pay nothing more."),
                {}};
    if (code == "virtual-visit")
        return {tr("This visit is by video"),
                tr("It needs no ticket: open it on your phone when its time has come."),
                {}};
    if (anyOf(code, {"unknown-session", "unknown-slot"}))
        return {tr("Your visit needs a member of staff"),
                tr("Your booking is good, but the plan has changed."),
                {}};
    if (startsWith(code, "printer-") || code == "no-printer")
        return {tr("The printer needs help"),
                tr("Your number is valid. Please note it, or take a picture of this screen."),
                {}};
    return {};
}

Words Wording::ofNumber(const std::string& code, const WordsAbout& about) {
    if (code == "paid-no-ticket")
        return {
            tr("You have paid, but this kiosk cannot make your ticket"),
            tr("Your money goes back to your wallet by itself. Your reference: %1").arg(about.time),
            toCounter(about)};
    if (anyOf(code, {"no-free-slot", "queue-full"}))
        return {tr("Somebody was just before you"),
                tr("This time is taken now. Please choose another time or doctor."),
                {}};
    if (anyOf(code, {"session-over", "session-closed", "session-stopped", "booking-off"}))
        return {tr("This clinic takes no more patients today"),
                tr("Please choose another doctor or department."),
                {}};
    if (code == "elders-only")
        return {tr("These places are kept for older people"),
                tr("Please go back and choose another time or doctor."),
                {}};
    if (code == "same-department-day")
        return {tr("You have a registration in this department today"),
                tr("Please check in with your booking, or show the ticket that you have."),
                {}};
    if (anyOf(code, {"hold-expired", "no-hold", "unknown-hold"}))
        return {tr("Your place was kept for a while and is free again"),
                tr("Please choose it once more."),
                {}};
    if (anyOf(code, {"too-many-holds", "asking", "busy"}))
        return {
            tr("One moment, please"), tr("Many people are taking numbers. Please try again."), {}};
    if (anyOf(code, {"timeout", "no-answer", "stopped"}))
        return {tr("The hospital's network does not answer"),
                tr("Please try again, or take your number at a window."),
                {}};
    if (code == "cannot-seal")
        return {tr("We cannot keep your identity number safe right now"),
                tr("Go on without it, or take your number at a window."),
                {}};
    return {};
}

/// The next visit (flows/nextvisit.h): docs/booking-rules.md.
Words Wording::ofBooking(const std::string& code, const WordsAbout&) {
    if (code == "stale-availability")
        return {tr("What you saw is too old"), tr("Please go back and choose again."), {}};
    if (code == "booked-that-day")
        return {tr("You are registered in this department on that day already"),
                tr("Please choose another day."),
                {}};
    if (anyOf(code, {"too-far-ahead", "not-released", "closed-day"}))
        return {tr("That day is not open"), tr("Please choose another day."), {}};
    if (code == "person-limit")
        return {tr("You have as many bookings as one may have"),
                tr("Give one back on your phone or at a window, then book again."),
                {}};
    if (code == "suspended")
        return {tr("Booking ahead is closed after missed visits"),
                tr("Please come on the day itself and take a number."),
                {}};
    if (code == "guardian-needed")
        return {tr("A child is booked by a guardian"),
                tr("Please book on your phone or at a window."),
                {}};
    if (code == "department-not-bookable")
        return {tr("This department cannot be booked ahead"),
                tr("Please come on the day itself and take a number."),
                {}};
    if (anyOf(code, {"no-identity", "unknown-person"}))
        return {tr("Your ticket has no identity number"),
                tr("So we do not know for whom to book. Please book on your phone or at a window."),
                {}};
    if (code == "booking-unknown")
        return {tr("We do not know whether your visit was booked"),
                tr("The network does not answer. Please ask at a window before you book again."),
                {}};
    if (code == "offline-booking")
        return {tr("The hospital's network is interrupted"),
                tr("Visits to come are booked when it is back, or at a window."),
                {}};
    return {};
}

/// Reports of examinations (flows/reports.h).
Words Wording::ofReport(const std::string& code, const WordsAbout&) {
    if (code == "unknown-visit")
        return {tr("We find no visit for this code"),
                tr("Show your ticket's or booking's code, or type the short code."),
                {},
                true};
    if (code == "unknown-report")
        return {tr("This report is not here any more"),
                tr("It was withdrawn. Please ask where you were examined."),
                {}};
    if (code == "offline-reports")
        return {tr("The hospital's network is interrupted"),
                tr("Reports are shown and printed when it is back, or at a window."),
                {}};
    if (code == "report-no-paper")
        return {tr("There is no paper in this kiosk"),
                tr("Nothing was printed, your report is kept. Please use another kiosk."),
                {}};
    return {};
}

/// What a kiosk that is cut off cannot give (flows/ownnumber.h).
Words Wording::ofCutOff(const std::string& code, const WordsAbout&) {
    if (code == "offline-personal")
        return {tr("The hospital's network is interrupted"),
                tr("Numbers of one doctor are given at the window until it is back."),
                {}};
    if (code == "offline-later")
        return {tr("The hospital's network is interrupted"),
                tr("Only the present time is possible here. Later times are given at the window."),
                {}};
    if (code == "offline-limit")
        return {tr("This kiosk has given all the numbers that it may"),
                tr("The network is interrupted. More numbers are given at the window."),
                {}};
    if (code == "offline-service")
        return {
            tr("The hospital's network is interrupted"),
            tr("Please go to the laboratory, imaging or pharmacy desk itself. The staff there take "
               "you in turn."),
            {}};
    return {};
}

/// The disk is full or broken: nothing is issued that might be lost (sync.md 1.15).
Words Wording::ofStore(const std::string& code, const WordsAbout& about) {
    if (!startsWith(code, "store-")) return {};
    return {tr("This kiosk cannot issue tickets right now"),
            tr("Nothing was registered. You have lost nothing."),
            (about.neighbour.isEmpty() ? tr("Please use another kiosk.")
                                       : tr("Please use kiosk %1.").arg(about.neighbour)) +
                QStringLiteral(" ") + toCounter(about)};
}

Words Wording::ofIdentity(const std::string& code, const WordsAbout&) {
    if (code == "unknown-identity")
        return {tr("We find no booking of today for this number"),
                tr("Please compare it with your card, or take a number for today."),
                {}};
    if (anyOf(code, {"identity-mismatch", "identity-needed"}))
        return {tr("This number is not that of the booking"),
                tr("Please compare it with the card of whoever booked."),
                {}};
    if (code == "unknown-keys")
        return {tr("We find no booking with this birth date"),
                tr("Please compare what you typed, or take a number for today."),
                {}};
    if (code == "bad-phone")
        return {tr("This is not a mobile number"),
                tr("It has 11 digits. Please compare it with your phone."),
                {}};
    if (code == "bad-birth-date")
        return {tr("This is not a date of birth"),
                tr("Please type year, month and day, as in 1968 05 31."),
                {}};
    if (code == "offline-keys")
        return {tr("The hospital's network is interrupted"),
                tr("Show your code, or use your identity number. Or ask at a window."),
                {}};
    if (code == "too-many-lookups")
        return {tr("One moment, please"),
                tr("This kiosk has searched a lot. Try again in a minute, or show your code."),
                {}};
    if (code == "offline-no-key")
        return {
            tr("The hospital's network is interrupted"),
            tr("Without it we find you by your code alone. Please show it, or ask at a window."),
            {}};
    if (code == "id-length")
        return {tr("Some digits are missing"),
                tr("An identity number has 18 characters. The last one may be an X."),
                {}};
    if (anyOf(code,
              {"id-check-digit", "id-character", "id-region", "id-birth-date", "id-birth-future"}))
        return {tr("One of the digits does not fit"),
                tr("Please compare the number with your card."),
                {}};
    return {};
}

QString Wording::toCounter(const WordsAbout& about) {
    return about.counter.isEmpty() ? tr("The staffed windows will help you.")
                                   : tr("We will help you here: %1.").arg(about.counter);
}

QString Wording::counter(const QString& name, const QString& floor, const QString& zone) {
    QString where = floor;
    if (!zone.isEmpty())
        where += (where.isEmpty() ? QString() : QStringLiteral(", ")) + tr("zone %1").arg(zone);
    return where.isEmpty() ? name : tr("%1 (%2)").arg(name, where);
}

QString Wording::people(int count) {
    if (count == 0) return tr("nobody, you are next");
    return count == 1 ? tr("1 person") : tr("%1 people").arg(count);
}

QString Wording::fee(const std::string& amountText, bool free) {
    return free ? tr("free of charge") : tr("¥%1").arg(text(amountText));
}

QString Wording::whyNot(const std::string& code) {
    if (code == "sold-out") return tr("No free places left today");
    if (code == "session-over") return tr("Over for today");
    if (code == "session-cancelled") return tr("The doctor cannot come today");
    if (code == "offline-personal") return tr("Offline: at the window");
    if (code == "offline-later") return tr("Offline: only the present time");
    if (code == "offline-service") return tr("Offline: please go to its desk");
    if (code == "offline-limit") return tr("Offline: all given, at the window");
    return tr("No clinic today");
}

QString Wording::whyNotThen(const std::string& code) {
    if (code == "sold-out" || code == "sold-out-then" || code == "full")
        return tr("No free places left");
    if (code == "closed-day") return tr("The hospital is closed");
    if (code == "not-released") return tr("Opens for booking later");
    if (code == "session-cancelled" || code == "stopped") return tr("The doctor cannot come");
    if (code == "over") return tr("Over");
    return tr("No clinic that day");
}

QString Wording::state(const std::string& code) {
    if (code == "expected") return tr("Not checked in yet");
    if (code == "called") return tr("You are being called now");
    if (code == "serving") return tr("You are with the doctor");
    if (code == "missed") return tr("Your call was missed. You are back in the queue.");
    if (code == "onleave") return tr("Away for tests");
    if (code == "finished") return tr("This visit is finished");
    if (code == "noshow" || code == "left" || code == "cancelled" || code == "transferred")
        return tr("This number is closed. Please ask the staff.");
    return tr("You are in the queue");
}

QString Wording::day(int yyyymmdd, const QString& language) {
    if (yyyymmdd == 0) return {};
    const QDate date(yyyymmdd / 10000, yyyymmdd / 100 % 100, yyyymmdd % 100);
    if (language == QLatin1String("zh"))
        return QLocale(QLocale::Chinese, QLocale::China)
            .toString(date, QStringLiteral("M月d日 ddd"));
    return QLocale(QLocale::English, QLocale::UnitedKingdom)
        .toString(date, QStringLiteral("ddd d MMM"));
}

} // namespace menzhen::kiosk
