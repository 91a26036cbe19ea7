// SPDX-License-Identifier: Apache-2.0
#include "drivers/crypto/keyfile.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace menzhen::crypto {

namespace {

namespace fs = std::filesystem;

constexpr off_t keyFileMostBytes = 64 * 1024;

class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}

    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int get() const { return fd_; }

private:
    int fd_;
};

tl::unexpected<core::Error> failed(const fs::path& path, const std::string& what) {
    return core::badData("key-file", path.string() + ": " + what);
}

tl::unexpected<core::Error> failedNow(const fs::path& path, const char* doing) {
    return failed(path, std::string(doing) + ": " + std::strerror(errno));
}

bool writeAll(int fd, std::string_view content) {
    while (!content.empty()) {
        const ssize_t wrote = ::write(fd, content.data(), content.size());
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote < 0) return false;
        content.remove_prefix(static_cast<std::size_t>(wrote));
    }
    return ::fsync(fd) == 0;
}

} // namespace

namespace {

/// A new file beside `path`, written and synced.
core::Result<fs::path> writeBeside(const fs::path& path, std::string_view content) {
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    if (!fs::exists(folder)) {
        std::error_code above;
        if (folder.has_parent_path()) fs::create_directories(folder.parent_path(), above);
        if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
            return failedNow(folder, "the directory of keys cannot be made");
    }
    fs::path beside = path.string() + "." + std::to_string(::getpid()) + ".new";
    ::unlink(beside.c_str());
    const Descriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (file.get() < 0) return failedNow(beside, "the key file cannot be made");
    if (writeAll(file.get(), content)) return beside;
    const auto error = failedNow(beside, "the key file cannot be written");
    ::unlink(beside.c_str());
    return error;
}

core::Result<void> syncFolderOf(const fs::path& path) {
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.get() < 0 || ::fsync(directory.get()) != 0)
        return failedNow(folder, "the directory of keys cannot be synced");
    return {};
}

} // namespace

core::Result<void> writeKeyFile(const fs::path& path, std::string_view content) {
    // Written beside and linked into place: a crash leaves no half key, and link() never
    // replaces a key that another program made meanwhile.
    const auto beside = writeBeside(path, content);
    if (!beside) return tl::unexpected(beside.error());
    const int linked = ::link(beside->c_str(), path.c_str());
    const int linkError = errno;
    ::unlink(beside->c_str());
    if (linked != 0) {
        errno = linkError;
        return failedNow(path, "the key file cannot be put in place");
    }
    return syncFolderOf(path);
}

core::Result<void> replaceKeyFile(const fs::path& path, std::string_view content) {
    const auto beside = writeBeside(path, content);
    if (!beside) return tl::unexpected(beside.error());
    if (::rename(beside->c_str(), path.c_str()) != 0) {
        const auto error = failedNow(path, "the key file cannot be put in place");
        ::unlink(beside->c_str());
        return error;
    }
    return syncFolderOf(path);
}

core::Result<std::string> readKeyFile(const fs::path& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) return failedNow(path, "the key file cannot be opened");

    struct stat about {};

    if (::fstat(file.get(), &about) != 0) return failedNow(path, "the key file cannot be read");
    if (!S_ISREG(about.st_mode)) return failed(path, "this is not a file");
    if ((about.st_mode & 077) != 0)
        return failed(path,
                      "others may read this key: chmod 600 it, and replace it if it was seen");
    if (about.st_size > keyFileMostBytes) return failed(path, "a key file is at most 64 kB");
    std::string content(static_cast<std::size_t>(about.st_size), '\0');
    std::size_t have = 0;
    while (have < content.size()) {
        const ssize_t got = ::read(file.get(), content.data() + have, content.size() - have);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return failedNow(path, "the key file cannot be read");
        have += static_cast<std::size_t>(got);
    }
    return content;
}

core::Result<std::unique_ptr<ports::PrivateKey>> loadOrMakeKey(const ports::Crypto& crypto,
                                                               const fs::path& path) {
    if (!fs::exists(path)) {
        const core::Result<void> wrote = writeKeyFile(path, crypto.generateKey()->privatePem());
        if (!wrote && !fs::exists(path)) return tl::unexpected(wrote.error());
    }
    const core::Result<std::string> pem = readKeyFile(path);
    if (!pem) return tl::unexpected(pem.error());
    auto key = crypto.loadPrivateKey(*pem);
    if (!key) return core::badData("bad-key", path.string() + ": " + key.error().detail);
    return key;
}

core::Result<core::Bytes> loadOrMakeSecret(ports::Chance& chance, const fs::path& path,
                                           std::size_t size) {
    if (!fs::exists(path)) {
        core::Bytes fresh(size);
        chance.fill(fresh);
        const core::Result<void> wrote = writeKeyFile(path, core::toHex(fresh) + "\n");
        if (!wrote && !fs::exists(path)) return tl::unexpected(wrote.error());
    }
    core::Result<std::string> text = readKeyFile(path);
    if (!text) return tl::unexpected(text.error());
    while (!text->empty() && (text->back() == '\n' || text->back() == '\r'))
        text->pop_back();
    std::optional<core::Bytes> secret = core::fromHex(*text);
    if (!secret || secret->size() != size)
        return core::badData("bad-key", path.string() + ": this file must hold " +
                                            std::to_string(size) + " bytes in hexadecimal");
    return *std::move(secret);
}

} // namespace menzhen::crypto
