// SPDX-License-Identifier: Apache-2.0
#include "drivers/wire/inputdevice.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <linux/input.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

namespace menzhen::wire {

std::vector<KeyEvent> KeyEvents::feed(core::ByteView bytes) {
    std::vector<KeyEvent> keys;
    part_.insert(part_.end(), bytes.begin(), bytes.end());
    std::size_t used = 0;
    for (; part_.size() - used >= sizeof(input_event); used += sizeof(input_event)) {
        input_event event;
        std::memcpy(&event, part_.data() + used, sizeof event);
        if (event.type != EV_KEY || event.value < 0 || event.value > 2) continue;
        keys.push_back({event.code, static_cast<KeyEvent::Kind>(event.value)});
    }
    part_.erase(part_.begin(), part_.begin() + static_cast<std::ptrdiff_t>(used));
    return keys;
}

void KeyEvents::reset() {
    part_.clear();
}

int grabInput(int fd) {
    return ioctl(fd, EVIOCGRAB, 1) == 0 ? 0 : errno;
}

int openInput(const std::string& path, bool& fifo) {
    struct stat about {};

    fifo = stat(path.c_str(), &about) == 0 && S_ISFIFO(about.st_mode);
    // Open for writing too, a FIFO has no end when its last writer leaves.
    const int mode = fifo ? O_RDWR : O_RDONLY;
    const int fd = ::open(path.c_str(), mode | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

} // namespace menzhen::wire
