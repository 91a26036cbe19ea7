// SPDX-License-Identifier: Apache-2.0
// What the bar says of the keys that call from outside its windows (wording.h).
#include "app/counter/wording.h"

#include <QStringList>

namespace menzhen::counter {

QString CounterWords::callKeys(const CallKeysView& keys) {
    using State = ports::CallKeysState;
    if (keys.pad.status.state == State::Missing) return tr("Call pad unplugged: use Next here");
    if (keys.pad.status.state == State::Denied)
        return tr("Call pad taken or not allowed: use Next here");
    if (keys.pad.status.state == State::Faulty) return tr("Call pad does not work: use Next here");
    if (keys.keyboard.status.state == State::NotHere)
        return tr("Keys of other programs are not given here: use a call pad");
    if (keys.keyboard.status.state == State::Taken) {
        QStringList names;
        for (const std::string& name : keys.keyboard.status.taken)
            names << plain(name);
        return tr("Another program holds %1", "%1: a key").arg(names.join(QStringLiteral(", ")));
    }
    return {};
}

} // namespace menzhen::counter
