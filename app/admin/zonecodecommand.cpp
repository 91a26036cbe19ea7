// SPDX-License-Identifier: Apache-2.0
// `menzhen zone-code --zone 3A [--png FILE] --site SITEFILE`: the code that hangs in a waiting
// zone, by which a phone checks in (app/ops/zonecode.h). Made from the registry's own key, so it is
// the same each time, and stays good as long as that key.
#include "app/admin/commands.h"
#include "app/admin/sitecommand.h"
#include "app/ops/zonecode.h"
#include "db/store/records.h"
#include "drivers/crypto/keyfile.h"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <png.h>
#include <qrencode.h>

namespace menzhen::admin {

namespace {

constexpr std::size_t secretBytes = 32;
constexpr int modulePixels = 16;
constexpr int quietModules = 4; ///< ISO/IEC 18004

core::Result<void> writePng(const std::string& text, const std::string& path) {
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1), &QRcode_free);
    if (!code) return core::badData("zone-code", "the address is too long for a QR code");
    const int side = (code->width + 2 * quietModules) * modulePixels;
    std::vector<png_byte> pixels(static_cast<std::size_t>(side) * static_cast<std::size_t>(side),
                                 0xff);
    for (int y = 0; y < code->width * modulePixels; ++y)
        for (int x = 0; x < code->width * modulePixels; ++x)
            if ((code->data[y / modulePixels * code->width + x / modulePixels] & 1) != 0)
                pixels[static_cast<std::size_t>(y + quietModules * modulePixels) *
                           static_cast<std::size_t>(side) +
                       static_cast<std::size_t>(x + quietModules * modulePixels)] = 0;
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(side);
    image.height = static_cast<png_uint_32>(side);
    image.format = PNG_FORMAT_GRAY;
    if (png_image_write_to_file(&image, path.c_str(), 0, pixels.data(), side, nullptr) == 0)
        return core::badData("zone-code", path + ": " + image.message);
    return {};
}

/// Whether any department waits in the zone.
bool hasZone(SiteStore& store, const std::string& zone) {
    bool found = false;
    (void)store.database().read([&]() -> core::Result<void> {
        found = !store::select(store.database(), store.file().site, "department",
                               "AND zone = ? LIMIT 1", {zone})
                     .empty();
        return {};
    });
    return found;
}

} // namespace

int runZoneCode(const std::vector<std::string>& args) {
    const auto words = readSiteWords(args, {"--site", "--clock", "--zone", "--png"});
    if (!words) return complain("zone-code", words.error());
    const std::string zone = words->option("--zone");
    if (zone.empty() || !words->plain.empty())
        return complain("zone-code", {core::ErrorKind::Data, "usage", "--zone ZONE is wanted"});
    auto store = SiteStore::open(*words);
    if (!store) return complain("zone-code", store.error());
    const boot::SiteFile& file = (*store)->file();
    if (!hasZone(**store, zone))
        return complain("zone-code", {core::ErrorKind::Data, "zone-code",
                                      zone + ": no department waits in this zone"});
    const crypto::OpenSslCrypto crypto;
    crypto::SystemChance chance;
    const auto key = crypto::loadOrMakeSecret(
        chance, std::filesystem::path(file.keys) / "index.secret", secretBytes);
    if (!key) return complain("zone-code", key.error());
    const std::string code = ops::zoneCode(crypto, *key, {file.site, zone});
    const std::string url = file.publicUrl + "/z#" + code;
    if (const std::string png = words->option("--png"); !png.empty()) {
        if (file.publicUrl.empty())
            return complain("zone-code", {core::ErrorKind::Data, "zone-code",
                                          "public_url is not in the site file"});
        if (const auto written = writePng(url, png); !written)
            return complain("zone-code", written.error());
    }
    if (words->json)
        std::printf("%s\n",
                    nlohmann::json{{"zone", zone}, {"code", code}, {"url", url}}.dump().c_str());
    else
        std::printf("%s\n", url.c_str());
    return exitGood;
}

} // namespace menzhen::admin
