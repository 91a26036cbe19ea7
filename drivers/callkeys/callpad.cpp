// SPDX-License-Identifier: Apache-2.0
#include "drivers/callkeys/callpad.h"
#include "app/core/check.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <unistd.h>

namespace menzhen::callkeys {

namespace {

constexpr std::string_view scheme = "evdev://";

} // namespace

CallPad::CallPad(std::string path, std::vector<ports::CallKey> keys, ports::Post post)
    : path_(std::move(path)), filter_(std::move(keys)), outlet_(std::move(post)) {}

CallPad::~CallPad() {
    stop();
}

void CallPad::start(Listener listener) {
    MENZHEN_CHECK(!thread_.joinable(), "a call pad was started twice");
    outlet_.open(std::move(listener));
    outlet_.tell({ports::CallKeysState::Starting});
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void CallPad::stop() {
    if (!thread_.joinable()) return;
    thread_.request_stop();
    thread_.join();
    outlet_.close();
}

void CallPad::run(const std::stop_token& stop) {
    for (int pauseMs = firstPauseMs; !stop.stop_requested();) {
        const int fd = open();
        const bool worked = fd >= 0 && serve(fd, stop);
        if (fd >= 0) ::close(fd);
        if (worked) pauseMs = firstPauseMs;
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, stop, std::chrono::milliseconds(pauseMs), [] { return false; });
        pauseMs = std::min(pauseMs * 2, longestPauseMs);
    }
}

int CallPad::open() {
    bool fifo = false;
    const int fd = wire::openInput(path_, fifo);
    if (fd < 0) {
        tellError(-fd);
        return -1;
    }
    const int error = fifo ? 0 : wire::grabInput(fd);
    if (error == 0) return fd;
    ::close(fd);
    tellError(error);
    return -1;
}

bool CallPad::serve(int fd, const std::stop_token& stop) {
    events_.reset();
    filter_.reset();
    outlet_.tell({ports::CallKeysState::Working});
    while (!stop.stop_requested()) {
        pollfd ready{fd, POLLIN, 0};
        if (poll(&ready, 1, stepMs) <= 0) continue;
        std::array<std::uint8_t, 4096> part;
        const ssize_t got = read(fd, part.data(), part.size());
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
        if (got <= 0) {
            tellError(got == 0 || errno == EIO ? ENODEV : errno); // unplugged
            return true;
        }
        take({part.data(), static_cast<std::size_t>(got)});
    }
    return true;
}

void CallPad::take(core::ByteView bytes) {
    using Kind = wire::KeyEvent::Kind;
    for (const wire::KeyEvent& event : events_.feed(bytes)) {
        if (event.kind == Kind::Repeated) continue;
        filter_.up(event.code); // the kernel tells a press once: what seems held was let go unheard
        if (event.kind != Kind::Pressed) continue;
        if (const auto act = filter_.down(event.code, 0, monotonicMs())) outlet_.pressed(*act);
    }
}

void CallPad::tellError(int error) {
    using State = ports::CallKeysState;
    const std::string pad = "The call pad " + path_;
    const bool missing = error == ENOENT || error == ENODEV || error == ENXIO || error == ENOTDIR;
    if (missing) return outlet_.tell({State::Missing, {}, pad + " is not there."});
    if (error == EBUSY)
        return outlet_.tell({State::Denied, {}, pad + " is used by another program."});
    if (error == EACCES || error == EPERM)
        return outlet_.tell({State::Denied, {}, pad + " may not be opened by this user."});
    if (error == ENOTTY || error == EINVAL)
        return outlet_.tell({State::Faulty, {}, pad + " is no input device."});
    outlet_.tell({State::Faulty, {}, pad + " does not answer: " + std::strerror(error) + "."});
}

core::Result<std::unique_ptr<ports::CallKeys>>
makeCallPad(const std::string& url, std::vector<ports::CallKey> keys, ports::Post post) {
    if (!url.starts_with(scheme) || url.size() <= scheme.size() || url[scheme.size()] != '/')
        return core::badData("callpad-url", "\"" + url + "\" is no \"evdev:///PATH\".");
    return std::make_unique<CallPad>(url.substr(scheme.size()), std::move(keys), std::move(post));
}

} // namespace menzhen::callkeys
