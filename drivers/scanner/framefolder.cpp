// SPDX-License-Identifier: Apache-2.0
#include "drivers/scanner/framefolder.h"
#include "drivers/scanner/decoder.h"
#include "drivers/scanner/greyfilter.h"
#include "drivers/scanner/picture.h"

#include <algorithm>
#include <thread>

namespace menzhen::scanner {
namespace {

namespace fs = std::filesystem;

const GreyImage& nothing() {
    static const GreyImage grey(640, 480, 128);
    return grey;
}

bool isPicture(const fs::path& file) {
    const std::string name = file.filename().string();
    const std::string end = file.extension().string();
    return name.front() != '.' && (end == ".png" || end == ".jpg" || end == ".pgm");
}

} // namespace

FrameFolder::FrameFolder(fs::path folder) : folder_(std::move(folder)) {}

std::string FrameFolder::name() const {
    return "The folder " + folder_.string();
}

Fault FrameFolder::open() {
    std::error_code error;
    fs::directory_iterator begin(folder_, error);
    if (error) return faultOf(error.value(), name());
    fs::create_directory(folder_ / "done", error);
    if (error) return faultOf(error.value(), "The folder " + (folder_ / "done").string());
    nextFrameMs_ = monotonicMs();
    return std::nullopt;
}

void FrameFolder::close() {
    shown_.reset();
}

std::vector<fs::path> FrameFolder::waiting() const {
    using Entry = std::pair<fs::file_time_type, fs::path>;
    std::vector<Entry> found;
    std::error_code error;
    // Files may vanish between the listing and the look at them: then they are not there.
    for (fs::directory_iterator it(folder_, error), end; !error && it != end; it.increment(error)) {
        std::error_code gone;
        if (found.size() >= maxFiles || !isPicture(it->path()) || !it->is_regular_file(gone))
            continue;
        const auto time = it->last_write_time(gone);
        if (!gone) found.emplace_back(time, it->path());
    }
    std::sort(found.begin(), found.end());
    std::vector<fs::path> out;
    for (auto& [time, path] : found)
        out.push_back(std::move(path));
    return out;
}

Fault FrameFolder::takeUp(std::int64_t nowMs) {
    std::error_code error;
    if (!fs::is_directory(folder_, error)) return faultOf(error ? error.value() : ENOTDIR, name());
    for (const fs::path& file : waiting()) {
        auto picture = loadPicture(file);
        if (picture) {
            shown_ = Shown{file, fitted(*picture, maxDecodeSide), nowMs};
            return std::nullopt;
        }
        if (Fault fault = putAway(file)) return fault;
    }
    return std::nullopt;
}

Fault FrameFolder::putAway(const fs::path& file) {
    std::error_code error;
    fs::create_directory(folder_ / "done", error); // somebody may have cleared it away
    fs::rename(file, folder_ / "done" / file.filename(), error);
    if (!error || error.value() == ENOENT) return std::nullopt; // somebody took it: done too
    return ports::ScannerStatus{ports::ScannerState::Faulty, "A picture cannot be moved to " +
                                                                 (folder_ / "done").string() +
                                                                 ": " + error.message() + "."};
}

NextFrame FrameFolder::next(int timeoutMs) {
    const std::int64_t wait = std::min<std::int64_t>(nextFrameMs_ - monotonicMs(), timeoutMs);
    if (wait > 0) std::this_thread::sleep_for(std::chrono::milliseconds(wait));
    const std::int64_t now = monotonicMs();
    if (now < nextFrameMs_) return {};
    nextFrameMs_ = now + frameEveryMs;
    if (shown_ && now - shown_->sinceMs >= shownMs) {
        if (Fault fault = putAway(shown_->file)) return {{}, fault};
        shown_.reset();
    }
    if (!shown_)
        if (Fault fault = takeUp(now)) return {{}, fault};
    return {shown_ ? shown_->picture : nothing(), {}};
}

} // namespace menzhen::scanner
