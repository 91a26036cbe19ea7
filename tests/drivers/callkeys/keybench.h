// SPDX-License-Identifier: Apache-2.0
// What the tests of call keys share: the test's own thread as the station's, what was heard in
// order, the kernel's bytes of a key, and a real X server without a screen.
#pragma once

#include "app/core/bytes.h"
#include "app/ports/callkeys.h"

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>

namespace menzhen::callkeys {

/// What a driver posts runs inside until().
class Station {
public:
    static constexpr int patienceMs = 20000; ///< a test that passes does not wait for it

    ports::Post post();
    ports::CallKeys::Listener listener();
    /// Runs what is posted until `done`; false when patience ended first.
    bool until(const std::function<bool()>& done, int ms = patienceMs);
    bool hears(std::size_t presses);
    bool reaches(ports::CallKeysState state);
    /// Runs what is posted in `ms`: to see that nothing more comes.
    void idle(int ms);

    std::vector<ports::CallAct> acts;
    std::vector<ports::CallKeysStatus> told;

private:
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> work_;
};

/// One struct input_event of a key: 0 released, 1 pressed, 2 repeated; with the SYN after it.
core::Bytes keyBytes(unsigned code, int value);

/// A new empty folder that goes away with the test.
struct Folder {
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::filesystem::path path;
};

/// Xvfb, with DISPLAY set to it while it lives.
class XScreen {
public:
    XScreen();
    ~XScreen();
    XScreen(const XScreen&) = delete;
    XScreen& operator=(const XScreen&) = delete;

    bool runs() const { return pid_ > 0; }

    /// "key F9", "keydown F9": real input events, by xdotool.
    void input(const std::string& words) const;

private:
    int pid_ = -1;
};

} // namespace menzhen::callkeys
