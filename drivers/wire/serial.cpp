// SPDX-License-Identifier: Apache-2.0
#include "drivers/wire/fdpipe.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <thread>
#include <utility>

namespace menzhen::wire {

namespace {

constexpr std::array<std::pair<int, speed_t>, 8> kSpeeds{{{1200, B1200},
                                                          {2400, B2400},
                                                          {4800, B4800},
                                                          {9600, B9600},
                                                          {19200, B19200},
                                                          {38400, B38400},
                                                          {57600, B57600},
                                                          {115200, B115200}}};

constexpr int kCloseDrainMs = 2000;

class SerialPipe final : public FdPipe {
public:
    explicit SerialPipe(int fd) : FdPipe(fd, End::IsSilence) {}

    // Closing throws away what the line has not taken yet, and a held line must not hold us.
    ~SerialPipe() override {
        if (!drain(inMs(kCloseDrainMs))) ::tcflush(fd(), TCOFLUSH);
    }

    bool drain(Deadline deadline) override {
        for (;;) {
            int waiting = 0;
            if (::ioctl(fd(), TIOCOUTQ, &waiting) != 0 || waiting == 0) return true;
            if (std::chrono::steady_clock::now() >= deadline) return false;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
    }
};

bool setLine(int fd, speed_t speed, FlowControl flow) {
    termios line{};
    if (::tcgetattr(fd, &line) != 0) return false;
    ::cfmakeraw(&line);
    line.c_cflag |= CLOCAL | CREAD;
    line.c_cflag &= ~static_cast<tcflag_t>(CSTOPB | CRTSCTS);
    if (flow == FlowControl::RtsCts) line.c_cflag |= CRTSCTS;
    line.c_iflag &= ~static_cast<tcflag_t>(IXON | IXOFF | IXANY);
    // Only what we send is held back: status bytes of a printer may look like XON and XOFF.
    if (flow == FlowControl::XonXoff) line.c_iflag |= IXON;
    line.c_cc[VMIN] = 0;
    line.c_cc[VTIME] = 0;
    return ::cfsetspeed(&line, speed) == 0 && ::tcsetattr(fd, TCSANOW, &line) == 0;
}

} // namespace

core::Result<std::unique_ptr<Pipe>> openSerial(const std::string& path, int baud,
                                               FlowControl flow) {
    for (const auto& [rate, speed] : kSpeeds) {
        if (rate != baud) continue;
        const int fd = ::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
        if (fd < 0) return tl::unexpected<core::Error>(openError(errno, path));
        auto pipe = std::make_unique<SerialPipe>(fd);
        if (!setLine(fd, speed, flow))
            return core::fail(core::ErrorKind::Device, "wire-missing",
                              path + " is not a serial line");
        return pipe;
    }
    return core::badData("wire-bad-address", "baud " + std::to_string(baud) +
                                                 " is not one of 1200, 2400, 4800, 9600, 19200, "
                                                 "38400, 57600, 115200");
}

} // namespace menzhen::wire
