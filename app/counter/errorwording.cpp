// SPDX-License-Identifier: Apache-2.0
// What went wrong and what to do, from codes to words (wording.h).
#include "app/counter/wording.h"

namespace menzhen::counter {

QString CounterWords::ofCode(const std::string& code) {
    if (code == "pressed-twice") return tr("Pressed twice: the second press did nothing");
    if (code == "paused") return tr("Paused: press P to go on calling");
    if (code == "asking") return tr("Still asking: one moment");
    if (code == "no-patient") return tr("There is no patient in the room");
    if (code == "not-open" || code == "unknown-station")
        return tr("The room is not open: choose it again in the list");
    if (code == "not-signed-in") return tr("Please sign in again");
    if (code == "unknown-queue") return tr("This queue does not exist today: choose another");
    if (code == "catching-up") return tr("The list is catching up: press again in a moment");
    if (code == "backlog") return tr("Too much is unsent: wait until the connection is back");
    if (code == "timeout" || code == "no-answer")
        return tr("No answer from the registry: press again");
    if (code == "unknown-help") return tr("That request for help is gone");
    if (code == "list-used-up")
        return tr("Registry away, own list used up: take paper tickets (list)");
    if (code == "claim-over")
        return tr("Registry away too long for the list: take paper tickets (list)");
    if (code == "not-cut-off") return tr("The registry answers: press Next instead");
    if (code == "not-a-ticket") return tr("A booking's code: a kiosk prints the ticket");
    if (code == "other-day") return tr("The ticket is for another day");
    if (code == "other-queue") return tr("The ticket is for another queue: see its zone");
    if (code == "unknown-code") return tr("Not known here: scan the square code instead");
    if (code == "same-queue") return tr("The patient is in that queue already");
    if (code == "text-missing") return tr("Say why this patient is called now");
    if (code == "not-ours" || code == "bad-signature" || code == "unknown-key")
        return tr("This is no valid ticket of this hospital");
    if (code.rfind("short-code", 0) == 0) return tr("The short code is mistyped: 8 characters");
    if (code == "nothing-to-undo") return tr("There is nothing to take back");
    if (code == "too-late") return tr("Too late: 30 seconds have passed");
    if (code == "refused:finished") return tr("This visit is finished already");
    if (code == "refused:missed") return tr("This patient was marked as missed already");
    if (code == "refused:onleave") return tr("This patient is at the tests already");
    if (code.rfind("refused:", 0) == 0) return tr("This patient is not in the room any more");
    return {};
}

QString CounterWords::error(const core::Error& error) {
    QString known = ofCode(error.code);
    if (!known.isEmpty()) return known;
    switch (error.kind) {
    case core::ErrorKind::Offline:
        return tr("No answer from the registry: press again");
    case core::ErrorKind::Busy:
        return tr("Busy: press again in a moment");
    case core::ErrorKind::Device:
        return tr("This computer needs help (%1)").arg(plain(error.code));
    default:
        return tr("Not possible (%1)").arg(plain(error.code));
    }
}

} // namespace menzhen::counter
