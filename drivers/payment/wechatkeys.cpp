// SPDX-License-Identifier: Apache-2.0
#include "drivers/payment/wechatkeys.h"

#include <algorithm>

namespace menzhen::payment {

namespace {

/// Serials are written with and without leading zeros, in either case.
std::string plainSerial(std::string_view text) {
    while (text.size() > 1 && text.front() == '0')
        text.remove_prefix(1);
    std::string plain(text);
    std::transform(plain.begin(), plain.end(), plain.begin(),
                   [](char c) { return c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c; });
    return plain;
}

/// A serial is compared as a number, any other id exactly.
std::string filed(const std::string& id) {
    const bool serial = id.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
    return serial ? plainSerial(id) : id;
}

} // namespace

core::Result<std::unique_ptr<WechatKeys>>
WechatKeys::read(const std::map<std::string, std::string>& pems) {
    auto keys = std::make_unique<WechatKeys>();
    for (const auto& [id, pem] : pems) {
        const auto key = RsaPublicKey::read(pem);
        if (!key) return core::badData("bad-key", id + ": " + key.error().detail);
        const auto facts = certificateFacts(pem);
        if (facts && plainSerial(facts->serial) != plainSerial(id))
            return core::badData("bad-key", id + ": this certificate's serial is " + facts->serial);
        keys->entries_.insert_or_assign(filed(id), Entry{*key, facts});
    }
    return keys;
}

std::optional<RsaPublicKey> WechatKeys::find(const std::string& id) const {
    const std::lock_guard lock(mutex_);
    const auto at = entries_.find(filed(id));
    if (at == entries_.end()) return std::nullopt;
    return at->second.key;
}

std::string WechatKeys::preferred() const {
    const std::lock_guard lock(mutex_);
    std::string best;
    std::int64_t until = 0;
    for (const auto& [id, entry] : entries_) {
        if (!entry.facts) return id;
        if (best.empty() || entry.facts->notAfter > until) {
            best = id;
            until = entry.facts->notAfter;
        }
    }
    return best;
}

bool WechatKeys::usesCertificates() const {
    const std::lock_guard lock(mutex_);
    return std::any_of(entries_.begin(), entries_.end(),
                       [](const auto& entry) { return entry.second.facts.has_value(); });
}

bool WechatKeys::learn(const std::string& serial, std::string_view pem) {
    const auto key = RsaPublicKey::read(pem);
    const auto facts = certificateFacts(pem);
    if (!key || !facts || plainSerial(facts->serial) != plainSerial(serial)) return false;
    const std::lock_guard lock(mutex_);
    if (entries_.size() >= maxPlatformKeys) return false;
    return entries_.try_emplace(filed(serial), Entry{*key, facts}).second;
}

} // namespace menzhen::payment
