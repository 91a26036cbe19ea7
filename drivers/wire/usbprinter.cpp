// SPDX-License-Identifier: Apache-2.0
#include "drivers/wire/fdpipe.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/ioctl.h>

namespace menzhen::wire {

namespace {

// The kernel's lp.h, which is not in its exported headers on every architecture.
constexpr unsigned long kLpGetStatus = 0x060B;

class UsbPrinterPipe final : public FdPipe {
public:
    explicit UsbPrinterPipe(int fd) : FdPipe(fd, End::IsSilence) {}

    std::optional<std::uint8_t> lineStatus() override {
        int status = 0;
        if (::ioctl(fd(), kLpGetStatus, &status) != 0) return std::nullopt;
        return static_cast<std::uint8_t>(status);
    }
};

} // namespace

core::Result<std::unique_ptr<Pipe>> openUsbPrinter(const std::string& path) {
    const int flags = O_NONBLOCK | O_CLOEXEC | O_NOCTTY;
    int fd = ::open(path.c_str(), O_RDWR | flags);
    // A printer without a back channel refuses to be read.
    if (fd < 0 && errno == EACCES) fd = ::open(path.c_str(), O_WRONLY | flags);
    if (fd < 0) return tl::unexpected<core::Error>(openError(errno, path));
    return std::make_unique<UsbPrinterPipe>(fd);
}

} // namespace menzhen::wire
