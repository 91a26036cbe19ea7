// SPDX-License-Identifier: Apache-2.0
// The real menzhen-registry with the demo hospital on a fresh store, as a child process.
#pragma once

#include "tests/bench/wireclient.h"

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <sys/types.h>

namespace menzhen::bench {

inline constexpr int benchDay = 20261123;

struct ThreadTime {
    double onSeconds = 0;
    double inLineSeconds = 0;
};

class RegistryProcess {
public:
    /// Imports the demo hospital into `folder` and waits until the registry answers.
    /// With TLS it is asked nothing but /healthz.
    explicit RegistryProcess(std::filesystem::path folder, bool tls = false);
    ~RegistryProcess(); ///< SIGTERM, and waits for the end

    bool ready() const { return ready_; }

    int port() const { return port_; }

    std::filesystem::path keys() const { return folder_ / "keys"; }

    std::string store() const { return (folder_ / "registry.db").string(); }

    /// What the threads of this name (`writer`, `http`, `reader`) had of the processors so far:
    /// seconds on one, seconds in line for one.
    ThreadTime threadTime(const std::string& name) const;
    /// Memory that the program holds, bytes.
    double residentBytes() const;
    /// A counter of /metrics.
    double metric(const std::string& name) const;
    /// The morning sessions of the day that begin by 08:30.
    nlohmann::json sessions() const;
    void stop();

private:
    std::filesystem::path folder_;
    int port_ = 0;
    pid_t pid_ = -1;
    bool ready_ = false;
};

/// Median milliseconds of writing 4 kB and fdatasync in a folder.
double fdatasyncMs(const std::filesystem::path& folder);

/// A fresh folder under $TMPDIR, removed at the end of the program's main.
class ScratchFolder {
public:
    explicit ScratchFolder(const std::string& name);
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

} // namespace menzhen::bench
