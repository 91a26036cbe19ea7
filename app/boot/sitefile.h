// SPDX-License-Identifier: Apache-2.0
// The site file: one TOML file per program that says who it is, where its store lies and what hangs
// on it. docs/site-file.md explains every key to whoever installs; the table of keys is
// sitekeys.cpp. Read once at start; the values never change while the program runs.
#pragma once

#include "app/boot/paymentsite.h"
#include "app/boot/sitevalues.h"
#include "app/core/result.h"
#include "app/ports/callkeys.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace menzhen::boot {

/// The device id under which the registry authors ops; no device may have it.
inline constexpr const char* registryId = "REG";

enum class Role { Registry, Kiosk, Counter, Display };

/// As written in the file: "registry", "kiosk", "counter", "display".
const char* roleName(Role role);
std::optional<Role> roleNamed(std::string_view name);

/// Everything is checked: what is not optional or empty by its comment is there and well formed.
/// Whether files, hosts and devices exist is for their own rooms to find out.
struct SiteFile {
    std::string path; ///< of the file itself, as given
    std::string site; ///< 1 to 4 ASCII letters or digits
    Role role = Role::Kiosk;
    std::string id; ///< of this device, 1 to 4 ASCII letters or digits; the registry's is "REG"
    std::string timezone; ///< IANA name that this machine knows: "Asia/Shanghai"
    StoreAddress store;
    std::string keys;                        ///< absolute folder of keys and secrets (0700)
    std::optional<RegistryAddress> registry; ///< there for every role but the registry
    std::string publicUrl; ///< of the patient's page, without a slash at its end; may be empty
    std::string zone;      ///< Location id; there for a display, else may be empty
    std::optional<HostPort> listenPublic;  ///< registry alone; absent: not served
    std::optional<HostPort> listenDevices; ///< there for the registry
    bool tls = false;                      ///< registry alone: TLS on a demo site's own machine too
    std::vector<std::string> trustedProxies; ///< registry alone: addresses and networks
    std::string publicCertificate; ///< registry alone: PEM file of listen_public; empty: its own
    std::string publicKey;         ///< PEM file of that certificate's key
    std::string messageUrl;    ///< registry alone: whoever sends messages on; empty: none are sent
    std::string messageSecret; ///< file with the secret shared with it
    std::string reports;       ///< registry alone: folder into which reports are put; empty: none
    PaymentSite payments;      ///< registry alone
    std::optional<HostPort> listenZone; ///< display alone; absent: no zone link
    std::vector<HostPort> boards;       ///< counter alone: the zone's boards, for the zone link
    std::optional<ScreenSize> screenMm; ///< absent: the platform's own figure is believed
    double seatM = 5;      ///< display alone: from the board to its farthest seat, metres
    std::string neighbour; ///< kiosk alone: id of the one to use when this one fails; may be empty
    std::string printer;   ///< URL (docs/site-file.md); empty: none
    std::vector<std::string> scanners;       ///< URLs; may be empty
    std::string idreader;                    ///< URL; empty: none
    std::string callpad;                     ///< counter alone: URL; empty: none
    std::vector<ports::CallKey> callpadKeys; ///< of the call pad; its usual ones when left out
    std::vector<ports::CallKey> hotKeys;     ///< counter alone: taken from all other programs
    std::string voice;                       ///< URL; empty: the default of the role
    bool demo = false;                       ///< invented people and hours: allows --clock
};

/// Whether a registry's listener speaks TLS. Plain HTTP is left to demo sites on their own machine.
bool devicesOverTls(const SiteFile& site);
bool publicOverTls(const SiteFile& site);

inline constexpr std::size_t maxSiteFileBytes = 65536;

/// Errors: Data "site-file". Its detail names *every* problem found, one a line, each as
/// "FILE:LINE: KEY: what is wrong and what to do". Of a file that is not TOML at all only the first
/// is known. The person reads English here: an installer, before any catalogue is loaded.
core::Result<SiteFile> readSiteFile(const std::string& path);

/// The same for a text at hand; `path` only names it.
core::Result<SiteFile> parseSiteFile(std::string_view text, const std::string& path);

} // namespace menzhen::boot
