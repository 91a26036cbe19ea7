// SPDX-License-Identifier: Apache-2.0
#include "app/boot/device/quitsignal.h"

#include "app/core/check.h"

#include <QCoreApplication>
#include <array>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace menzhen::boot {

namespace {

// A handler may do nothing but write(): the byte wakes the notifier on the GUI thread.
std::array<int, 2> wires{-1, -1};
constexpr std::array<int, 2> endSignals{SIGTERM, SIGINT};

void onSignal(int) {
    const char byte = 1;
    [[maybe_unused]] const ssize_t ignored = ::write(wires[1], &byte, 1);
}

void setHandler(void (*handler)(int)) {
    struct sigaction action {};

    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    for (const int number : endSignals)
        ::sigaction(number, &action, nullptr);
}

} // namespace

QuitSignal::QuitSignal() {
    MENZHEN_CHECK(wires[0] < 0, "two that wait for signals");
    MENZHEN_CHECK(::pipe2(wires.data(), O_CLOEXEC | O_NONBLOCK) == 0, "no pipe for signals");
    notifier_ = std::make_unique<QSocketNotifier>(wires[0], QSocketNotifier::Read);
    QObject::connect(notifier_.get(), &QSocketNotifier::activated, qApp, [] {
        std::array<char, 16> bytes{};
        [[maybe_unused]] const ssize_t ignored = ::read(wires[0], bytes.data(), bytes.size());
        QCoreApplication::quit();
    });
    setHandler(onSignal);
}

QuitSignal::~QuitSignal() {
    setHandler(SIG_DFL);
    notifier_.reset();
    for (int& wire : wires)
        ::close(std::exchange(wire, -1));
}

} // namespace menzhen::boot
