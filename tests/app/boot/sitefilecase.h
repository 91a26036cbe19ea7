// SPDX-License-Identifier: Apache-2.0
// A kiosk's site file, and what is complained of when a piece of one is another.
#pragma once

#include "app/boot/sitefile.h"

#include <gmock/gmock.h>
#include <ostream>
#include <string>

namespace menzhen::boot {

// One key a line, so that tests can speak of line numbers.
inline const std::string kioskText = R"(site = "HA"
role = "kiosk"
id = "K1"
timezone = "Asia/Shanghai"
store = "sqlite:///var/lib/menzhen/kiosk.db"
keys = "/var/lib/menzhen/keys/"
registry = "https://registry.hospital:8443"
public_url = "https://menzhen.example/"
screen_mm = [268, 476.5]
printer = "escpos+serial:///dev/ttyS0?baud=19200"
scanner = ["camera:///dev/video0", "frames:///run/camera"]
idreader = "sam+tcp://10.1.2.3:9001"
voice = "alsa:plughw:1,0"
demo = true
)";

inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

inline std::string complaint(const std::string& text) {
    const auto site = parseSiteFile(text, "k1.toml");
    if (site) return "no complaint";
    EXPECT_EQ(site.error().kind, core::ErrorKind::Data);
    EXPECT_EQ(site.error().code, "site-file");
    return site.error().detail;
}

struct Wrong {
    const char* from;
    const char* to;
    const char* says; // with line and key

    friend std::ostream& operator<<(std::ostream& out, const Wrong& wrong) {
        return out << wrong.says;
    }
};

} // namespace menzhen::boot
