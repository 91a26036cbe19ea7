// SPDX-License-Identifier: Apache-2.0
#include "drivers/scanner/linescanner.h"
#include "drivers/scanner/keydecoder.h"
#include "drivers/scanner/lineframer.h"
#include "drivers/wire/inputdevice.h"

#include <array>
#include <cerrno>
#include <poll.h>
#include <termios.h>
#include <unistd.h>
#include <utility>

namespace menzhen::scanner {
namespace {

constexpr std::array<std::pair<int, speed_t>, 6> speeds{{{9600, B9600},
                                                         {19200, B19200},
                                                         {38400, B38400},
                                                         {57600, B57600},
                                                         {115200, B115200},
                                                         {230400, B230400}}};

speed_t speedOf(int baud) {
    for (const auto& [known, speed] : speeds)
        if (known == baud) return speed;
    return B0;
}

int setUpSerial(int fd, int baud) {
    termios line{};
    if (tcgetattr(fd, &line) != 0) return errno;
    cfmakeraw(&line);
    line.c_cflag |= CLOCAL | CREAD;
    line.c_cflag &= ~static_cast<tcflag_t>(CRTSCTS);
    cfsetispeed(&line, speedOf(baud));
    cfsetospeed(&line, speedOf(baud));
    return tcsetattr(fd, TCSANOW, &line) == 0 ? 0 : errno;
}

int grabKeys(int fd, int) {
    return wire::grabInput(fd);
}

constexpr int stepMs = 20; // finer than the shortest silence

} // namespace

LineScanner::LineScanner(std::string path, int baud, Setup setup,
                         std::unique_ptr<ByteInterpreter> bytes)
    : path_(std::move(path)), baud_(baud), setup_(setup), bytes_(std::move(bytes)) {}

LineScanner::~LineScanner() {
    close();
}

Fault LineScanner::open() {
    bool fifo = false;
    fd_ = wire::openInput(path_, fifo);
    if (fd_ < 0) return faultOf(-fd_, name());
    bytes_->reset();
    const int error = fifo ? 0 : setup_(fd_, baud_);
    if (error == ENOTTY || error == EINVAL)
        return ports::ScannerStatus{ports::ScannerState::Faulty,
                                    name() + " is no device of this kind."};
    if (error != 0) return faultOf(error, name());
    return std::nullopt;
}

Fault LineScanner::step(ScanOutlet& outlet) {
    pollfd ready{fd_, POLLIN, 0};
    if (poll(&ready, 1, stepMs) < 0 && errno != EINTR) return faultOf(errno, name());
    const std::int64_t now = monotonicMs();
    if (ready.revents == 0) {
        outlet.saw(bytes_->silence(now), now);
        return std::nullopt;
    }
    std::array<std::uint8_t, 4096> part;
    const ssize_t got = read(fd_, part.data(), part.size());
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return std::nullopt;
    if (got < 0 && errno != EIO) return faultOf(errno, name());
    if (got <= 0) return faultOf(ENODEV, name()); // unplugged: end of file, or EIO from a tty
    outlet.saw(bytes_->feed({part.data(), static_cast<std::size_t>(got)}, now), now);
    return std::nullopt;
}

void LineScanner::close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
}

bool isSerialBaud(int baud) {
    return speedOf(baud) != B0;
}

std::unique_ptr<ScanDevice> serialScanner(std::string path, int baud) {
    return std::make_unique<LineScanner>(std::move(path), baud, setUpSerial,
                                         std::make_unique<LineFramer>());
}

std::unique_ptr<ScanDevice> evdevScanner(std::string path) {
    return std::make_unique<LineScanner>(std::move(path), 0, grabKeys,
                                         std::make_unique<KeyDecoder>());
}

} // namespace menzhen::scanner
