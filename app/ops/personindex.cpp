// SPDX-License-Identifier: Apache-2.0
#include "app/ops/personindex.h"

#include "app/core/check.h"

namespace menzhen::ops {

namespace {

constexpr std::size_t stretchedSize = 32;

std::string place(std::string_view site, int day) {
    MENZHEN_CHECK(day >= 1000'01'01 && day <= 9999'12'31, "a day has eight digits");
    return std::string(site) + std::to_string(day);
}

} // namespace

core::Bytes dayKey(const ports::Crypto& crypto, core::ByteView lobbySecret, std::string_view site,
                   int day) {
    return crypto.hkdfSha256(lobbySecret, {}, core::asBytes(place(site, day)), dayKeySize);
}

core::Bytes personIndex(const ports::Crypto& crypto, core::ByteView key, std::string_view site,
                        int day, std::string_view idNumber) {
    std::string upper(idNumber);
    for (char& c : upper)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    const auto stretched = crypto.scrypt(core::asBytes(upper), core::asBytes(place(site, day)),
                                         ports::ScryptCost{16384, 8, 1}, stretchedSize);
    MENZHEN_CHECK(stretched.has_value(), "scrypt refuses the cost of the person index");
    const core::Digest full = crypto.hmacSha256(key, *stretched);
    return {full.begin(), full.begin() + personIndexSize};
}

core::Bytes phoneIndex(const ports::Crypto& crypto, core::ByteView key, std::string_view site,
                       int day, std::string_view phone, int birthDay) {
    return personIndex(crypto, key, site, day, std::string(phone) + "/" + std::to_string(birthDay));
}

} // namespace menzhen::ops
