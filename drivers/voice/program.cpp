// SPDX-License-Identifier: Apache-2.0
#include "drivers/voice/program.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sstream>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

extern char** environ;

namespace menzhen::voice {

namespace {

using Steady = std::chrono::steady_clock;
constexpr std::size_t kMaxOutputBytes = 16 * 1024 * 1024;
constexpr int kSliceMs = 20; ///< how soon a cancel is seen
constexpr std::chrono::milliseconds kReapSlice{2};

/// A descriptor that closes itself.
class Descriptor {
public:
    Descriptor() = default;

    explicit Descriptor(int fd) : mFd(fd) {}

    ~Descriptor() { close(); }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int get() const { return mFd; }

    void reset(int fd) {
        close();
        mFd = fd;
    }

    void close() {
        if (mFd >= 0) ::close(mFd);
        mFd = -1;
    }

private:
    int mFd = -1;
};

tl::unexpected<core::Error> device(const char* code, const std::string& program,
                                   const std::string& why) {
    return core::fail(core::ErrorKind::Device, code, program + ": " + why);
}

/// Our ends of the program's standard input and output.
struct Child {
    pid_t pid = -1;
    // A socket, not a pipe: writing to a program that has gone is then an error and no signal.
    Descriptor input;
    Descriptor output;
};

int spawn(const ProgramRun& run, int childInput, int childOutput, pid_t& pid) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&actions, childInput, 0);
    posix_spawn_file_actions_adddup2(&actions, childOutput, 1);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    std::vector<char*> arguments;
    for (const auto& argument : run.arguments)
        arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    const int failed =
        posix_spawn(&pid, arguments[0], &actions, &attributes, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return failed;
}

core::Result<void> start(const ProgramRun& run, Child& child) {
    int in[2];
    int out[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, in) != 0)
        return device("program-start", run.arguments[0], std::strerror(errno));
    child.input.reset(in[0]);
    const Descriptor childInput(in[1]);
    if (::pipe2(out, O_CLOEXEC) != 0)
        return device("program-start", run.arguments[0], std::strerror(errno));
    child.output.reset(out[0]);
    const Descriptor childOutput(out[1]);
    const int failed = spawn(run, childInput.get(), childOutput.get(), child.pid);
    if (failed != 0) return device("program-start", run.arguments[0], std::strerror(failed));
    return {};
}

/// Feeds and drains until the program closes its output.
core::Result<core::Bytes> converse(const ProgramRun& run, Child& child, Steady::time_point end) {
    core::Bytes output;
    std::size_t sent = 0;
    for (;;) {
        if (run.cancelled && *run.cancelled)
            return core::refused("program-cancelled", run.arguments[0] + " was ended.");
        if (Steady::now() >= end) return device("program-late", run.arguments[0], "no end in time");
        if (sent == run.input.size()) child.input.close();
        pollfd both[2] = {{child.output.get(), POLLIN, 0}, {child.input.get(), POLLOUT, 0}};
        ::poll(both, 2, kSliceMs); // a closed descriptor is -1, which poll() passes over
        if (both[1].revents != 0) {
            const auto n = ::send(child.input.get(), run.input.data() + sent,
                                  run.input.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
            if (n > 0) sent += static_cast<std::size_t>(n);
            if (n < 0 && errno != EAGAIN && errno != EINTR)
                sent = run.input.size(); // it reads no more
        }
        if (both[0].revents == 0) continue;
        std::uint8_t block[16 * 1024];
        const auto n = ::read(child.output.get(), block, sizeof block);
        if (n == 0) return output;
        if (n > 0) output.insert(output.end(), block, block + n);
        if (output.size() > kMaxOutputBytes)
            return device("program-output", run.arguments[0], "more than 16 MiB");
    }
}

/// Waits for the end, and kills at the deadline: a zombie or a stray player is never left.
int reap(pid_t pid, Steady::time_point end, bool kill) {
    int status = 0;
    if (kill) ::kill(pid, SIGKILL);
    for (;;) {
        const auto done = ::waitpid(pid, &status, kill ? 0 : WNOHANG);
        if (done == pid) return status;
        if (done < 0 && errno != EINTR) return -1;
        if (done == 0 && Steady::now() >= end) {
            ::kill(pid, SIGKILL);
            kill = true;
        }
        if (done == 0 && !kill) std::this_thread::sleep_for(kReapSlice);
    }
}

} // namespace

core::Result<core::Bytes> runProgram(const ProgramRun& run) {
    const auto end = Steady::now() + std::chrono::milliseconds(run.deadlineMs);
    Child child;
    if (auto started = start(run, child); !started) return tl::unexpected(started.error());
    auto output = converse(run, child, end);
    child.input.close();
    const int status = reap(child.pid, end, !output.has_value());
    if (!output) return output;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return device("program-failed", run.arguments[0],
                      WIFEXITED(status) ? "exit code " + std::to_string(WEXITSTATUS(status))
                                        : "ended by a signal");
    return output;
}

std::optional<std::filesystem::path> findProgram(const std::string& name) {
    const auto runs = [](const std::string& path) {
        std::error_code ignored;
        return std::filesystem::is_regular_file(path, ignored) && ::access(path.c_str(), X_OK) == 0;
    };
    if (name.find('/') != std::string::npos)
        return runs(name) ? std::optional<std::filesystem::path>(name) : std::nullopt;
    const char* path = std::getenv("PATH");
    std::istringstream folders(path ? path : "/usr/local/bin:/usr/bin:/bin");
    for (std::string file; std::getline(folders, file, ':');) {
        if (file.empty()) continue;
        file.append("/").append(name);
        if (runs(file)) return file;
    }
    return std::nullopt;
}

} // namespace menzhen::voice
