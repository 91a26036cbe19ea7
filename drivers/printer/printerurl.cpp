// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/printerfactory.h"

#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace menzhen::printer {

namespace {

constexpr int kDefaultBaud = 9600;

tl::unexpected<core::Error> bad(std::string why) {
    return core::badData("bad-printer-url", "printer: " + std::move(why));
}

std::string quoted(std::string_view text) {
    std::string result = "'";
    result.append(text);
    result += '\'';
    return result;
}

std::optional<int> number(std::string_view text, int least, int most) {
    int value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (value < least || value > most) return std::nullopt;
    return value;
}

std::optional<bool> choice(std::string_view value, std::string_view yes, std::string_view no) {
    if (value == yes) return true;
    if (value == no) return false;
    return std::nullopt;
}

template <class T> bool put(T& into, std::optional<T> value) {
    if (value) into = *value;
    return value.has_value();
}

bool putFlow(wire::FlowControl& flow, std::string_view value) {
    constexpr std::array<std::pair<std::string_view, wire::FlowControl>, 3> known{
        {{"none", wire::FlowControl::None},
         {"rtscts", wire::FlowControl::RtsCts},
         {"xonxoff", wire::FlowControl::XonXoff}}};
    for (const auto& [name, meaning] : known) {
        if (value != name) continue;
        flow = meaning;
        return true;
    }
    return false;
}

bool putCodePage(int& page, std::string_view value) {
    if (value != "none") return put(page, number(value, 0, 255));
    page = -1;
    return true;
}

core::Result<void> setOption(PrinterAddress& address, std::string_view key,
                             std::string_view value) {
    PrinterProfile& profile = address.profile;
    const bool serial = address.kind == PrinterKind::Serial;
    bool good = false;
    if (key == "width")
        good = put(profile.widthDots, number(value, kMinWidthDots, kMaxWidthDots));
    else if (key == "qr")
        good = put(profile.nativeQr, choice(value, "native", "raster"));
    else if (key == "cut")
        good = put(profile.cut, choice(value, "yes", "no"));
    else if (key == "cjk")
        good = put(profile.cjk, choice(value, "yes", "no"));
    else if (key == "receipt")
        good = put(profile.confirms, choice(value, "yes", "no"));
    else if (key == "codepage")
        good = putCodePage(profile.latinCodePage, value);
    else if (key == "baud" && serial)
        good = put(profile.baud, number(value, 1200, 115200));
    else if (key == "flow" && serial)
        good = putFlow(address.flow, value);
    else
        return bad("unknown option " + quoted(key));
    if (!good) return bad("option " + quoted(key) + " cannot be " + quoted(value));
    return {};
}

core::Result<void> setOptions(PrinterAddress& address, std::string_view options) {
    while (!options.empty()) {
        const std::string_view option = options.substr(0, options.find('&'));
        options.remove_prefix(std::min(options.size(), option.size() + 1));
        const auto equals = option.find('=');
        if (equals == std::string_view::npos)
            return bad("option " + quoted(option) + " needs a value, as in width=576");
        auto set = setOption(address, option.substr(0, equals), option.substr(equals + 1));
        if (!set) return set;
    }
    return {};
}

core::Result<void> setPlace(PrinterAddress& address, std::string_view place) {
    if (address.kind == PrinterKind::Tcp) {
        const auto colon = place.rfind(':');
        const auto port = colon == std::string_view::npos
                              ? std::nullopt
                              : number(place.substr(colon + 1), 1, 65535);
        if (!port || colon == 0) return bad("needs HOST:PORT, as in escpos+tcp://192.0.2.7:9100");
        std::string_view host = place.substr(0, colon);
        if (host.size() > 2 && host.front() == '[' && host.back() == ']')
            host = host.substr(1, host.size() - 2); // an IPv6 address
        address.place = std::string(host);
        address.port = *port;
        return {};
    }
    if (address.kind == PrinterKind::Cups) {
        if (place.empty() || place.find('/') != std::string_view::npos || place.front() == '-')
            return bad("needs the name of a queue, as in cups://tickets");
    } else if (place.size() < 2 || place.front() != '/') {
        return bad("needs a full path after the two slashes, as in escpos+usb:///dev/usb/lp0");
    }
    address.place = std::string(place);
    return {};
}

} // namespace

core::Result<PrinterAddress> parsePrinterUrl(std::string_view url) {
    constexpr std::array<std::pair<std::string_view, PrinterKind>, 5> schemes{
        {{"escpos+tcp://", PrinterKind::Tcp},
         {"escpos+usb://", PrinterKind::Usb},
         {"escpos+serial://", PrinterKind::Serial},
         {"cups://", PrinterKind::Cups},
         {"png://", PrinterKind::Png}}};
    for (const auto& [scheme, kind] : schemes) {
        if (!url.starts_with(scheme)) continue;
        PrinterAddress address;
        address.kind = kind;
        if (kind == PrinterKind::Serial) address.profile.baud = kDefaultBaud;
        const std::string_view rest = url.substr(scheme.size());
        const std::string_view place = rest.substr(0, rest.find('?'));
        if (const auto set = setPlace(address, place); !set)
            return tl::unexpected<core::Error>(set.error());
        if (place.size() < rest.size())
            if (const auto set = setOptions(address, rest.substr(place.size() + 1)); !set)
                return tl::unexpected<core::Error>(set.error());
        return address;
    }
    return bad("a printer is one of escpos+tcp://HOST:PORT, escpos+usb:///dev/usb/lp0, "
               "escpos+serial:///dev/ttyS0?baud=19200, cups://QUEUE, png:///DIR");
}

} // namespace menzhen::printer
