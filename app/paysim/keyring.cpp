// SPDX-License-Identifier: Apache-2.0
#include "app/paysim/keyring.h"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <sys/stat.h>

namespace menzhen::paysim {

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t certificateLifeMs = std::int64_t{5} * 365 * 86'400'000; ///< payments.md 1
constexpr std::size_t secretCharacters = 32;
constexpr std::size_t serialDigits = 40;

core::Result<void> writeFile(const fs::path& path, const std::string& text) {
    const fs::path unfinished = path.string() + ".new";
    {
        std::ofstream file(unfinished, std::ios::binary | std::ios::trunc);
        ::chmod(unfinished.c_str(), S_IRUSR | S_IWUSR);
        file << text;
        if (!file.flush())
            return core::fail(core::ErrorKind::Device, "sandbox-folder",
                              path.string() + ": cannot be written");
    }
    std::error_code error;
    fs::rename(unfinished, path, error);
    if (error)
        return core::fail(core::ErrorKind::Device, "sandbox-folder",
                          path.string() + ": " + error.message());
    return {};
}

core::Result<std::string> readFile(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    if (!file)
        return core::fail(core::ErrorKind::Device, "sandbox-folder",
                          path.string() + ": cannot be read");
    return text.str();
}

struct NamedKey {
    const char* name;
    RsaKey Keyring::*key;
};

constexpr NamedKey rsaKeys[] = {
    {"wechat-merchant", &Keyring::merchant},   {"wechat-platform", &Keyring::platform},
    {"wechat-certified", &Keyring::certified}, {"alipay-app", &Keyring::app},
    {"alipay-platform", &Keyring::alipay},     {"stranger", &Keyring::stranger},
};

struct NamedText {
    const char* name;
    std::string Keyring::*text;
};

constexpr NamedText texts[] = {
    {"appid", &Keyring::appid},
    {"mchid", &Keyring::mchid},
    {"merchant_serial", &Keyring::merchantSerial},
    {"api_v3_key", &Keyring::apiV3Key},
    {"api_v2_key", &Keyring::apiV2Key},
    {"public_key_id", &Keyring::publicKeyId},
    {"certificate_serial", &Keyring::certificateSerial},
    {"certificate", &Keyring::certificatePem},
    {"app_id", &Keyring::appId},
    {"seller_id", &Keyring::sellerId},
};

Keyring made(std::int64_t nowMs) {
    Keyring keys;
    for (const NamedKey& named : rsaKeys)
        keys.*named.key = RsaKey::generate();
    keys.appid = "wx" + randomDigits(16);
    keys.mchid = "19" + randomDigits(8);
    // No leading zero: a serial number is written without.
    keys.merchantSerial = "1" + randomHex(serialDigits - 1);
    keys.certificateSerial = "5" + randomHex(serialDigits - 1);
    keys.certificatePem = keys.certified.certificatePem(
        "Menzhen payment sandbox", keys.certificateSerial, nowMs, nowMs + certificateLifeMs);
    keys.apiV3Key = randomWord(secretCharacters);
    keys.apiV2Key = randomWord(secretCharacters);
    keys.publicKeyId = "PUB_KEY_ID_0" + randomDigits(30);
    keys.appId = "2021" + randomDigits(12);
    keys.sellerId = "2088" + randomDigits(12);
    return keys;
}

core::Result<void> save(const Keyring& keys, const fs::path& folder) {
    for (const NamedKey& named : rsaKeys)
        if (auto done = writeFile(folder / (std::string(named.name) + ".pem"),
                                  (keys.*named.key).privatePem());
            !done)
            return done;
    nlohmann::json ids;
    for (const NamedText& named : texts)
        ids[named.name] = keys.*named.text;
    // Last, by rename: a folder with it is whole.
    return writeFile(folder / "ids.json", ids.dump(1) + "\n");
}

core::Result<Keyring> load(const fs::path& folder) {
    Keyring keys;
    for (const NamedKey& named : rsaKeys) {
        auto pem = readFile(folder / (std::string(named.name) + ".pem"));
        if (!pem) return tl::unexpected(pem.error());
        auto key = RsaKey::fromPem(*pem);
        if (!key) return tl::unexpected(key.error());
        keys.*named.key = *key;
    }
    auto text = readFile(folder / "ids.json");
    if (!text) return tl::unexpected(text.error());
    const auto ids = nlohmann::json::parse(*text, nullptr, false);
    for (const NamedText& named : texts) {
        const auto found = ids.is_object() ? ids.find(named.name) : ids.end();
        if (found == ids.end() || !found->is_string())
            return core::badData("rsa-key", "ids.json: there is no " + std::string(named.name));
        keys.*named.text = found->get<std::string>();
    }
    return keys;
}

} // namespace

core::Result<Keyring> Keyring::open(const std::string& folder, std::int64_t nowMs) {
    const fs::path inside = fs::path(folder) / "keys";
    std::error_code error;
    if (fs::exists(inside / "ids.json", error)) return load(inside);
    fs::create_directories(inside, error);
    if (error)
        return core::fail(core::ErrorKind::Device, "sandbox-folder",
                          inside.string() + ": " + error.message());
    Keyring keys = made(nowMs);
    if (auto saved = save(keys, inside); !saved) return tl::unexpected(saved.error());
    return keys;
}

core::Result<void> writePaymentsTable(const Keyring& keys, const std::string& folder,
                                      const std::string& url, const std::string& notifyUrl) {
    const fs::path inside = fs::absolute(fs::path(folder)).lexically_normal() / "keys";
    const std::int64_t always = 0;
    const std::pair<const char*, std::string> files[] = {
        {"merchant_key.pem", keys.merchant.privatePem()},
        {"merchant_cert.pem",
         keys.merchant.certificatePem("Menzhen sandbox merchant", keys.merchantSerial, always,
                                      certificateLifeMs * 20)},
        {"api_v3_key", keys.apiV3Key},
        {"api_v2_key", keys.apiV2Key},
        {"wechat_pub_key.pem", keys.platform.publicPem()},
        {"wechat_cert.pem", keys.certificatePem},
        {"alipay_app_key.pem", keys.app.privatePem()},
        {"alipay_public_key.pem", keys.alipay.publicPem()},
    };
    for (const auto& [name, text] : files)
        if (auto done = writeFile(inside / name, text); !done) return done;
    const auto file = [&](const char* name) { return "\"" + (inside / name).string() + "\""; };
    std::ostringstream toml;
    toml << "# Written by menzhen-paysim: pays at this sandbox and nowhere else.\n[payments]\n";
    if (!notifyUrl.empty()) toml << "notify_url = \"" << notifyUrl << "\"\n";
    toml << "\n[payments.wechat]\nbase_url = \"" << url << "/wechat\"\nappid = \"" << keys.appid
         << "\"\nmchid = \"" << keys.mchid << "\"\nmerchant_serial = \"" << keys.merchantSerial
         << "\"\nmerchant_key = " << file("merchant_key.pem")
         << "\napi_v3_key = " << file("api_v3_key") << "\nplatform_keys = { \"" << keys.publicKeyId
         << "\" = " << file("wechat_pub_key.pem") << ", \"" << keys.certificateSerial
         << "\" = " << file("wechat_cert.pem")
         << " }\ncode = \"v3\"\napi_v2_key = " << file("api_v2_key")
         << "\nv2_sign = \"HMAC-SHA256\"\nclient_cert = " << file("merchant_cert.pem")
         << "\nclient_key = " << file("merchant_key.pem") << "\n\n[payments.alipay]\nbase_url = \""
         << url << "/alipay/gateway.do\"\napp_id = \"" << keys.appId
         << "\"\napp_key = " << file("alipay_app_key.pem")
         << "\nalipay_key = " << file("alipay_public_key.pem") << "\nseller_id = \""
         << keys.sellerId << "\"\n";
    return writeFile(fs::path(folder) / "payments.toml", toml.str());
}

} // namespace menzhen::paysim
