// SPDX-License-Identifier: Apache-2.0
#include "app/admin/codetrust.h"

#include "app/admin/codejson.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace menzhen::admin {

namespace {

constexpr std::size_t fileMostBytes = 16 * 1024 * 1024;
constexpr int lastScope = 2; // 0 bookings, 1 tickets, 2 sealing to the registry

tl::unexpected<core::Error> badFile(const std::string& path, const std::string& what) {
    return core::badData("bad-file", path + ": " + what);
}

/// Each returns what is wrong with the member, or an empty text.
std::string readTime(const nlohmann::json& value, const char* name, std::int64_t& into) {
    const auto number = wholeNumber(value);
    if (!number) return std::string("'") + name + "' must be whole seconds since 1970";
    into = *number;
    return {};
}

std::string readScope(const nlohmann::json& value, unsigned& into) {
    if (!value.is_array()) return "'scope' must be a list";
    into = 0;
    for (const nlohmann::json& each : value) {
        const auto scope = wholeNumber(each);
        if (!scope || *scope < 0 || *scope > lastScope)
            return "'scope' holds 0 (bookings), 1 (tickets) or 2 (sealing)";
        into |= 1U << *scope;
    }
    return {};
}

std::string readKid(const nlohmann::json& value, core::Kid& into) {
    const auto kid = value.is_string() ? core::fromHex(value.get<std::string>()) : std::nullopt;
    if (!kid || kid->size() != into.size()) return "'kid' must be 8 hexadecimal digits";
    std::copy(kid->begin(), kid->end(), into.begin());
    return {};
}

std::string readKey(const ports::Crypto& crypto, const nlohmann::json& value,
                    core::PublicKey& into) {
    if (!value.is_string()) return "'key' must be a public key in PEM";
    auto key = crypto.loadPublicKey(value.get<std::string>());
    if (!key) return "'key': " + key.error().detail;
    into = *std::move(key);
    return {};
}

std::string readMember(const ports::Crypto& crypto, const std::string& name,
                       const nlohmann::json& value, core::TrustedKey& into) {
    if (name == "kid") return readKid(value, into.kid);
    if (name == "key") return readKey(crypto, value, into.key);
    if (name == "from") return readTime(value, "from", into.from);
    const bool absent = value.is_null();
    if (name == "until") return absent ? std::string() : readTime(value, "until", into.until);
    if (name == "scope") return absent ? std::string() : readScope(value, into.scopes);
    if (name == "revoked_after")
        return absent ? std::string()
                      : readTime(value, "revoked_after", into.revokedAfter.emplace());
    return "'" + name + "' is not known here";
}

std::string readEntry(const ports::Crypto& crypto, const nlohmann::json& entry,
                      core::TrustedKey& into) {
    if (!entry.is_object()) return "each entry must be an object";
    for (const char* needed : {"kid", "key", "from"})
        if (!entry.contains(needed)) return std::string("'") + needed + "' is missing";
    for (const auto& [name, value] : entry.items())
        if (std::string wrong = readMember(crypto, name, value, into); !wrong.empty()) return wrong;
    return {};
}

} // namespace

core::Result<std::string> readWholeFile(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::string content;
    std::string chunk(64 * 1024, '\0');
    while (in.read(chunk.data(), static_cast<std::streamsize>(chunk.size())) || in.gcount() > 0) {
        content.append(chunk, 0, static_cast<std::size_t>(in.gcount()));
        if (content.size() > fileMostBytes) return badFile(path, "this file is larger than 16 MB");
    }
    if (!in.eof()) return badFile(path, "this file cannot be read"); // missing, or a directory
    return content;
}

core::Result<core::TrustedKey> readTrustedKey(const ports::Crypto& crypto,
                                              const std::string& path) {
    const auto pem = readWholeFile(path);
    if (!pem) return tl::unexpected(pem.error());
    auto key = crypto.loadPublicKey(*pem);
    if (!key) return badFile(path, key.error().detail);
    core::TrustedKey trusted;
    trusted.kid = crypto.kid(*key);
    trusted.key = *std::move(key);
    return trusted;
}

core::Result<std::vector<core::TrustedKey>> readTrustList(const ports::Crypto& crypto,
                                                          const std::string& path) {
    const auto content = readWholeFile(path);
    if (!content) return tl::unexpected(content.error());
    const auto list = nlohmann::json::parse(*content, nullptr, false);
    if (!list.is_array()) return badFile(path, "this is not a JSON list");
    std::vector<core::TrustedKey> keys;
    for (const nlohmann::json& entry : list) {
        const std::string wrong = readEntry(crypto, entry, keys.emplace_back());
        if (!wrong.empty())
            return badFile(path, "entry " + std::to_string(keys.size()) + ": " + wrong);
    }
    return keys;
}

core::Result<std::set<core::Cti>> readRevoked(const std::string& path) {
    const auto content = readWholeFile(path);
    if (!content) return tl::unexpected(content.error());
    std::set<core::Cti> revoked;
    std::istringstream lines(*content);
    std::string line;
    for (std::size_t count = 1; std::getline(lines, line); ++count) {
        constexpr const char* blank = " \t\r";
        const std::size_t first = line.find_first_not_of(blank);
        if (first == std::string::npos) continue;
        const std::size_t last = line.find_last_not_of(blank);
        const auto id = core::fromHex(std::string_view(line).substr(first, last - first + 1));
        core::Cti cti{};
        if (!id || id->size() != cti.size())
            return badFile(path,
                           "line " + std::to_string(count) + ": an id has 16 hexadecimal digits");
        std::copy(id->begin(), id->end(), cti.begin());
        revoked.insert(cti);
    }
    return revoked;
}

} // namespace menzhen::admin
