// SPDX-License-Identifier: Apache-2.0
// The folder into which a laboratory's system puts reports: one folder a hospital in it, files
// completed by rename (docs/reports.md). A thread moves them to `taking`, where no second file of
// that name can replace them, reads and checks them; the writer's sweep takes them into the store;
// after its commit the file is deleted, since the store has it sealed, or moved to `bad` beside its
// reason. A file whose outcome was lost with the program is read again, and is then already there.
// Names of files stand in no log: a sender may put a patient into one. Thread: next() and settle()
// on the writer's, stop() from any.
#pragma once

#include "app/clerk/reportfile.h"

#include <condition_variable>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace menzhen::registry {

inline constexpr int reportsEveryMs = 500;      ///< between two looks at the folders
inline constexpr int maxReportsPerLook = 50;    ///< and hospital
inline constexpr int maxReportsPerSweep = 20;   ///< and hospital: 20 sealings, some ms
inline constexpr const char* badFolder = "bad"; ///< in a hospital's folder
inline constexpr const char* takingFolder = "taking";

/// A file that can be taken into the store.
struct DroppedReport {
    std::filesystem::path path;
    clerk::Report report;
};

/// How that went.
struct DropOutcome {
    std::filesystem::path path;
    std::string code; ///< empty: it is in the store
    std::string detail;
};

class ReportDrop {
public:
    /// Makes the folders that are missing, 0700. Error Device "reports-folder".
    static core::Result<std::unique_ptr<ReportDrop>> open(const std::string& folder,
                                                          const std::vector<std::string>& sites);
    ~ReportDrop(); ///< stops
    ReportDrop(const ReportDrop&) = delete;
    ReportDrop& operator=(const ReportDrop&) = delete;

    /// What waits for a hospital, the same until it is settled.
    std::vector<DroppedReport> next(const std::string& site) const;
    /// These outcomes are committed.
    void settle(std::vector<DropOutcome> outcomes);
    void stop();

private:
    ReportDrop(std::filesystem::path folder, std::vector<std::string> sites);
    void run();
    void look(const std::string& site);
    void moveIn(const std::filesystem::path& folder);
    void read(const std::string& site, const std::filesystem::path& path);
    void finish(const DropOutcome& outcome);
    void moveAside(const DropOutcome& outcome);

    const std::filesystem::path folder_;
    const std::vector<std::string> sites_;
    mutable std::mutex guard_;
    std::condition_variable wake_;
    std::map<std::string, std::vector<DroppedReport>> waiting_;
    std::vector<DropOutcome> settled_;
    std::set<std::filesystem::path> known_; ///< waiting or settled, not finished: the thread's
    int moved_ = 0;                         ///< files, to tell those of one name apart
    std::set<std::filesystem::path> stuck_; ///< could not be deleted or moved: told once
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace menzhen::registry
