// SPDX-License-Identifier: Apache-2.0
// The disks of simulated machines, in memory, and how they fail. While a Disk lives it is SQLite's
// default VFS (https://sqlite.org/vfs.html): a store whose path is "K1/store.db" stands on the disk
// of machine "K1". What a program wrote is seen at once by whoever reads, but is durable only after
// a sync; a power cut keeps what was synced and drops, tears (in sectors of 512 bytes, which real
// disks write whole) or reorders the rest.
//
// One Disk at a time. Thread: one; a store is opened once at a time.
#pragma once

#include "drivers/sim/chance.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

struct sqlite3_vfs;

namespace menzhen::twin {

inline constexpr std::size_t sectorBytes = 512;

/// A file with what a power cut may take from it.
class DiskFile {
public:
    void write(std::size_t offset, const char* bytes, std::size_t size);
    void truncate(std::size_t size);
    void sync();
    /// False: nothing of the file is left.
    bool cutPower(Chance& chance);
    /// What was not synced is lost, stays, or is torn and in another order.
    void lose(Chance& chance);

    const std::string& data() const { return data_; }

    std::vector<std::unique_ptr<char[]>> shared; ///< SQLite's WAL index: memory, not disk
    int handles = 0;

    static DiskFile of(std::string bytes);

private:
    struct Unsynced {
        std::size_t offset = 0;
        std::string before; ///< what stood there
        std::string after;
        std::size_t sizeBefore = 0;
        std::size_t sizeAfter = 0;
    };

    void undo(const Unsynced& write);
    void redo(const Unsynced& write, Chance& chance, bool torn);

    std::string data_;
    std::vector<Unsynced> unsynced_;
    bool named_ = false; ///< its name in the folder is durable
};

class Disk {
public:
    explicit Disk(std::uint64_t seed);
    ~Disk();
    Disk(const Disk&) = delete;
    Disk& operator=(const Disk&) = delete;

    // Copies. Empty: no such file.
    std::string copy(const std::string& path) const;
    const std::string& view(const std::string& path) const;
    void place(const std::string& path, std::string bytes);
    /// Removes every file of a machine.
    void wipe(const std::string& machine);
    /// The same disk in another machine. Files of `to` are gone.
    void clone(const std::string& from, const std::string& to);
    std::vector<std::string> paths() const;

    // Faults of one machine.
    /// The machine stops in the middle of its so many-th write or sync from now on (0: now): what
    /// its program does after that fails and leaves no trace. Close its stores, then restart().
    void stopAfter(const std::string& machine, int operations);
    bool stopped(const std::string& machine) const;
    /// Its power was cut: unsynced writes suffer. Only while stopped and with no store open.
    void cutPower(const std::string& machine);
    void restart(const std::string& machine);
    void setFull(const std::string& machine, bool full);
    /// After so many further write operations (writes, truncations, syncs) the next `lasting`
    /// operations of any kind end in an I/O error; then the disk works again. A sync that fails may
    /// lose what it was to save (https://wiki.postgresql.org/wiki/Fsync_Errors).
    void failAfter(const std::string& machine, int operations, int lasting);
    bool failing(const std::string& machine) const;
    bool hasFailed(const std::string& machine) const; ///< at any time
    /// Syncs do nothing and say that they did: a disk that lies.
    void setLying(const std::string& machine, bool lying);

    std::uint64_t syncs() const { return syncs_; }

private:
    friend struct DiskVfs;

    struct Machine {
        int left = -1; ///< operations until it stops; -1: none
        bool stopped = false;
        bool full = false;
        bool lying = false;
        int failIn = 0;  ///< write operations until it fails; 0: it does not
        int failing = 0; ///< operations that fail from now on
        int lasting = 0;
        bool hasFailed = false;
    };

    bool works(const std::string& machine); ///< counts one operation
    bool fails(const std::string& machine, bool writes);

    std::map<std::string, std::shared_ptr<DiskFile>> files_;
    std::map<std::string, Machine> machines_;
    Chance chance_;
    std::uint64_t syncs_ = 0;
    std::unique_ptr<sqlite3_vfs> vfs_;
};

/// "K1" of "K1/store.db".
std::string machineOf(const std::string& path);

} // namespace menzhen::twin
