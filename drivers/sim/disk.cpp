// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/disk.h"

#include "app/core/check.h"

#include <algorithm>

namespace menzhen::twin {

DiskFile DiskFile::of(std::string bytes) {
    DiskFile file;
    file.data_ = std::move(bytes);
    file.named_ = true;
    return file;
}

void DiskFile::write(std::size_t offset, const char* bytes, std::size_t size) {
    Unsynced write;
    write.offset = offset;
    write.sizeBefore = data_.size();
    if (offset < data_.size()) write.before = data_.substr(offset, size);
    write.after.assign(bytes, size);
    if (data_.size() < offset + size) data_.resize(offset + size, '\0');
    data_.replace(offset, size, write.after);
    write.sizeAfter = data_.size();
    unsynced_.push_back(std::move(write));
}

void DiskFile::truncate(std::size_t size) {
    Unsynced write;
    write.offset = std::min(size, data_.size());
    write.sizeBefore = data_.size();
    write.before = data_.substr(write.offset);
    write.sizeAfter = size;
    data_.resize(size, '\0');
    unsynced_.push_back(std::move(write));
}

void DiskFile::sync() {
    unsynced_.clear();
    named_ = true;
}

void DiskFile::undo(const Unsynced& write) {
    data_.resize(write.sizeBefore, '\0');
    data_.replace(write.offset, write.before.size(), write.before);
}

void DiskFile::redo(const Unsynced& write, Chance& chance, bool torn) {
    data_.resize(std::max(data_.size(), write.sizeAfter), '\0');
    if (write.after.empty()) return data_.resize(write.sizeAfter);
    for (std::size_t at = 0; at < write.after.size();) {
        const std::size_t sector = (write.offset + at) / sectorBytes;
        const std::size_t end =
            std::min(write.after.size(), (sector + 1) * sectorBytes - write.offset);
        if (!torn || chance.percent(50))
            data_.replace(write.offset + at, end - at, write.after, at, end - at);
        at = end;
    }
}

bool DiskFile::cutPower(Chance& chance) {
    shared.clear();
    if (!named_ && chance.percent(50)) {
        unsynced_.clear();
        return false;
    }
    lose(chance);
    named_ = true;
    return true;
}

void DiskFile::lose(Chance& chance) {
    std::vector<Unsynced> writes;
    writes.swap(unsynced_);
    for (auto write = writes.rbegin(); write != writes.rend(); ++write)
        undo(*write);
    // Nothing, everything, the first few, or any of them in any order and in parts.
    const int fate = chance.below(4);
    if (fate == 0) writes.clear();
    if (fate == 2 && !writes.empty())
        writes.resize(static_cast<std::size_t>(chance.below(static_cast<int>(writes.size()))));
    if (fate == 3)
        for (std::size_t i = writes.size(); i > 1; --i)
            std::swap(writes[i - 1], writes[static_cast<std::size_t>(chance.below(int(i)))]);
    for (const Unsynced& write : writes)
        if (fate != 3 || chance.percent(70)) redo(write, chance, fate == 3 && chance.percent(30));
}

std::string machineOf(const std::string& path) {
    return path.substr(0, path.find('/'));
}

const std::string& Disk::view(const std::string& path) const {
    static const std::string nothing;
    const auto found = files_.find(path);
    return found == files_.end() ? nothing : found->second->data();
}

std::string Disk::copy(const std::string& path) const {
    return view(path);
}

void Disk::place(const std::string& path, std::string bytes) {
    files_[path] = std::make_shared<DiskFile>(DiskFile::of(std::move(bytes)));
}

void Disk::wipe(const std::string& machine) {
    std::erase_if(files_, [&](const auto& file) { return machineOf(file.first) == machine; });
}

void Disk::clone(const std::string& from, const std::string& to) {
    wipe(to);
    std::map<std::string, std::string> copies;
    for (const auto& [path, file] : files_)
        if (machineOf(path) == from) copies[to + path.substr(from.size())] = file->data();
    for (auto& [path, bytes] : copies)
        place(path, std::move(bytes));
}

std::vector<std::string> Disk::paths() const {
    std::vector<std::string> all;
    for (const auto& [path, file] : files_)
        all.push_back(path);
    return all;
}

void Disk::stopAfter(const std::string& machine, int operations) {
    machines_[machine].left = operations;
    if (operations == 0) machines_[machine].stopped = true;
}

bool Disk::stopped(const std::string& machine) const {
    const auto found = machines_.find(machine);
    return found != machines_.end() && found->second.stopped;
}

void Disk::cutPower(const std::string& machine) {
    MENZHEN_CHECK(stopped(machine), "the power of a running machine is cut");
    std::erase_if(files_, [&](const auto& file) {
        if (machineOf(file.first) != machine) return false;
        MENZHEN_CHECK(file.second->handles == 0, "a store is open during a power cut");
        return !file.second->cutPower(chance_);
    });
}

void Disk::restart(const std::string& machine) {
    machines_[machine].stopped = false;
    machines_[machine].left = -1;
    machines_[machine].failIn = machines_[machine].failing = 0;
}

void Disk::failAfter(const std::string& machine, int operations, int lasting) {
    Machine& state = machines_[machine];
    state.failIn = operations;
    state.lasting = lasting;
    if (operations == 0) state.failing = lasting;
}

bool Disk::failing(const std::string& machine) const {
    const auto found = machines_.find(machine);
    return found != machines_.end() && (found->second.failIn > 0 || found->second.failing > 0);
}

bool Disk::fails(const std::string& machine, bool writes) {
    Machine& state = machines_[machine];
    if (writes && state.failIn > 0 && --state.failIn == 0) state.failing = state.lasting;
    if (state.failing == 0) return false;
    --state.failing;
    state.hasFailed = true;
    return true;
}

bool Disk::hasFailed(const std::string& machine) const {
    const auto found = machines_.find(machine);
    return found != machines_.end() && found->second.hasFailed;
}

void Disk::setFull(const std::string& machine, bool full) {
    machines_[machine].full = full;
}

void Disk::setLying(const std::string& machine, bool lying) {
    machines_[machine].lying = lying;
}

bool Disk::works(const std::string& machine) {
    Machine& state = machines_[machine];
    if (state.left > 0 && --state.left == 0) state.stopped = true;
    return !state.stopped;
}

} // namespace menzhen::twin
