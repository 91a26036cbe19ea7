// SPDX-License-Identifier: Apache-2.0
#include "tests/contract/sandboxprogram.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <future>
#include <gtest/gtest.h>
#include <iterator>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace menzhen::contract {

namespace {

namespace fs = std::filesystem;

const std::string registryText =
    "site = \"HA\"\nrole = \"registry\"\ntimezone = \"Asia/Shanghai\"\n"
    "store = \"sqlite:///nowhere/registry.db\"\nkeys = \"/nowhere\"\n"
    "listen_devices = \"127.0.0.1:8480\"\n";

std::string contents(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// "ready http://127.0.0.1:PORT": the address.
std::string readyLine(int output) {
    std::string text;
    char c = 0;
    while (::read(output, &c, 1) == 1 && c != '\n')
        text += c;
    return text.starts_with("ready ") ? text.substr(6) : "";
}

} // namespace

std::int64_t RealClock::utcMs() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::int64_t RealClock::monotonicMs() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

ports::LocalTime RealClock::local(std::int64_t) const {
    return {};
}

std::int64_t RealClock::utcMsOf(int, int) const {
    return 0;
}

SandboxProgram::SandboxProgram() {
    std::string name = fs::temp_directory_path() / "menzhen-sandbox-XXXXXX";
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    int pipe[2] = {-1, -1};
    EXPECT_EQ(::pipe(pipe), 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, pipe[0]);
    std::string program = MENZHEN_BIN "/menzhen-paysim";
    std::string dir = folder_;
    char listen[] = "--listen";
    char any[] = "127.0.0.1:0";
    char dirWord[] = "--dir";
    char* arguments[] = {program.data(), listen, any, dirWord, dir.data(), nullptr};
    EXPECT_EQ(::posix_spawn(&process_, program.c_str(), &actions, nullptr, arguments, environ), 0)
        << program;
    posix_spawn_file_actions_destroy(&actions);
    ::close(pipe[1]);
    output_ = pipe[0];
    url_ = readyLine(output_);
    EXPECT_NE(url_, "") << "the sandbox did not start";
}

SandboxProgram::~SandboxProgram() {
    if (process_ > 0) {
        ::kill(process_, SIGTERM);
        ::waitpid(process_, nullptr, 0);
    }
    ::close(output_);
    fs::remove_all(folder_);
}

std::unique_ptr<payment::Gateway>
SandboxProgram::gateway(const std::function<void(std::string&)>& change) {
    std::string text = contents(folder_ / "payments.toml");
    change(text);
    const auto site = boot::parseSiteFile(registryText + text, "sandbox.toml");
    EXPECT_TRUE(site) << site.error().detail;
    auto gateway = registry::openPayments(*site, crypto_, chance_, clock_);
    EXPECT_TRUE(gateway) << gateway.error().detail;
    return std::move(*gateway);
}

nlohmann::json SandboxProgram::get(const std::string& target) {
    return call("GET", target, {});
}

nlohmann::json SandboxProgram::post(const std::string& target, const nlohmann::json& body) {
    return call("POST", target, body.dump());
}

nlohmann::json SandboxProgram::call(const std::string& method, const std::string& target,
                                    const std::string& body) {
    auto told = std::make_shared<std::promise<payment::HttpAnswer>>();
    carrier_.send(
        payment::Lane::Action,
        [&] {
            return payment::HttpRequest{
                method, url_ + target, {"Content-Type: application/json"}, body, false};
        },
        [told](payment::HttpAnswer answer) { told->set_value(std::move(answer)); });
    const payment::HttpAnswer answer = told->get_future().get();
    EXPECT_EQ(answer.fault, "") << target;
    EXPECT_LT(answer.status, 300) << target << " " << body << " " << answer.body;
    return nlohmann::json::parse(answer.body, nullptr, false);
}

} // namespace menzhen::contract
