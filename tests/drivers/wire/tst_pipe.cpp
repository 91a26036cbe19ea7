// SPDX-License-Identifier: Apache-2.0
// Pipes against real sockets and pseudo terminals of this machine.
#include "drivers/wire/pipe.h"

#include <arpa/inet.h>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace menzhen;
using wire::inMs;

namespace {

// Listens on a free port of the loopback.
struct Listener {
    int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    int port = 0;

    Listener() {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        EXPECT_EQ(::bind(fd, reinterpret_cast<sockaddr*>(&address), size), 0);
        EXPECT_EQ(::listen(fd, 4), 0);
        ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
        port = ntohs(address.sin_port);
    }

    ~Listener() {
        if (fd >= 0) ::close(fd);
    }
};

std::string readText(wire::Pipe& pipe, int ms) {
    std::array<std::uint8_t, 64> buffer{};
    const auto n = pipe.read(buffer, inMs(ms));
    return n ? std::string(buffer.begin(), buffer.begin() + static_cast<long>(*n)) : n.error().code;
}

struct PseudoTerminal {
    int master = ::posix_openpt(O_RDWR | O_NOCTTY);
    std::string name;

    PseudoTerminal() {
        EXPECT_EQ(::grantpt(master), 0);
        EXPECT_EQ(::unlockpt(master), 0);
        name = ::ptsname(master);
    }

    ~PseudoTerminal() { ::close(master); }
};

} // namespace

TEST(TcpPipe, carriesBytesBothWays) {
    Listener listener;
    auto pipe = wire::openTcp("127.0.0.1", listener.port, inMs(2000));
    ASSERT_TRUE(pipe) << pipe.error().detail;
    const int peer = ::accept(listener.fd, nullptr, nullptr);
    EXPECT_EQ((*pipe)->write(core::asBytes("hello"), inMs(1000)).value(), 5u);
    char text[6] = {};
    EXPECT_EQ(::read(peer, text, 5), 5);
    EXPECT_STREQ(text, "hello");
    EXPECT_EQ(::write(peer, "ok", 2), 2);
    EXPECT_EQ(readText(**pipe, 1000), "ok");
    ::close(peer);
    EXPECT_EQ(readText(**pipe, 1000), "wire-lost");
}

TEST(TcpPipe, aPassedDeadlineIsNoBytesAndNoError) {
    Listener listener;
    auto pipe = wire::openTcp("127.0.0.1", listener.port, inMs(2000));
    ASSERT_TRUE(pipe);
    EXPECT_EQ(readText(**pipe, 20), "");
}

TEST(TcpPipe, aPeerThatDoesNotReadCostsTheDeadlineOnly) {
    Listener listener;
    auto pipe = wire::openTcp("127.0.0.1", listener.port, inMs(2000));
    ASSERT_TRUE(pipe);
    const core::Bytes much(64 << 20, 'x');
    std::size_t taken = 0;
    const auto n = (*pipe)->write(much, inMs(50), &taken);
    ASSERT_TRUE(n);
    EXPECT_LT(*n, much.size());
    EXPECT_EQ(*n, taken);
}

TEST(TcpPipe, writingToAPeerThatLeftIsLostAndNoSignal) {
    Listener listener;
    auto pipe = wire::openTcp("127.0.0.1", listener.port, inMs(2000));
    ASSERT_TRUE(pipe);
    ::close(::accept(listener.fd, nullptr, nullptr));
    std::string code;
    for (int i = 0; i < 50 && code.empty(); ++i) {
        const auto n = (*pipe)->write(core::asBytes("x"), inMs(100));
        if (!n) code = n.error().code;
        ::usleep(2000);
    }
    EXPECT_EQ(code, "wire-lost");
}

TEST(TcpPipe, nobodyListeningIsRefused) {
    Listener listener;
    const int port = listener.port;
    ::close(listener.fd);
    listener.fd = -1;
    const auto pipe = wire::openTcp("127.0.0.1", port, inMs(2000));
    ASSERT_FALSE(pipe);
    EXPECT_EQ(pipe.error().code, "wire-refused");
    EXPECT_EQ(pipe.error().kind, core::ErrorKind::Offline);
}

TEST(SerialPipe, carriesEveryByteValueUnchanged) {
    PseudoTerminal line;
    auto pipe = wire::openSerial(line.name, 9600, wire::FlowControl::None);
    ASSERT_TRUE(pipe) << pipe.error().detail;
    core::Bytes all(256);
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i] = static_cast<std::uint8_t>(i);
    EXPECT_EQ((*pipe)->write(all, inMs(1000)).value(), all.size());
    core::Bytes got(256);
    std::size_t have = 0;
    while (have < got.size()) {
        const auto n = ::read(line.master, got.data() + have, got.size() - have);
        ASSERT_GT(n, 0);
        have += static_cast<std::size_t>(n);
    }
    EXPECT_EQ(got, all);
    EXPECT_TRUE((*pipe)->drain(inMs(1000)));
    EXPECT_EQ(readText(**pipe, 20), ""); // silence is no loss
    EXPECT_EQ(::write(line.master, "\x11\x12", 2), 2);
    EXPECT_EQ(readText(**pipe, 1000), "\x11\x12");
}

TEST(SerialPipe, refusesOddSpeedsAndFilesThatAreNoLine) {
    PseudoTerminal line;
    EXPECT_EQ(wire::openSerial(line.name, 9601, wire::FlowControl::None).error().code,
              "wire-bad-address");
    EXPECT_EQ(wire::openSerial("/dev/null", 9600, wire::FlowControl::None).error().code,
              "wire-missing");
    EXPECT_EQ(wire::openSerial("/dev/ttyNone", 9600, wire::FlowControl::None).error().code,
              "wire-missing");
}

TEST(UsbPrinterPipe, writesToAnyCharacterDeviceAndMissingIsSaid) {
    PseudoTerminal line;
    auto pipe = wire::openUsbPrinter(line.name);
    ASSERT_TRUE(pipe);
    EXPECT_EQ((*pipe)->write(core::asBytes("x"), inMs(1000)).value(), 1u);
    EXPECT_FALSE((*pipe)->lineStatus()); // not a line printer: no status, still a pipe
    EXPECT_EQ(wire::openUsbPrinter("/dev/usb/lp99").error().code, "wire-missing");
}
