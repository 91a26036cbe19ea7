// SPDX-License-Identifier: Apache-2.0
#include "app/boot/sitekeys.h"

#include "app/boot/callkeynames.h"
#include "app/boot/paymentkeys.h"
#include "app/boot/zone.h"

#include <algorithm>

namespace menzhen::boot {

namespace {

constexpr double leastScreenMm = 50;
constexpr double mostScreenMm = 5000;
constexpr double leastSeatM = 0.5;
constexpr double mostSeatM = 100;
constexpr std::size_t mostBoards = 16;
constexpr std::size_t mostScanners = 4;
constexpr std::size_t mostCallKeys = 32;
constexpr std::size_t mostProxies = 32;
constexpr std::size_t mostZoneBytes = 32;

/// Puts a reader's value into `place` and answers the reader's complaint.
template <class T, class Place> std::string put(Place& place, Value<T> value) {
    if (!value) return value.error();
    place = std::move(*value);
    return {};
}

template <class T>
std::string putAll(std::vector<T>& place, const std::vector<std::string>& texts, std::size_t most,
                   Value<T> (*read)(std::string_view)) {
    if (texts.size() > most) return "has more than " + std::to_string(most) + " entries";
    for (const std::string& text : texts) {
        Value<T> value = read(text);
        if (!value) return "\"" + text + "\" " + value.error();
        place.push_back(std::move(*value));
    }
    return {};
}

std::string setRole(SiteFile& site, const RawValue& value) {
    const auto role = roleNamed(value.text);
    if (!role) return R"(must be "registry", "kiosk", "counter" or "display")";
    site.role = *role;
    return {};
}

std::string setTimezone(SiteFile& site, const RawValue& value) {
    if (!isZone(value.text))
        return R"(is no time zone that this machine knows; write a name like "Asia/Shanghai" )"
               "(and check that the package tzdata is installed)";
    site.timezone = value.text;
    return {};
}

std::string setListen(std::optional<HostPort>& place, const RawValue& value) {
    return put(place, readHostPort(value.text));
}

std::string setScreen(SiteFile& site, const RawValue& value) {
    const auto fits = [](double mm) { return mm >= leastScreenMm && mm <= mostScreenMm; };
    if (value.numbers.size() != 2 || !std::all_of(value.numbers.begin(), value.numbers.end(), fits))
        return "must be [WIDTH, HEIGHT] of the visible picture in millimetres, each 50 to 5000";
    site.screenMm = ScreenSize{value.numbers[0], value.numbers[1]};
    return {};
}

std::string setSeat(SiteFile& site, const RawValue& value) {
    // Written so that "not a number" is refused too.
    if (!(value.numbers[0] >= leastSeatM && value.numbers[0] <= mostSeatM))
        return "must be metres from the board to the farthest seat, 0.5 to 100";
    site.seatM = value.numbers[0];
    return {};
}

std::string setZone(SiteFile& site, const RawValue& value) {
    const auto good = [](char c) { return c > ' ' && c < 0x7f && c != '"'; };
    if (value.text.empty() || value.text.size() > mostZoneBytes ||
        !std::all_of(value.text.begin(), value.text.end(), good))
        return "must be the id of a zone in the hospital file: 1 to 32 ASCII characters";
    site.zone = value.text;
    return {};
}

Value<std::string> readPrinter(std::string_view text) {
    return readDeviceUrl(text, {{"escpos+tcp", Shape::HostPort, true},
                                {"escpos+usb", Shape::Path},
                                {"escpos+serial", Shape::Path},
                                {"cups", Shape::Name, true},
                                {"png", Shape::Path}});
}

Value<std::string> readScanner(std::string_view text) {
    return readDeviceUrl(text, {{"camera", Shape::Path},
                                {"frames", Shape::Path},
                                {"serial", Shape::Path},
                                {"evdev", Shape::Path}});
}

Value<std::string> readIdReader(std::string_view text) {
    return readDeviceUrl(text, {{"sam+serial", Shape::Path}, {"sam+tcp", Shape::HostPort}});
}

Value<std::string> readCallpad(std::string_view text) {
    return readDeviceUrl(text, {{"evdev", Shape::Path}});
}

Value<std::string> readVoice(std::string_view text) {
    return readDeviceUrl(text, {{"play", Shape::Word},
                                {"alsa", Shape::Word},
                                {"pulse", Shape::Word},
                                {"command", Shape::Path},
                                {"wav", Shape::Path},
                                {"none", Shape::Word}});
}

} // namespace

namespace {

const std::vector<KeyRow>& topKeys() {
    using S = SiteFile;
    using V = RawValue;
    static const std::vector<KeyRow> rows{
        // clang-format off
        {"role", KeyKind::Text, "RKCD", setRole},
        {"site", KeyKind::Text, "RKCD", [](S& s, const V& v) { return put(s.site, readIdentifier(v.text, 4)); }},
        {"id", KeyKind::Text, "rKCD", [](S& s, const V& v) { return put(s.id, readIdentifier(v.text, 4)); }},
        {"timezone", KeyKind::Text, "RKCD", setTimezone},
        {"store", KeyKind::Text, "RKCD", [](S& s, const V& v) { return put(s.store, readStoreAddress(v.text)); }},
        {"keys", KeyKind::Text, "RKCD", [](S& s, const V& v) { return put(s.keys, readAbsolutePath(v.text)); }},
        {"registry", KeyKind::Text, "KCD", [](S& s, const V& v) { return put(s.registry, readRegistryAddress(v.text)); }},
        {"public_url", KeyKind::Text, "rkc", [](S& s, const V& v) { return put(s.publicUrl, readWebUrl(v.text)); }},
        {"zone", KeyKind::Text, "kcD", setZone},
        {"listen_public", KeyKind::Text, "r", [](S& s, const V& v) { return setListen(s.listenPublic, v); }},
        {"trusted_proxies", KeyKind::Texts, "r", [](S& s, const V& v) { return putAll(s.trustedProxies, v.texts, mostProxies, readNetwork); }},
        {"listen_devices", KeyKind::Text, "R", [](S& s, const V& v) { return setListen(s.listenDevices, v); }},
        {"tls", KeyKind::Flag, "r", [](S& s, const V& v) { s.tls = v.flag; return std::string(); }},
        {"public_certificate", KeyKind::Text, "r", [](S& s, const V& v) { return put(s.publicCertificate, readAbsolutePath(v.text)); }},
        {"public_key", KeyKind::Text, "r", [](S& s, const V& v) { return put(s.publicKey, readAbsolutePath(v.text)); }},
        {"message_url", KeyKind::Text, "r", [](S& s, const V& v) { return put(s.messageUrl, readWebUrl(v.text)); }},
        {"message_secret", KeyKind::Text, "r", [](S& s, const V& v) { return put(s.messageSecret, readAbsolutePath(v.text)); }},
        {"reports", KeyKind::Text, "r", [](S& s, const V& v) { return put(s.reports, readAbsolutePath(v.text)); }},
        {"listen_zone", KeyKind::Text, "d", [](S& s, const V& v) { return setListen(s.listenZone, v); }},
        {"boards", KeyKind::Texts, "c", [](S& s, const V& v) { return putAll(s.boards, v.texts, mostBoards, readHostPort); }},
        {"screen_mm", KeyKind::Numbers, "kcd", setScreen},
        {"seat_m", KeyKind::Number, "d", setSeat},
        {"neighbour", KeyKind::Text, "k", [](S& s, const V& v) { return put(s.neighbour, readIdentifier(v.text, 4)); }},
        {"printer", KeyKind::Text, "kc", [](S& s, const V& v) { return put(s.printer, readPrinter(v.text)); }},
        {"scanner", KeyKind::Texts, "kc", [](S& s, const V& v) { return putAll(s.scanners, v.texts, mostScanners, readScanner); }},
        {"idreader", KeyKind::Text, "kc", [](S& s, const V& v) { return put(s.idreader, readIdReader(v.text)); }},
        {"callpad", KeyKind::Text, "c", [](S& s, const V& v) { return put(s.callpad, readCallpad(v.text)); }},
        {"callpad_keys", KeyKind::Texts, "c", [](S& s, const V& v) { return putAll(s.callpadKeys, v.texts, mostCallKeys, readPadKey); }},
        {"hot_keys", KeyKind::Texts, "c", [](S& s, const V& v) { return putAll(s.hotKeys, v.texts, mostCallKeys, readHotKey); }},
        {"voice", KeyKind::Text, "kcd", [](S& s, const V& v) { return put(s.voice, readVoice(v.text)); }},
        {"demo", KeyKind::Flag, "rkcd", [](S& s, const V& v) { s.demo = v.flag; return std::string(); }},
        // clang-format on
    };
    return rows;
}

} // namespace

const std::vector<KeyRow>& siteKeys() {
    static const std::vector<KeyRow> rows = [] {
        std::vector<KeyRow> all = topKeys();
        all.insert(all.end(), paymentKeys().begin(), paymentKeys().end());
        return all;
    }();
    return rows;
}

Presence presence(const KeyRow& row, Role role) {
    const std::string_view roles = row.roles;
    const char must = "RKCD"[static_cast<int>(role)];
    const char may = "rkcd"[static_cast<int>(role)];
    if (roles.find(must) != std::string_view::npos) return Presence::Required;
    return roles.find(may) != std::string_view::npos ? Presence::Optional : Presence::Forbidden;
}

std::vector<KeyComplaint> checkTogether(const SiteFile& site) {
    std::vector<KeyComplaint> found;
    const bool registry = site.role == Role::Registry;
    if (registry && !site.id.empty() && site.id != registryId)
        found.push_back({"id", "the registry's is always \"REG\"; leave the key out"});
    if (!registry && site.id == registryId)
        found.push_back({"id", "\"REG\" is the registry's own; give this device another id"});
    if (!registry && site.store.kind == StoreAddress::Kind::Postgres)
        found.push_back({"store", "a device keeps its own SQLite store; write \"sqlite:///PATH\""});
    if (site.listenPublic && site.listenDevices && *site.listenPublic == *site.listenDevices)
        found.push_back(
            {"listen_public", "is the address of listen_devices too; give it another port"});
    if (site.publicCertificate.empty() != site.publicKey.empty())
        found.push_back({site.publicKey.empty() ? "public_certificate" : "public_key",
                         "public_certificate and public_key stand together or not at all"});
    if (!site.publicCertificate.empty() && !site.listenPublic)
        found.push_back({"public_certificate", "is of no use without listen_public"});
    if (!site.trustedProxies.empty() && !site.listenPublic)
        found.push_back({"trusted_proxies", "is of no use without listen_public"});
    if (site.messageUrl.empty() != site.messageSecret.empty())
        found.push_back({site.messageSecret.empty() ? "message_url" : "message_secret",
                         "message_url and message_secret stand together or not at all"});
    if (!site.demo && site.messageUrl.starts_with("http:"))
        found.push_back({"message_url", "phone numbers go over https alone"});
    const std::vector<KeyComplaint> payments = checkPayments(site);
    found.insert(found.end(), payments.begin(), payments.end());
    if (site.callpad.empty() && !site.callpadKeys.empty())
        found.push_back({"callpad_keys", "is of no use without callpad"});
    if (const std::string twice = keyTwice(site.callpadKeys); !twice.empty())
        found.push_back({"callpad_keys", twice + " stands twice; a key does one act"});
    if (const std::string twice = keyTwice(site.hotKeys); !twice.empty())
        found.push_back({"hot_keys", twice + " stands twice; a key does one act"});
    return found;
}

} // namespace menzhen::boot
