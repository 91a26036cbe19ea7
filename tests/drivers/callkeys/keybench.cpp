// SPDX-License-Identifier: Apache-2.0
#include "tests/drivers/callkeys/keybench.h"

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <gtest/gtest.h>
#include <linux/input.h>
#include <sys/wait.h>
#include <unistd.h>

namespace menzhen::callkeys {

ports::Post Station::post() {
    return [this](std::function<void()> task) {
        {
            const std::scoped_lock lock(mutex_);
            work_.push_back(std::move(task));
        }
        wake_.notify_all();
    };
}

ports::CallKeys::Listener Station::listener() {
    return {[this](ports::CallAct act) { acts.push_back(act); },
            [this](const ports::CallKeysStatus& status) { told.push_back(status); }};
}

bool Station::until(const std::function<bool()>& done, int ms) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(ms);
    while (!done()) {
        std::unique_lock lock(mutex_);
        if (!wake_.wait_until(lock, end, [this] { return !work_.empty(); })) return false;
        const auto task = std::move(work_.front());
        work_.pop_front();
        lock.unlock();
        task();
    }
    return true;
}

bool Station::hears(std::size_t presses) {
    return until([&] { return acts.size() >= presses; }) && acts.size() == presses;
}

bool Station::reaches(ports::CallKeysState state) {
    return until([&] { return !told.empty() && told.back().state == state; });
}

void Station::idle(int ms) {
    until([] { return false; }, ms);
}

core::Bytes keyBytes(unsigned code, int value) {
    std::array<input_event, 2> events{};
    events[0].type = EV_KEY;
    events[0].code = static_cast<decltype(events[0].code)>(code);
    events[0].value = value;
    events[1].type = EV_SYN;
    core::Bytes out(sizeof events);
    std::memcpy(out.data(), events.data(), sizeof events);
    return out;
}

Folder::Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "menzhen-keys-XXXXXX").string();
    path = mkdtemp(name.data());
}

Folder::~Folder() {
    std::filesystem::remove_all(path);
}

XScreen::XScreen() {
    std::array<int, 2> answer{};
    if (pipe(answer.data()) != 0) return;
    pid_ = fork();
    if (pid_ == 0) {
        const std::string fd = std::to_string(answer[1]);
        execlp("Xvfb", "Xvfb", "-displayfd", fd.c_str(), "-screen", "0", "320x200x24", "-nolisten",
               "tcp", nullptr);
        _exit(127);
    }
    close(answer[1]);
    std::string number;
    for (char c = 0; read(answer[0], &c, 1) == 1 && c != '\n';)
        number += c;
    close(answer[0]);
    EXPECT_FALSE(number.empty()) << "Xvfb did not start";
    setenv("DISPLAY", (":" + number).c_str(), 1);
    unsetenv("WAYLAND_DISPLAY");
}

XScreen::~XScreen() {
    unsetenv("DISPLAY");
    if (pid_ <= 0) return;
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
}

void XScreen::input(const std::string& words) const {
    EXPECT_EQ(std::system(("xdotool " + words).c_str()), 0) << words;
}

} // namespace menzhen::callkeys
