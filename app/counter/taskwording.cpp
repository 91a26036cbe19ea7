// SPDX-License-Identifier: Apache-2.0
// What happened and what the system did about it, for a person who settles it.
#include "app/counter/wording.h"

#include <QStringList>

namespace menzhen::counter {

QString CounterWords::ofTask(const std::string& code) {
    if (code == "duplicate-arrival") return tr("one booking, two papers: the first one counts");
    if (code == "cancelled-booking")
        return tr("came with a cancelled booking: seen as an extra patient, fee unpaid");
    if (code == "hold-expired") return tr("the place was given back meanwhile: seen as an extra");
    if (code == "number-again") return tr("two papers with one number: the later one got a -2");
    if (code == "sold-again") return tr("one place sold twice: the later booking is an extra, -2");
    if (code == "other-number") return tr("the paper's number is not the booking's: it stands");
    if (code == "unknown-booking") return tr("a signed booking nobody had heard of: accepted");
    if (code == "unknown-plan") return tr("a ticket for a queue without a session today");
    if (code == "virtual-visit")
        return tr("a ticket for a visit by video: no place in a queue, tell the patient");
    if (code == "other-clock") return tr("a device's clock was wrong: the arrival counts as today");
    if (code == "superseded") return tr("called in two rooms: the other room was first");
    if (code == "called-already") return tr("called by the registry for this room already");
    if (code == "second-encounter") return tr("seen in two rooms: both visits stay");
    if (code == "answer-replaced") return tr("an answer came too late: what the room did counts");
    if (code == "attachment-unreadable") return tr("the identity cannot be read: ask the patient");
    if (code == "fork") return tr("the device's memory was copied or restored");
    if (code == "denied-device") return tr("a device that was denied sent this: kept, not done");
    if (code.rfind("refused:", 0) == 0 || code == "too-late" || code == "nothing-to-undo")
        return tr("the patient had moved on: nothing was done");
    return {};
}

QString CounterWords::task(const flows::TaskView& task, const ports::Clock& clock) {
    QString what = ofTask(task.code);
    if (what.isEmpty())
        what = task.verdict == "rejected" ? tr("could not be done (%1)").arg(plain(task.code))
                                          : tr("needs a look (%1)").arg(plain(task.code));
    QStringList parts{clockTime(task.atMs, clock), plain(task.number), what, plain(task.device)};
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

} // namespace menzhen::counter
