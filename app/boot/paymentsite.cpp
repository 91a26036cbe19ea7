// SPDX-License-Identifier: Apache-2.0
#include "app/boot/paymentsite.h"

#include <algorithm>

namespace menzhen::boot {

namespace {

constexpr std::size_t mostIdBytes = 64;

} // namespace

Value<std::string> readPaymentUrl(std::string_view text) {
    Value<std::string> url = readWebUrl(text);
    if (!url || url->starts_with("https://")) return url;
    const std::string_view rest = std::string_view(*url).substr(std::string_view("http://").size());
    const auto at = readHostPort(rest.substr(0, rest.find('/')));
    if (at && (at->host == "127.0.0.1" || at->host == "localhost")) return url;
    return tl::unexpected<std::string>(
        "would carry money in clear; write \"https://...\" (plain http is for a sandbox on this "
        "machine alone: \"http://127.0.0.1:PORT\")");
}

Value<std::string> readPlatformId(std::string_view text) {
    const auto good = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '_';
    };
    if (text.empty() || text.size() > mostIdBytes || !std::all_of(text.begin(), text.end(), good))
        return tl::unexpected<std::string>(
            "must be 1 to 64 letters, digits or underscores, as the platform gave it");
    return std::string(text);
}

} // namespace menzhen::boot
