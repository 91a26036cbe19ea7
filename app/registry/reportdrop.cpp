// SPDX-License-Identifier: Apache-2.0
#include "app/registry/reportdrop.h"

#include "app/boot/logging.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <pthread.h>
#include <utility>

namespace menzhen::registry {

namespace {

namespace fs = std::filesystem;

constexpr int maxSameName = 1000;      ///< bad files of one name that are kept apart
constexpr std::size_t countDigits = 6; ///< before the name of a file that is being taken

core::Result<void> makeFolder(const fs::path& path) {
    std::error_code error;
    fs::create_directories(path, error);
    if (!error) fs::permissions(path, fs::perms::owner_all, error);
    if (!error) return {};
    return core::fail(core::ErrorKind::Device, "reports-folder",
                      path.string() + ": " + error.message() +
                          "; the key reports of the site file names a folder that this user owns");
}

/// Completed by rename: what is being written has another name, or begins with a dot.
bool isReportFile(const fs::directory_entry& entry) {
    std::error_code error;
    const std::string name = entry.path().filename().string();
    return !name.starts_with('.') && entry.path().extension() == ".json" &&
           entry.is_regular_file(error) && !entry.is_symlink(error);
}

/// The first in the order of their names.
std::vector<fs::path> reportsIn(const fs::path& folder) {
    std::error_code error;
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(folder, error))
        if (isReportFile(entry)) found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    if (found.size() > maxReportsPerLook) found.resize(maxReportsPerLook);
    return found;
}

core::Result<std::string> textOf(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text(clerk::maxReportBytes + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (file.bad() || !file.is_open())
        return core::fail(core::ErrorKind::Device, "unreadable", "the file cannot be read");
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (text.size() > clerk::maxReportBytes)
        return core::badData("too-large", "a report has at most 256 kB");
    return text;
}

} // namespace

core::Result<std::unique_ptr<ReportDrop>> ReportDrop::open(const std::string& folder,
                                                           const std::vector<std::string>& sites) {
    for (const std::string& site : sites)
        for (const fs::path& path :
             {fs::path(folder), fs::path(folder) / site, fs::path(folder) / site / takingFolder,
              fs::path(folder) / site / badFolder})
            if (auto made = makeFolder(path); !made) return tl::unexpected(made.error());
    return std::unique_ptr<ReportDrop>(new ReportDrop(folder, sites));
}

ReportDrop::ReportDrop(fs::path folder, std::vector<std::string> sites)
    : folder_(std::move(folder)), sites_(std::move(sites)), thread_([this] { run(); }) {}

ReportDrop::~ReportDrop() {
    stop();
}

void ReportDrop::stop() {
    {
        const std::lock_guard lock(guard_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

std::vector<DroppedReport> ReportDrop::next(const std::string& site) const {
    const std::lock_guard lock(guard_);
    const auto found = waiting_.find(site);
    if (found == waiting_.end()) return {};
    const auto most = std::min<std::size_t>(found->second.size(), maxReportsPerSweep);
    return {found->second.begin(), found->second.begin() + static_cast<std::ptrdiff_t>(most)};
}

void ReportDrop::settle(std::vector<DropOutcome> outcomes) {
    if (outcomes.empty()) return;
    const std::lock_guard lock(guard_);
    for (DropOutcome& outcome : outcomes) {
        for (auto& [site, waiting] : waiting_)
            std::erase_if(waiting,
                          [&](const DroppedReport& one) { return one.path == outcome.path; });
        settled_.push_back(std::move(outcome));
    }
    wake_.notify_all();
}

void ReportDrop::run() {
    pthread_setname_np(pthread_self(), "reports");
    for (;;) {
        for (const std::string& site : sites_)
            look(site);
        std::unique_lock lock(guard_);
        wake_.wait_for(lock, std::chrono::milliseconds(reportsEveryMs),
                       [&] { return stopping_ || !settled_.empty(); });
        const std::vector<DropOutcome> settled = std::exchange(settled_, {});
        const bool stopping = stopping_;
        lock.unlock();
        for (const DropOutcome& outcome : settled)
            finish(outcome);
        if (stopping) return;
    }
}

/// A copy under the same name may come at any moment: whoever reads has a file of its own.
void ReportDrop::moveIn(const fs::path& folder) {
    std::error_code error;
    for (const fs::path& path : reportsIn(folder)) {
        if (stuck_.contains(path)) continue;
        fs::path to;
        do {
            const std::string count = std::to_string(++moved_);
            const std::string zeros(countDigits - std::min(countDigits, count.size()), '0');
            to = folder / takingFolder / (zeros + count + '-' + path.filename().string());
        } while (fs::exists(to, error));
        fs::rename(path, to, error);
        if (error && stuck_.insert(path).second)
            boot::logWarning("reports", "a report cannot be moved: " + error.message());
    }
}

void ReportDrop::look(const std::string& site) {
    moveIn(folder_ / site);
    for (const fs::path& path : reportsIn(folder_ / site / takingFolder))
        if (!known_.contains(path)) read(site, path);
}

void ReportDrop::read(const std::string& site, const fs::path& path) {
    if (stuck_.contains(path)) return;
    const auto text = textOf(path);
    auto report =
        text ? clerk::readReport(*text) : core::Result<clerk::Report>(tl::unexpected(text.error()));
    if (!report) return finish({path, report.error().code, report.error().detail});
    known_.insert(path);
    const std::lock_guard lock(guard_);
    waiting_[site].push_back({path, std::move(*report)});
}

void ReportDrop::finish(const DropOutcome& outcome) {
    known_.erase(outcome.path);
    if (!outcome.code.empty()) return moveAside(outcome);
    std::error_code error;
    fs::remove(outcome.path, error);
    if (!error || !stuck_.insert(outcome.path).second) return;
    boot::logWarning("reports", "a report that was taken cannot be deleted: " + error.message());
}

void ReportDrop::moveAside(const DropOutcome& outcome) {
    const fs::path folder = outcome.path.parent_path().parent_path() / badFolder;
    const std::string taken = outcome.path.filename().string();
    const fs::path name = taken.substr(taken.find('-') + 1); // as the sender called it
    fs::path to = folder / name;
    std::error_code error;
    for (int nth = 2; fs::exists(to, error) && nth <= maxSameName; ++nth)
        to = folder / (name.stem().string() + "-" + std::to_string(nth) + ".json");
    // The reason first: a file in `bad` never stands there without one.
    std::ofstream(to.string() + ".reason") << outcome.code << ": " << outcome.detail << '\n';
    fs::rename(outcome.path, to, error);
    if (error) {
        if (stuck_.insert(outcome.path).second)
            boot::logWarning("reports", "a bad report cannot be moved aside: " + error.message());
        return;
    }
    boot::logWarning("reports",
                     "a file was moved to " + std::string(badFolder) + ": " + outcome.code);
}

} // namespace menzhen::registry
