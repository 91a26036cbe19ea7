// SPDX-License-Identifier: Apache-2.0
#include "app/boot/device/device.h"

#include "app/boot/device/typeface.h"
#include "tests/app/boot/device/hall.h"

#include <QFontDatabase>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <csignal>
#include <fstream>

using namespace menzhen;
using test::eventually;
using test::Hall;

namespace {

/// A device's site file in the hall's folder.
boot::Arguments argumentsOf(Hall& hall, const std::string& role, const std::string& id,
                            const std::string& more = {}) {
    const std::string path = hall.path(id + ".toml");
    std::ofstream(path) << "site = \"T1\"\nrole = \"" << role << "\"\nid = \"" << id
                        << "\"\ntimezone = \"Asia/Shanghai\"\nstore = \"sqlite://"
                        << hall.path(id + ".sqlite") << "\"\nkeys = \"" << hall.path(id + "-keys")
                        << "\"\nregistry = \"" << hall.url() << "\"\ndemo = true\n"
                        << more;
    boot::Arguments arguments;
    arguments.program = "menzhen-" + role;
    arguments.site = path;
    arguments.clock = Hall::clock;
    return arguments;
}

/// Runs a device until it is up to date and `then` says that it has seen enough; ends it with a
/// signal, as a service manager does.
int runUntil(boot::Device& device, const std::function<bool()>& then) {
    bool upToDate = false;
    QObject::connect(&device, &boot::Device::syncStateChanged, &device,
                     [&](const sync::SyncState& state) { upToDate = state.upToDate; });
    QTimer watch;
    QObject::connect(&watch, &QTimer::timeout, &watch, [&] {
        if (upToDate && then()) ::raise(SIGTERM);
    });
    watch.start(20);
    return device.run();
}

class TestDevice : public QObject {
    Q_OBJECT

private slots:

    void kioskOpensRunsAndEndsAtASignal() {
        Hall hall;
        QVERIFY(hall.start());
        auto opened = boot::Device::open(argumentsOf(hall, "kiosk", "K1"), boot::Role::Kiosk);
        QVERIFY2(opened, opened ? "" : opened.error().detail.c_str());
        boot::Device& device = **opened;
        QCOMPARE(device.fingerprint().size(), std::size_t{64});
        QCOMPARE(device.clock().now().day, 20261123);
        int changes = 0;
        QObject::connect(&device, &boot::Device::dataChanged, &device, [&] {
            QVERIFY(QThread::currentThread() == qApp->thread());
            ++changes;
        });
        bool closedOnFlow = false;
        device.onClose([&] { closedOnFlow = device.flow().isCurrent(); });
        device.post([&device] {
            (void)device.journal().commit({{"help.requested",
                                            20261123,
                                            {{"help", "00000000000000d1"}, {"screen", "home"}},
                                            {},
                                            {},
                                            {}}});
        });
        QCOMPARE(runUntil(device, [&] { return hall.ask("SELECT count(*) FROM help") == 1; }), 0);
        QVERIFY(changes > 0);
        QVERIFY(closedOnFlow);
        opened->reset();
        // The store is free again, and its key is the same.
        auto again = boot::Device::open(argumentsOf(hall, "kiosk", "K1"), boot::Role::Kiosk);
        QVERIFY(again);
        QVERIFY((*again)->flow().runAndWait([] {}));
    }

    void theHospitalsClockIsTheRegistrys() {
        Hall hall;
        QVERIFY(hall.start());
        boot::Arguments arguments = argumentsOf(hall, "kiosk", "K1");
        arguments.clock = "1970-01-01T00:10"; // a dead battery
        auto opened = boot::Device::open(arguments, boot::Role::Kiosk);
        QVERIFY2(opened, opened ? "" : opened.error().detail.c_str());
        boot::Device& device = **opened;
        QCOMPARE(device.clock().now().day, 19700101);
        int day = 0;
        QCOMPARE(runUntil(device,
                          [&] {
                              day = device.clock().now().day;
                              return true;
                          }),
                 0);
        QCOMPARE(day, 20261123);
    }

    void displayHasItsBoard() {
        Hall hall;
        QVERIFY(hall.start());
        auto opened = boot::Device::open(argumentsOf(hall, "display", "B1", "zone = \"1A\"\n"),
                                         boot::Role::Display);
        QVERIFY2(opened, opened ? "" : opened.error().detail.c_str());
        boot::Device& device = **opened;
        std::int64_t revision = -1;
        device.onClose([&] { revision = device.board().cursor()->revision; });
        QCOMPARE(runUntil(device, [] { return true; }), 0);
        QVERIFY(revision > 0);
    }

    void whatIsWrongIsToldAtOnce() {
        Hall hall;
        const boot::Arguments arguments = argumentsOf(hall, "kiosk", "K1");
        const auto role = boot::Device::open(arguments, boot::Role::Counter);
        QVERIFY(!role);
        QCOMPARE(role.error().code, std::string("wrong-role"));
        const auto first = boot::Device::open(arguments, boot::Role::Kiosk);
        QVERIFY(first);
        const auto second = boot::Device::open(arguments, boot::Role::Kiosk);
        QVERIFY(!second);
        QCOMPARE(second.error().code, std::string("store-in-use"));
        boot::Arguments broken = argumentsOf(hall, "kiosk", "K2");
        std::ofstream(hall.path("K2.sqlite")) << std::string(4096, 'x');
        const auto store = boot::Device::open(broken, boot::Role::Kiosk);
        QVERIFY(!store);
        QVERIFY(store.error().code.starts_with("store-"));
        QVERIFY(!store.error().detail.empty());
        argumentsOf(hall, "kiosk", "K3");
        std::ofstream(hall.path("K3-keys")) << "a file where a folder should be";
        const auto keys = boot::Device::open(argumentsOf(hall, "kiosk", "K3"), boot::Role::Kiosk);
        QVERIFY(!keys);
        QCOMPARE(keys.error().code, std::string("key-file"));
    }

    void languagesSwitch() {
        boot::Language language;
        QVERIFY(language.available().contains("en"));
        const bool chinese = language.available().contains("zh");
        QCOMPARE(language.current(), QString(chinese ? "zh" : "en"));
        QSignalSpy changed(&language, &boot::Language::changed);
        language.use("tlh");
        QCOMPARE(changed.size(), 0);
        language.use("en");
        QCOMPARE(language.current(), QString("en"));
        QCOMPARE(changed.size(), chinese ? 1 : 0);
    }

    void typefaceIsTheHouses() {
        boot::useTypeface();
        QVERIFY2(QFontDatabase::families().contains(boot::typefaceFamily),
                 "fonts-noto-cjk (packaging/packages.txt) is not installed");
        QCOMPARE(QGuiApplication::font().family(), QString(boot::typefaceFamily));
    }
};

} // namespace

int main(int argc, char** argv) {
    QGuiApplication application(argc, argv);
    TestDevice test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_device.moc"
