// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/registryprocess.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <spawn.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace menzhen::bench {

namespace {

using nlohmann::json;

constexpr const char* clockText = "2026-11-23T07:50";
constexpr int startTries = 200; // of 50 ms

pid_t run(const std::vector<std::string>& words) {
    std::vector<char*> arguments;
    for (const std::string& word : words)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t pid = -1;
    if (posix_spawn(&pid, words[0].c_str(), &actions, nullptr, arguments.data(), environ) != 0)
        pid = -1;
    posix_spawn_file_actions_destroy(&actions);
    return pid;
}

bool endedWell(pid_t pid) {
    int status = 1;
    return pid > 0 && ::waitpid(pid, &status, 0) == pid && status == 0;
}

} // namespace

RegistryProcess::RegistryProcess(std::filesystem::path folder, bool tls)
    : folder_(std::move(folder)) {
    const std::filesystem::path bin = std::filesystem::read_symlink("/proc/self/exe").parent_path();
    std::filesystem::create_directories(folder_);
    port_ = freePort();
    const std::string site = (folder_ / "registry.toml").string();
    std::ofstream(site) << "site = \"HA\"\nrole = \"registry\"\ntimezone = \"Asia/Shanghai\"\n"
                        << "store = \"sqlite://" << store() << "\"\nkeys = \""
                        << (folder_ / "keys").string()
                        << "\"\nlisten_devices = \"127.0.0.1:" << port_ << "\"\ndemo = true\n"
                        << (tls ? "tls = true\n" : "");
    const std::string hospital = std::string(MENZHEN_RESOURCES) + "/hospitals/hospital-demo.json";
    if (!endedWell(run({bin / "menzhen", "import", hospital, "--site", site, "--clock", clockText,
                        "--days", "1"})))
        return;
    pid_ = run({bin / "menzhen-registry", "--site", site, "--clock", clockText});
    for (int i = 0; i < startTries && !ready_; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        test::TlsClient nobody;
        WireClient client = tls ? WireClient(port_, nobody) : WireClient(port_);
        ready_ = client.connected() && client.get("/healthz").status == 200;
    }
}

RegistryProcess::~RegistryProcess() {
    stop();
}

void RegistryProcess::stop() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

ThreadTime RegistryProcess::threadTime(const std::string& name) const {
    ThreadTime sum;
    const std::filesystem::path tasks = "/proc/" + std::to_string(pid_) + "/task";
    for (const auto& task : std::filesystem::directory_iterator(tasks)) {
        std::string thread;
        std::getline(std::ifstream(task.path() / "comm"), thread);
        double on = 0, inLine = 0;
        if (thread != name || !(std::ifstream(task.path() / "schedstat") >> on >> inLine)) continue;
        sum.onSeconds += on / 1e9; // the file counts nanoseconds
        sum.inLineSeconds += inLine / 1e9;
    }
    return sum;
}

double RegistryProcess::residentBytes() const {
    double pages = 0, resident = 0;
    std::ifstream("/proc/" + std::to_string(pid_) + "/statm") >> pages >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

double RegistryProcess::metric(const std::string& name) const {
    WireClient client(port_);
    const std::string text = client.get("/metrics").body;
    const std::size_t at = text.find("\n" + name + " ");
    return at == std::string::npos ? 0 : std::atof(text.c_str() + at + name.size() + 2);
}

json RegistryProcess::sessions() const {
    WireClient client(port_);
    const json answer =
        json::parse(client.get("/v1/sites/HA/sessions?day=" + std::to_string(benchDay)).body);
    json morning = json::array();
    for (const json& session : answer["sessions"])
        if (session["half"] == "AM" && session["start"] <= 510) morning.push_back(session);
    return morning;
}

double fdatasyncMs(const std::filesystem::path& folder) {
    constexpr int rounds = 51;
    const std::string file = (folder / "fdatasync").string();
    const int handle = ::open(file.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    const std::vector<char> page(4096, 'x');
    std::vector<double> took;
    for (int i = 0; i < rounds; ++i) {
        const auto begun = std::chrono::steady_clock::now();
        if (::pwrite(handle, page.data(), page.size(), 0) < 0 || ::fdatasync(handle) != 0) break;
        took.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun)
                .count());
    }
    ::close(handle);
    std::filesystem::remove(file);
    std::sort(took.begin(), took.end());
    return took.empty() ? 0 : took[took.size() / 2];
}

ScratchFolder::ScratchFolder(const std::string& name)
    : path_(std::filesystem::temp_directory_path() / (name + "-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(path_);
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

} // namespace menzhen::bench
