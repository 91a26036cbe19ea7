// SPDX-License-Identifier: Apache-2.0
#include "app/boot/sitekeys.h"
#include "tests/app/boot/scratch.h"
#include "tests/app/boot/sitefilecase.h"

#include <linux/input-event-codes.h>
#include <map>
#include <random>
#include <sstream>

namespace menzhen::boot {

namespace {

using testing::HasSubstr;

} // namespace

TEST(SiteFile, ProxiesAreAddressesAndNetworks) {
    const std::string registry = R"(site = "HA"
role = "registry"
timezone = "Asia/Shanghai"
store = "sqlite:///var/lib/menzhen/registry.db"
keys = "/var/lib/menzhen/keys"
listen_devices = "0.0.0.0:8480"
listen_public = "0.0.0.0:443"
)";
    const auto with = [&](const std::string& value) {
        return registry + "trusted_proxies = " + value + "\n";
    };
    const auto site = parseSiteFile(with(R"(["10.0.0.5", "10.1.0.0/16", "fd00::/8"])"), "k1.toml");
    ASSERT_TRUE(site) << site.error().detail;
    EXPECT_THAT(site->trustedProxies, testing::ElementsAre("10.0.0.5", "10.1.0.0/16", "fd00::/8"));
    for (const char* bad : {R"("proxy.hospital")", R"("10.0.0.0/33")", R"("10.0.0.0/0")", R"("")",
                            R"("10.0.0.5:80")", R"("10.0.0.0/8x")", R"("fd00::/129")"})
        EXPECT_THAT(complaint(with(bad)), HasSubstr("k1.toml:8: trusted_proxies")) << bad;
    EXPECT_THAT(complaint(replaced(with("\"10.0.0.5\""), "listen_public = \"0.0.0.0:443\"\n", "")),
                HasSubstr("trusted_proxies: is of no use without listen_public"));
}

TEST(SiteFile, ReadsEveryKeyOfAKiosk) {
    const auto site = parseSiteFile(kioskText, "k1.toml");
    ASSERT_TRUE(site) << site.error().detail;
    EXPECT_EQ(site->path, "k1.toml");
    EXPECT_EQ(site->site, "HA");
    EXPECT_EQ(site->role, Role::Kiosk);
    EXPECT_EQ(site->id, "K1");
    EXPECT_EQ(site->timezone, "Asia/Shanghai");
    EXPECT_EQ(site->store, (StoreAddress{StoreAddress::Kind::Sqlite, "/var/lib/menzhen/kiosk.db"}));
    EXPECT_EQ(site->keys, "/var/lib/menzhen/keys");
    EXPECT_EQ(site->registry->url(), "https://registry.hospital:8443");
    EXPECT_EQ(site->publicUrl, "https://menzhen.example");
    EXPECT_EQ(*site->screenMm, (ScreenSize{268, 476.5}));
    EXPECT_EQ(site->printer, "escpos+serial:///dev/ttyS0?baud=19200");
    EXPECT_EQ(site->scanners,
              (std::vector<std::string>{"camera:///dev/video0", "frames:///run/camera"}));
    EXPECT_EQ(site->idreader, "sam+tcp://10.1.2.3:9001");
    EXPECT_EQ(site->voice, "alsa:plughw:1,0");
    EXPECT_TRUE(site->demo);
}

TEST(SiteFile, EveryPrinterTakesOptions) {
    for (const char* printer :
         {"escpos+tcp://192.0.2.7:9100?width=384&qr=raster", "escpos+usb:///dev/usb/lp0?cut=no",
          "cups://front?width=384", "png:///tmp/tickets?width=384"}) {
        const auto site = parseSiteFile(
            replaced(kioskText, "escpos+serial:///dev/ttyS0?baud=19200", printer), "k1.toml");
        ASSERT_TRUE(site) << site.error().detail;
        EXPECT_EQ(site->printer, printer);
    }
}

TEST(SiteFile, RegistryIsCalledReg) {
    const std::string text = "site=\"HA\"\nrole=\"registry\"\ntimezone=\"Asia/Shanghai\"\n"
                             "store=\"postgresql://db/menzhen\"\nkeys=\"/k\"\n"
                             "listen_devices=\"127.0.0.1:8480\"\n";
    const auto site = parseSiteFile(text, "r.toml");
    ASSERT_TRUE(site) << site.error().detail;
    EXPECT_EQ(site->id, "REG");
    EXPECT_EQ(site->store.kind, StoreAddress::Kind::Postgres);
    EXPECT_FALSE(site->demo);
    EXPECT_FALSE(site->registry);
    EXPECT_THAT(complaint(text + "id=\"K1\"\n"), HasSubstr("k1.toml:7: id: "));
    EXPECT_THAT(complaint(text + "listen_public=\"127.0.0.1:8480\"\n"),
                HasSubstr("k1.toml:7: listen_public: is the address of listen_devices"));
}

TEST(SiteFile, ScannerMayBeOneText) {
    const auto site =
        parseSiteFile(replaced(kioskText, R"(["camera:///dev/video0", "frames:///run/camera"])",
                               R"("frames:///f")"),
                      "k1.toml");
    ASSERT_TRUE(site) << site.error().detail;
    EXPECT_EQ(site->scanners, std::vector<std::string>{"frames:///f"});
}

const std::string counterText = R"(site = "HA"
role = "counter"
id = "S1"
timezone = "Asia/Shanghai"
store = "sqlite:///var/lib/menzhen/counter.db"
keys = "/var/lib/menzhen/keys"
registry = "https://registry.hospital:8443"
callpad = "evdev:///dev/input/by-id/pad"
callpad_keys = ["F13=next", "KPPlus=repeat"]
hot_keys = ["F9=next", "Ctrl+Shift+Space=bar"]
)";

TEST(SiteFile, KeysThatCall) {
    const auto site = parseSiteFile(counterText, "s1.toml");
    ASSERT_TRUE(site) << site.error().detail;
    EXPECT_EQ(site->callpad, "evdev:///dev/input/by-id/pad");
    EXPECT_EQ(site->callpadKeys,
              (std::vector<ports::CallKey>{{"F13", KEY_F13, 0, ports::CallAct::Next},
                                           {"KPPlus", KEY_KPPLUS, 0, ports::CallAct::Repeat}}));
    EXPECT_EQ(site->hotKeys, (std::vector<ports::CallKey>{{"F9", KEY_F9, 0, ports::CallAct::Next},
                                                          {"Ctrl+Shift+Space", KEY_SPACE,
                                                           ports::ctrlKey | ports::shiftKey,
                                                           ports::CallAct::Bar}}));
    const auto usual = parseSiteFile(
        replaced(counterText, R"(callpad_keys = ["F13=next", "KPPlus=repeat"])", ""), "s1.toml");
    ASSERT_TRUE(usual) << usual.error().detail;
    EXPECT_EQ(usual->callpadKeys.size(), 5U);
}

TEST(SiteFile, WrongKeysThatCall) {
    const auto says = [](const std::string& from, const std::string& to) {
        return complaint(replaced(counterText, from, to));
    };
    EXPECT_THAT(says("evdev:///dev/input/by-id/pad", "pad"), HasSubstr("k1.toml:8: callpad: "));
    EXPECT_THAT(says("F13=next", "F13"),
                HasSubstr("k1.toml:9: callpad_keys: \"F13\" is no KEY=ACT"));
    EXPECT_THAT(says("F13=next", "F99=next"), HasSubstr("callpad_keys: \"F99=next\" names no key"));
    EXPECT_THAT(says("F13=next", "F13=dance"), HasSubstr("\"F13=dance\" has no act"));
    EXPECT_THAT(says("F13=next", "Ctrl+F13=next"), HasSubstr("stands alone"));
    EXPECT_THAT(says("F13=next", "KPPlus=next"), HasSubstr("callpad_keys: KPPlus stands twice"));
    EXPECT_THAT(says("F9=next", "Space=next"),
                HasSubstr("k1.toml:10: hot_keys: \"Space=next\" would"));
    EXPECT_THAT(says("F9=next", "Shift+A=next"), HasSubstr("hot_keys: \"Shift+A=next\" would"));
    EXPECT_THAT(says("F9=next", "Hyper+F9=next"), HasSubstr("begins with something other"));
    EXPECT_THAT(says("F9=next", "Shift+Ctrl+Space=next"),
                HasSubstr("hot_keys: Ctrl+Shift+Space stands twice"));
    EXPECT_THAT(says("callpad = \"evdev:///dev/input/by-id/pad\"", ""),
                HasSubstr("callpad_keys: is of no use without callpad"));
    EXPECT_THAT(complaint(kioskText + "hot_keys = [\"F9=next\"]\n"),
                HasSubstr("hot_keys: means nothing to a kiosk"));
}

class WrongLine : public testing::TestWithParam<Wrong> {};

TEST_P(WrongLine, IsNamed) {
    const std::string said = complaint(replaced(kioskText, GetParam().from, GetParam().to));
    EXPECT_THAT(said, HasSubstr(GetParam().says));
    EXPECT_EQ(said.find('\n'), std::string::npos) << said;
}

INSTANTIATE_TEST_SUITE_P(
    Keys, WrongLine,
    testing::Values(
        Wrong{"\"HA\"", "\"HOSPA\"", "k1.toml:1: site: \"HOSPA\" must be 1 to 4 letters"},
        Wrong{"\"HA\"", "\"\"", "k1.toml:1: site: \"\" must be 1 to 4"},
        Wrong{"\"HA\"", "\"医\"", "k1.toml:1: site: "},
        Wrong{"\"HA\"", "7", "k1.toml:1: site: must be a text in quotes"},
        Wrong{"\"kiosk\"", "\"kisok\"", "k1.toml:2: role: \"kisok\" must be \"registry\""},
        Wrong{"\"K1\"", "\"K-1\"", "k1.toml:3: id: \"K-1\" must be"},
        Wrong{"\"K1\"", "\"REG\"", "k1.toml:3: id: \"REG\" is the registry's own"},
        Wrong{"Asia/Shanghai", "Asia/Shanghia", "k1.toml:4: timezone: "},
        Wrong{"Asia/Shanghai", "../etc/passwd", "k1.toml:4: timezone: "},
        Wrong{"Asia/Shanghai", "", "k1.toml:4: timezone: "},
        Wrong{"sqlite:///var", "sqlite://var", "k1.toml:5: store: "},
        Wrong{"sqlite:///var/lib/menzhen/kiosk.db", "mysql://x", "k1.toml:5: store: "},
        Wrong{"sqlite:///var/lib/menzhen/kiosk.db", "postgresql://x", "k1.toml:5: store: a device"},
        Wrong{"\"/var/lib/menzhen/keys/\"", "\"keys\"", "k1.toml:6: keys: \"keys\" must be an abs"},
        Wrong{"https://registry.hospital:8443", "http://registry.hospital:8443",
              "k1.toml:7: registry: \"http://registry.hospital:8443\" would send patients' data"},
        Wrong{"https://registry.hospital:8443", "https://registry.hospital", "k1.toml:7: registry"},
        Wrong{"https://menzhen.example/", "menzhen.example", "k1.toml:8: public_url: "},
        Wrong{"[268, 476.5]", "[268]", "k1.toml:9: screen_mm: must be [WIDTH, HEIGHT]"},
        Wrong{"[268, 476.5]", "[268, 0]", "k1.toml:9: screen_mm: must be [WIDTH, HEIGHT]"},
        Wrong{"[268, 476.5]", "[268, nan]", "k1.toml:9: screen_mm: must be a list of numbers"},
        Wrong{"[268, 476.5]", "\"268x476\"", "k1.toml:9: screen_mm: must be a list of numbers"},
        Wrong{"escpos+serial:///dev/ttyS0?baud=19200", "/dev/usb/lp0", "k1.toml:10: printer: "},
        Wrong{"\"frames:///run/camera\"", "5", "k1.toml:11: scanner: must be a text in quotes, or"},
        Wrong{"frames:///run/camera", "frames://run",
              "k1.toml:11: scanner: \"frames://run\" is no"},
        Wrong{"sam+tcp://10.1.2.3:9001", "sam+tcp://10.1.2.3", "k1.toml:12: idreader: "},
        Wrong{"alsa:plughw:1,0", "loud", "k1.toml:13: voice: "},
        Wrong{"demo = true", "demo = \"yes\"", "k1.toml:14: demo: must be true or false"},
        Wrong{"demo = true", "demo = 1", "k1.toml:14: demo: must be true or false"},
        Wrong{"printer =", "pinter =",
              "k1.toml:10: pinter: is no key of a site file; did you mean "
              "`printer`?"},
        Wrong{"demo =", "merchant_key =",
              "k1.toml:14: merchant_key: is no key of a site file; "
              "docs/site-file.md lists all"},
        Wrong{"demo = true", "[kiosk]\ndemo = true", "k1.toml:14: kiosk: is no key"},
        Wrong{"demo = true", "zone = \"\"", "k1.toml:14: zone: "},
        Wrong{"demo = true", "listen_zone = \"127.0.0.1:1\"",
              "k1.toml:14: listen_zone: means nothing to a kiosk"},
        Wrong{"id = \"K1\"\n", "", "k1.toml:1: id: is missing; a kiosk needs it"}));

TEST(SiteFile, NotToml) {
    EXPECT_THAT(complaint(replaced(kioskText, "id = \"K1\"", "id = K1")), HasSubstr("k1.toml:3: "));
    EXPECT_THAT(complaint(replaced(kioskText, "demo = true", "id = \"K2\"")),
                HasSubstr("k1.toml:14: "));
    EXPECT_THAT(complaint(kioskText + "voice \xff"), HasSubstr("k1.toml:15: "));
    EXPECT_THAT(complaint("\0\1"), HasSubstr("k1.toml:1: "));
}

TEST(SiteFile, AllProblemsAtOnceInTheOrderOfTheLines) {
    std::string text = replaced(kioskText, "\"K1\"", "\"kiosk-one\"");
    text = replaced(text, "demo = true", "demo = 3");
    const std::string said = complaint(replaced(text, "printer =", "pritner ="));
    EXPECT_LT(said.find("k1.toml:3: id"), said.find("\nk1.toml:10: pritner"));
    EXPECT_LT(said.find("\nk1.toml:10: pritner"), said.find("\nk1.toml:14: demo"));
}

TEST(SiteFile, WithoutARoleThatComplaintIsAlone) {
    EXPECT_EQ(complaint("").find("k1.toml:1: role: is missing"), 0U);
    EXPECT_EQ(complaint("").find('\n'), std::string::npos);
}

TEST(SiteFile, LeavesPlainHttpToADemoOnItsOwnMachine) {
    const auto registry = [](const std::string& more) {
        return parseSiteFile("site=\"HA\"\nrole=\"registry\"\ntimezone=\"UTC\"\n"
                             "store=\"sqlite:///s\"\nkeys=\"/k\"\n" +
                                 more,
                             "r.toml")
            .value();
    };
    const std::string own = "listen_devices=\"127.0.0.1:1\"\nlisten_public=\"127.0.0.1:2\"\n";
    const std::string wide = "listen_devices=\"0.0.0.0:1\"\nlisten_public=\"0.0.0.0:2\"\n";
    EXPECT_FALSE(devicesOverTls(registry(own + "demo=true\n")));
    EXPECT_FALSE(publicOverTls(registry(own + "demo=true\n")));
    EXPECT_TRUE(devicesOverTls(registry(own + "demo=true\ntls=true\n")));
    EXPECT_FALSE(publicOverTls(registry(own + "demo=true\ntls=true\n")));
    for (const std::string& real : {own, wide, wide + "demo=true\n", wide + "tls=false\n"}) {
        EXPECT_TRUE(devicesOverTls(registry(real))) << real;
        EXPECT_TRUE(publicOverTls(registry(real))) << real;
    }
}

TEST(SiteFile, AnOwnCertificateStandsWithItsKeyAndItsListener) {
    const std::string start = "site=\"HA\"\nrole=\"registry\"\ntimezone=\"UTC\"\n"
                              "store=\"sqlite:///s\"\nkeys=\"/k\"\nlisten_devices=\"0.0.0.0:1\"\n";
    EXPECT_THAT(complaint(start + "public_certificate=\"/c\"\n"),
                AllOf(HasSubstr("stand together"), HasSubstr("without listen_public")));
    EXPECT_THAT(complaint(start + "public_key=\"/c\"\n"), HasSubstr("stand together"));
}

TEST(SiteFile, ThatCannotBeRead) {
    const Scratch scratch;
    for (const std::string& path :
         {scratch / "none.toml", scratch / ".", std::string("/dev/null")}) {
        const auto site = readSiteFile(path);
        ASSERT_FALSE(site) << path;
        EXPECT_THAT(site.error().detail, HasSubstr(path + ": cannot be read ("));
    }
    const auto large = readSiteFile(scratch.write("large.toml", std::string(70'000, '#')));
    ASSERT_FALSE(large);
    EXPECT_THAT(large.error().detail, HasSubstr("larger than 64 kB"));
}

TEST(SiteFile, SamplesAreGood) {
    int samples = 0;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(MENZHEN_RESOURCES "/sites")) {
        if (entry.path().extension() != ".toml") continue;
        std::string text = contents(entry.path().string());
        const std::map<std::string, std::string> places{
            {"@run@", "/run"},           {"@registry@", "https://127.0.0.1:8480"},
            {"@port@", "8480"},          {"@public@", "http://127.0.0.1:8481"},
            {"@public_port@", "8481"},   {"@zone_port@", "8482"},
            {"@messages_port@", "8483"}, {"@voice@", "none:"}};
        for (const auto& [place, value] : places)
            for (std::size_t at = text.find(place); at != std::string::npos; at = text.find(place))
                text.replace(at, place.size(), value);
        const auto site = parseSiteFile(text, entry.path().filename().string());
        EXPECT_TRUE(site) << site.error().detail;
        ++samples;
    }
    EXPECT_GE(samples, 4);
}

TEST(SiteFile, DocumentationAndTableAgree) {
    std::map<std::string, std::string> documented;
    std::istringstream page(contents(MENZHEN_DOCS "/site-file.md"));
    for (std::string line; std::getline(page, line);) {
        const std::size_t end = line.find("` | ");
        if (!line.starts_with("| `") || line.starts_with("| `--") || end == std::string::npos)
            continue;
        const std::size_t after = line.find(" | ", end + 4);
        documented[line.substr(3, end - 3)] = line.substr(end + 4, after - end - 4);
    }
    std::map<std::string, std::string> table;
    for (const KeyRow& row : siteKeys())
        table[row.name] = row.roles;
    EXPECT_EQ(documented, table);
}

TEST(SiteFile, DamageIsAnsweredAndNeverMore) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 chance(seed);
    for (int round = 0; round < 3000; ++round) {
        std::string text = kioskText;
        for (int i = 0; i < 3; ++i) {
            const std::size_t at = chance() % text.size();
            if (chance() % 2 == 0)
                text[at] = static_cast<char>(chance());
            else
                text.erase(at, chance() % 20);
        }
        const auto site = parseSiteFile(text, "k1.toml");
        if (!site) {
            EXPECT_THAT(site.error().detail, testing::StartsWith("k1.toml:"));
        }
    }
}

} // namespace menzhen::boot
