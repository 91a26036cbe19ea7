// SPDX-License-Identifier: Apache-2.0
#include "app/boot/device/journeys.h"

#include <QTimer>

namespace menzhen::boot {

flows::FlowContext flowContext(Device& device, ports::TicketPrinter* printer) {
    return {device.journal(),
            device.clock(),
            device.chance(),
            device.crypto(),
            device.key(),
            device.link(),
            printer,
            device.site().publicUrl,
            [&device](int delayMs, std::function<void()> run) {
                QTimer::singleShot(delayMs, device.flow().context(), std::move(run));
            },
            [&device] { return device.syncState().lastContactMs; },
            [&device] { return device.syncState().connected; }};
}

} // namespace menzhen::boot
