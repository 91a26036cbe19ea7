// SPDX-License-Identifier: Apache-2.0
#include "drivers/scanner/picture.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <sys/stat.h>

namespace menzhen::scanner {
namespace {

using core::badData;

bool begins(core::ByteView bytes, std::string_view magic) {
    return bytes.size() >= magic.size() &&
           std::memcmp(bytes.data(), magic.data(), magic.size()) == 0;
}

core::Result<core::Bytes> readFile(const std::filesystem::path& file) {
    const auto unreadable = [](const char* code) {
        return core::fail(core::ErrorKind::Device, code,
                          std::string("The file cannot be read: ") + std::strerror(errno) + ".");
    };
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> in(std::fopen(file.c_str(), "rbe"),
                                                             std::fclose);

    struct stat about {};

    if (!in || fstat(fileno(in.get()), &about) != 0) return unreadable("picture-missing");
    if (S_ISDIR(about.st_mode)) {
        errno = EISDIR;
        return unreadable("picture-missing");
    }
    core::Bytes out;
    std::array<std::uint8_t, 65536> part;
    for (std::size_t n = 0; (n = std::fread(part.data(), 1, part.size(), in.get())) > 0;) {
        out.insert(out.end(), part.begin(), part.begin() + static_cast<std::ptrdiff_t>(n));
        if (out.size() > maxPictureBytes)
            return badData("picture-too-large", "The file is larger than 64 MiB.");
    }
    if (std::ferror(in.get()) != 0) return unreadable("picture-missing");
    return out;
}

} // namespace

core::Result<GreyImage> decodePictureBytes(core::ByteView bytes) {
    if (bytes.empty()) return badData("picture-empty", "The file is empty.");
    if (begins(bytes, "\x89PNG\r\n\x1a\n")) return decodePng(bytes);
    if (begins(bytes, "\xFF\xD8\xFF")) return decodeJpeg(bytes);
    if (begins(bytes, "P5") || begins(bytes, "P2")) return decodePgm(bytes);
    return badData("picture-unknown", "The file is neither PNG nor JPEG nor PGM.");
}

core::Result<GreyImage> loadPicture(const std::filesystem::path& file) {
    return readFile(file).and_then(
        [](const core::Bytes& bytes) { return decodePictureBytes(bytes); });
}

} // namespace menzhen::scanner
