// SPDX-License-Identifier: Apache-2.0
#include "app/boot/sitevalues.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>

namespace menzhen::boot {

namespace {

auto wrong(std::string why) {
    return tl::unexpected<std::string>(std::move(why));
}

bool isAlphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool allOf(std::string_view text, std::string_view besides) {
    return std::all_of(text.begin(), text.end(), [besides](char c) {
        return isAlphanumeric(c) || besides.find(c) != std::string_view::npos;
    });
}

bool printable(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

/// The rest after "scheme://", or nothing.
std::optional<std::string_view> after(std::string_view text, std::string_view scheme) {
    if (!text.starts_with(scheme) || !text.substr(scheme.size()).starts_with("://")) return {};
    return text.substr(scheme.size() + 3);
}

std::string known(const std::vector<Scheme>& schemes) {
    std::string all;
    for (const Scheme& scheme : schemes) {
        const char* rest = scheme.shape == Shape::HostPort ? "://HOST:PORT"
                           : scheme.shape == Shape::Path   ? ":///PATH"
                           : scheme.shape == Shape::Name   ? "://NAME"
                                                           : ":";
        all += (all.empty() ? "" : ", ") + std::string("\"") + scheme.name + rest + "\"";
    }
    return all;
}

bool fits(std::string_view text, const Scheme& scheme) {
    if (scheme.shape == Shape::Word)
        return text.starts_with(std::string(scheme.name) + ":") &&
               allOf(text.substr(std::string_view(scheme.name).size() + 1), "._-:,=?&");
    auto rest = after(text, scheme.name);
    if (!rest) return false;
    if (scheme.options) rest = rest->substr(0, rest->find('?'));
    if (scheme.shape == Shape::HostPort) return readHostPort(*rest).has_value();
    if (scheme.shape == Shape::Path) return rest->size() > 1 && rest->front() == '/';
    return !rest->empty() && allOf(*rest, "._-");
}

} // namespace

bool HostPort::isLoopback() const {
    return host == "localhost" || host == "::1" || (host.starts_with("127.") && allOf(host, "."));
}

std::string HostPort::text() const {
    const bool six = host.find(':') != std::string::npos;
    return (six ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::string RegistryAddress::url() const {
    return (tls ? "https://" : "http://") + at.text();
}

Value<HostPort> readHostPort(std::string_view text) {
    const std::string wanted = "is not HOST:PORT; write for example \"127.0.0.1:8480\"";
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0) return wrong(wanted);
    std::string_view host = text.substr(0, colon);
    const std::string_view digits = text.substr(colon + 1);
    if (host.starts_with('[') && host.ends_with(']')) {
        host = host.substr(1, host.size() - 2);
        if (host.find(':') == std::string_view::npos || !allOf(host, ":.%")) return wrong(wanted);
    } else if (!allOf(host, ".-")) {
        return wrong(wanted);
    }
    HostPort value{std::string(host), 0};
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value.port);
    if (error != std::errc{} || end != digits.data() + digits.size()) return wrong(wanted);
    if (value.port < 1 || value.port > 65535) return wrong("has a port outside 1 to 65535");
    return value;
}

Value<StoreAddress> readStoreAddress(std::string_view text) {
    if (after(text, "postgresql"))
        return StoreAddress{StoreAddress::Kind::Postgres, std::string(text)};
    const auto path = after(text, "sqlite");
    if (!path)
        return wrong("is no store; write \"sqlite:///PATH\" with the absolute path of the database "
                     "file, or \"postgresql://...\"");
    if (!path->starts_with('/') || path->ends_with('/'))
        return wrong(
            "needs the absolute path of a file: \"sqlite:///var/lib/menzhen/store.db\" has "
            "three slashes");
    return StoreAddress{StoreAddress::Kind::Sqlite, std::string(*path)};
}

Value<RegistryAddress> readRegistryAddress(std::string_view text) {
    RegistryAddress value;
    auto rest = after(text, "https");
    if (!rest) {
        rest = after(text, "http");
        value.tls = false;
    }
    if (!rest) return wrong("is no registry; write \"https://HOST:PORT\"");
    const auto at = readHostPort(*rest);
    if (!at) return wrong("is no registry; write \"https://HOST:PORT\" and nothing after the port");
    if (!value.tls && !at->isLoopback())
        return wrong("would send patients' data in clear; plain http is for the same machine alone "
                     "(\"http://127.0.0.1:PORT\"), write \"https://HOST:PORT\"");
    value.at = *at;
    return value;
}

Value<std::string> readWebUrl(std::string_view text) {
    const std::string wanted = "is no web address; write for example \"https://menzhen.example\"";
    auto rest = after(text, "https");
    if (!rest) rest = after(text, "http");
    if (!rest || rest->empty() || !printable(text)) return wrong(wanted);
    if (text.find_first_of("?#\"'<>\\") != std::string_view::npos) return wrong(wanted);
    const std::string_view host = rest->substr(0, rest->find('/'));
    if (host.empty() ||
        (host.find(':') != std::string_view::npos ? !readHostPort(host) : !allOf(host, ".-")))
        return wrong(wanted);
    while (text.ends_with('/'))
        text.remove_suffix(1);
    return std::string(text);
}

Value<std::string> readDeviceUrl(std::string_view text, const std::vector<Scheme>& schemes) {
    if (printable(text))
        for (const Scheme& scheme : schemes)
            if (fits(text, scheme)) return std::string(text);
    return wrong("is no known address; write one of " + known(schemes));
}

Value<std::string> readIdentifier(std::string_view text, std::size_t most) {
    if (text.empty() || text.size() > most || !allOf(text, ""))
        return wrong("must be 1 to " + std::to_string(most) + " letters or digits (ASCII)");
    return std::string(text);
}

Value<std::string> readAbsolutePath(std::string_view text) {
    if (!text.starts_with('/') || text.find('\0') != std::string_view::npos)
        return wrong("must be an absolute path, beginning with a slash");
    while (text.size() > 1 && text.ends_with('/'))
        text.remove_suffix(1);
    return std::string(text);
}

Value<std::string> readNetwork(std::string_view text) {
    constexpr int bitsOfFour = 32;
    constexpr int bitsOfSix = 128;
    constexpr const char* wanted =
        R"(must be an IP address or a network, "10.0.0.5" or "10.1.0.0/16")";
    const std::size_t slash = text.find('/');
    const std::string address(text.substr(0, slash));
    unsigned char bytes[sizeof(in6_addr)];
    const bool four = ::inet_pton(AF_INET, address.c_str(), bytes) == 1;
    if (!four && ::inet_pton(AF_INET6, address.c_str(), bytes) != 1) return wrong(wanted);
    if (slash == std::string_view::npos) return std::string(text);
    int bits = 0;
    const char* const end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data() + slash + 1, end, bits);
    if (error != std::errc() || at != end || bits < 1 || bits > (four ? bitsOfFour : bitsOfSix))
        return wrong(wanted);
    return std::string(text);
}

} // namespace menzhen::boot
