// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/cupsprinter.h"

#include "drivers/printer/escpos.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace menzhen::printer {

using ports::PrinterCondition;
using ports::PrintOutcome;

namespace {

constexpr int kSubmitMs = 10'000;
constexpr int kLookMs = 20;

struct Descriptor {
    int fd;

    ~Descriptor() {
        if (fd >= 0) ::close(fd);
    }
};

tl::unexpected<core::Error> offline(const std::string& why) {
    return core::fail(core::ErrorKind::Device, "printer-offline", why);
}

bool fill(int fd, const core::Bytes& bytes) {
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t n = ::write(fd, bytes.data() + done, bytes.size() - done);
        if (n <= 0) return false;
        done += static_cast<std::size_t>(n);
    }
    return ::lseek(fd, 0, SEEK_SET) == 0;
}

// 0 or an errno.
int start(pid_t& pid, const std::string& command, const std::string& queue, int input) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    std::array<std::string, 6> words{command, "-d", queue, "-o", "raw", "-s"};
    std::array<char*, 7> arguments{};
    for (std::size_t i = 0; i < words.size(); ++i)
        arguments[i] = words[i].data();
    const int failed =
        ::posix_spawnp(&pid, command.c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    return failed;
}

} // namespace

CupsPrinter::CupsPrinter(std::string queue, PrinterProfile profile, ports::Post post,
                         std::string command)
    : queue_(std::move(queue)), profile_(profile), command_(std::move(command)),
      thread_(std::move(post),
              {[this](const ports::PrintJob& job) { return printJob(job); }, {}, 0}) {
    thread_.setState(
        {PrinterCondition::Unknown, "A CUPS queue does not tell the printer's state."});
}

ports::PrinterCapabilities CupsPrinter::capabilities() const {
    return {profile_.widthDots, profile_.cut, profile_.nativeQr, profile_.cjk, false};
}

Outcome CupsPrinter::printJob(const ports::PrintJob& job) {
    if (!typeface_)
        if (auto typeface = Typeface::open()) typeface_ = std::move(*typeface);
    LinePicture picture;
    if (typeface_)
        picture = [this](const core::TicketText& text) { return typeface_->line(text.spans); };
    const auto encoded = encodeTicket(ports::layoutOf(job, profile_.columns()), profile_,
                                      {{}, job.reprint}, picture);
    if (!encoded) return tl::unexpected<core::Error>(encoded.error());
    return submit(encoded->bytes);
}

Outcome CupsPrinter::submit(const core::Bytes& bytes) {
    const Descriptor input{::memfd_create("ticket", MFD_CLOEXEC)};
    if (input.fd < 0 || !fill(input.fd, bytes)) return offline("no memory for the ticket");
    pid_t pid = 0;
    if (const int failed = start(pid, command_, queue_, input.fd); failed != 0)
        return offline(command_ + ": " + std::strerror(failed) + "; install cups-client");
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(kSubmitMs);
    int status = 0;
    while (::waitpid(pid, &status, WNOHANG) == 0) {
        if (std::chrono::steady_clock::now() >= end || thread_.stopping()) {
            ::kill(pid, SIGKILL);
            ::waitpid(pid, &status, 0);
            return PrintOutcome::Doubtful; // CUPS may have the ticket or not
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(kLookMs));
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return PrintOutcome::Sent;
    return offline("CUPS did not take the ticket: look at the queue " + queue_ + " with lpstat -p");
}

} // namespace menzhen::printer
