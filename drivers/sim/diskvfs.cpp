// SPDX-License-Identifier: Apache-2.0
// The Disk as SQLite sees it: https://sqlite.org/c3ref/io_methods.html. Locks are not kept: one
// connection a store, one thread.
#include "drivers/sim/disk.h"

#include <algorithm>
#include <cstring>
#include <sqlite3.h>

namespace menzhen::twin {

struct DiskVfs {
    struct Handle {
        sqlite3_file base;
        Disk* disk;
        std::shared_ptr<DiskFile>* file;
        const std::string* machine;
        const std::string* path;
        bool deleteOnClose;
    };

    static Handle& of(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }

    static Disk& of(sqlite3_vfs* vfs) { return *static_cast<Disk*>(vfs->pAppData); }

    static bool dead(const Handle& handle) { return handle.disk->stopped(*handle.machine); }

    /// Counts one operation that writes.
    static bool writes(const Handle& handle) {
        return handle.disk->works(*handle.machine) && !handle.disk->fails(*handle.machine, true);
    }

    // A file.

    static int close(sqlite3_file* file) {
        Handle& handle = of(file);
        if (--(*handle.file)->handles == 0) (*handle.file)->shared.clear();
        if (handle.deleteOnClose) handle.disk->files_.erase(*handle.path);
        delete handle.file;
        delete handle.machine;
        delete handle.path;
        return SQLITE_OK;
    }

    static int read(sqlite3_file* file, void* buffer, int size, sqlite3_int64 offset) {
        const Handle& handle = of(file);
        if (dead(handle) || handle.disk->fails(*handle.machine, false)) return SQLITE_IOERR_READ;
        const std::string& data = (*handle.file)->data();
        const auto from = static_cast<std::size_t>(offset);
        const auto wanted = static_cast<std::size_t>(size);
        const std::size_t there = from < data.size() ? std::min(wanted, data.size() - from) : 0;
        if (there > 0) std::memcpy(buffer, data.data() + from, there);
        if (there == wanted) return SQLITE_OK;
        std::memset(static_cast<char*>(buffer) + there, 0, wanted - there);
        return SQLITE_IOERR_SHORT_READ;
    }

    static int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
        const Handle& handle = of(file);
        if (!writes(handle)) return SQLITE_IOERR_WRITE;
        const auto from = static_cast<std::size_t>(offset);
        const auto count = static_cast<std::size_t>(size);
        if (handle.disk->machines_[*handle.machine].full &&
            from + count > (*handle.file)->data().size())
            return SQLITE_FULL;
        (*handle.file)->write(from, static_cast<const char*>(bytes), count);
        return SQLITE_OK;
    }

    static int truncate(sqlite3_file* file, sqlite3_int64 size) {
        const Handle& handle = of(file);
        if (!writes(handle)) return SQLITE_IOERR_TRUNCATE;
        (*handle.file)->truncate(static_cast<std::size_t>(size));
        return SQLITE_OK;
    }

    static int sync(sqlite3_file* file, int) {
        const Handle& handle = of(file);
        if (!handle.disk->works(*handle.machine)) return SQLITE_IOERR_FSYNC;
        if (handle.disk->fails(*handle.machine, true)) {
            (*handle.file)->lose(handle.disk->chance_);
            return SQLITE_IOERR_FSYNC;
        }
        if (!handle.disk->machines_[*handle.machine].lying) (*handle.file)->sync();
        ++handle.disk->syncs_;
        return SQLITE_OK;
    }

    static int size(sqlite3_file* file, sqlite3_int64* size) {
        const Handle& handle = of(file);
        if (dead(handle)) return SQLITE_IOERR_FSTAT;
        *size = static_cast<sqlite3_int64>((*handle.file)->data().size());
        return SQLITE_OK;
    }

    static int nothing(sqlite3_file*, int) { return SQLITE_OK; }

    static int reserved(sqlite3_file*, int* result) {
        *result = 0;
        return SQLITE_OK;
    }

    static int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }

    static int sector(sqlite3_file*) { return static_cast<int>(sectorBytes); }

    // As SQLite's own VFS on Linux says: a write harms no neighbouring byte.
    static int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

    static int shmMap(sqlite3_file* file, int region, int bytes, int extend, void volatile** out) {
        auto& shared = (*of(file).file)->shared;
        const auto wanted = static_cast<std::size_t>(region);
        *out = nullptr;
        if (wanted >= shared.size() && extend == 0) return SQLITE_OK;
        while (wanted >= shared.size()) {
            shared.push_back(std::make_unique<char[]>(static_cast<std::size_t>(bytes)));
            std::memset(shared.back().get(), 0, static_cast<std::size_t>(bytes));
        }
        *out = shared[wanted].get();
        return SQLITE_OK;
    }

    static int shmLock(sqlite3_file*, int, int, int) { return SQLITE_OK; }

    static void shmBarrier(sqlite3_file*) {}

    static int shmUnmap(sqlite3_file* file, int) {
        (*of(file).file)->shared.clear();
        return SQLITE_OK;
    }

    static const sqlite3_io_methods* methods() {
        static const sqlite3_io_methods all = {
            2,        close,    read,    write,  truncate,        sync,   size,    nothing,
            nothing,  reserved, control, sector, characteristics, shmMap, shmLock, shmBarrier,
            shmUnmap, nullptr,  nullptr};
        return &all;
    }

    // The file system.

    static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags,
                    int* outFlags) {
        Disk& disk = of(vfs);
        const std::string path = name == nullptr ? "temporary/file" : name;
        file->pMethods = nullptr;
        const std::string machine = machineOf(path);
        if (disk.stopped(machine) || disk.fails(machine, false)) return SQLITE_CANTOPEN;
        auto found = disk.files_.find(path);
        if (found == disk.files_.end()) {
            if ((flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
            found = disk.files_.emplace(path, std::make_shared<DiskFile>()).first;
        }
        ++found->second->handles;
        Handle& handle = of(file);
        handle.disk = &disk;
        handle.file = new std::shared_ptr<DiskFile>(found->second);
        handle.machine = new std::string(machine);
        handle.path = new std::string(path);
        handle.deleteOnClose = name == nullptr || (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
        handle.base.pMethods = methods();
        if (outFlags != nullptr) *outFlags = flags;
        return SQLITE_OK;
    }

    static int remove(sqlite3_vfs* vfs, const char* name, int) {
        if (of(vfs).stopped(machineOf(name))) return SQLITE_IOERR_DELETE;
        return of(vfs).files_.erase(name) > 0 ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
    }

    static int access(sqlite3_vfs* vfs, const char* name, int, int* result) {
        *result = of(vfs).files_.contains(name) ? 1 : 0;
        return SQLITE_OK;
    }

    static int fullPath(sqlite3_vfs*, const char* name, int size, char* out) {
        sqlite3_snprintf(size, out, "%s", name);
        return SQLITE_OK;
    }

    static int randomness(sqlite3_vfs* vfs, int size, char* out) {
        of(vfs).chance_.fill(
            {reinterpret_cast<std::uint8_t*>(out), static_cast<std::size_t>(size)});
        return size;
    }

    static int sleep(sqlite3_vfs*, int) { return 0; }

    static int time(sqlite3_vfs*, double* julianDay) {
        *julianDay = 2440587.5;
        return SQLITE_OK;
    }

    static int lastError(sqlite3_vfs*, int, char*) { return 0; }
};

Disk::Disk(std::uint64_t seed) : chance_(seed, "disk"), vfs_(std::make_unique<sqlite3_vfs>()) {
    std::memset(vfs_.get(), 0, sizeof *vfs_);
    vfs_->iVersion = 1;
    vfs_->szOsFile = sizeof(DiskVfs::Handle);
    vfs_->mxPathname = 256;
    vfs_->zName = "menzhen-simulated-disk";
    vfs_->pAppData = this;
    vfs_->xOpen = DiskVfs::open;
    vfs_->xDelete = DiskVfs::remove;
    vfs_->xAccess = DiskVfs::access;
    vfs_->xFullPathname = DiskVfs::fullPath;
    vfs_->xRandomness = DiskVfs::randomness;
    vfs_->xSleep = DiskVfs::sleep;
    vfs_->xCurrentTime = DiskVfs::time;
    vfs_->xGetLastError = DiskVfs::lastError;
    sqlite3_vfs_register(vfs_.get(), 1);
    sqlite3_randomness(0, nullptr); // drawn anew, from this disk's seed
}

Disk::~Disk() {
    sqlite3_vfs_unregister(vfs_.get());
}

} // namespace menzhen::twin
