// SPDX-License-Identifier: Apache-2.0
// The kinds of value that stand in a site file, read from their text. Each reader returns the value
// or one sentence without a full stop: what is wrong and what would be right.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace menzhen::boot {

template <class T> using Value = tl::expected<T, std::string>;

/// "HOST:PORT"; an IPv6 host stands in brackets: "[::1]:8480".
struct HostPort {
    std::string host; ///< without brackets
    int port = 0;     ///< 1 to 65535

    /// 127.0.0.0/8, ::1 or localhost: nothing leaves this machine.
    bool isLoopback() const;
    std::string text() const; ///< as it would stand in the file
    friend bool operator==(const HostPort&, const HostPort&) = default;
};

struct StoreAddress {
    enum class Kind { Sqlite, Postgres };
    Kind kind = Kind::Sqlite;
    std::string location; ///< Sqlite: absolute path of the database file; Postgres: the whole URL
    friend bool operator==(const StoreAddress&, const StoreAddress&) = default;
};

/// Plain HTTP is accepted to the loopback alone.
struct RegistryAddress {
    bool tls = true;
    HostPort at;
    std::string url() const; ///< "https://HOST:PORT", no slash at the end
    friend bool operator==(const RegistryAddress&, const RegistryAddress&) = default;
};

/// The visible picture of a screen, in millimetres, as the patient sees it (after rotation).
struct ScreenSize {
    double widthMm = 0;
    double heightMm = 0;
    friend bool operator==(const ScreenSize&, const ScreenSize&) = default;
};

/// What may follow "SCHEME:" in the address of a piece of hardware.
enum class Shape {
    HostPort, ///< scheme://HOST:PORT
    Path,     ///< scheme:///absolute/path[?key=value]
    Name,     ///< scheme://NAME, letters digits . _ -
    Word,     ///< scheme: or scheme:NAME, letters digits . _ - : ,
};

struct Scheme {
    const char* name;
    Shape shape;
    bool options = false; ///< HostPort and Name: ?key=value may follow, which the driver reads
};

Value<HostPort> readHostPort(std::string_view text);
Value<StoreAddress> readStoreAddress(std::string_view text);
Value<RegistryAddress> readRegistryAddress(std::string_view text);
/// http(s)://HOST[:PORT][/PATH]; the answer has no slash at its end.
Value<std::string> readWebUrl(std::string_view text);
/// An IP address, or a network with its bits: "10.0.0.5", "10.1.0.0/16", "fd00::/8".
Value<std::string> readNetwork(std::string_view text);
/// The text itself when it is well formed for one of the schemes; whether the thing is there is its
/// driver's business.
Value<std::string> readDeviceUrl(std::string_view text, const std::vector<Scheme>& schemes);
/// 1 to `most` ASCII letters or digits.
Value<std::string> readIdentifier(std::string_view text, std::size_t most);
Value<std::string> readAbsolutePath(std::string_view text);

} // namespace menzhen::boot
