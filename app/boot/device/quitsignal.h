// SPDX-License-Identifier: Apache-2.0
// SIGTERM and SIGINT end the application's loop, so that everything closes in order.
// Thread: GUI. One at a time.
#pragma once

#include <QSocketNotifier>
#include <memory>

namespace menzhen::boot {

class QuitSignal {
public:
    QuitSignal(); ///< an application exists
    ~QuitSignal();
    QuitSignal(const QuitSignal&) = delete;
    QuitSignal& operator=(const QuitSignal&) = delete;

private:
    std::unique_ptr<QSocketNotifier> notifier_;
};

} // namespace menzhen::boot
