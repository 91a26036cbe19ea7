// SPDX-License-Identifier: Apache-2.0
#include "app/boot/device/devicesync.h"

#include "db/sync/journal.h"
#include "drivers/crypto/keyfile.h"
#include "drivers/link/httplink.h"
#include "tests/app/boot/device/hall.h"

#include <QTest>
#include <atomic>
#include <mutex>

using namespace menzhen;
using test::eventually;
using test::Hall;

namespace {

/// A kiosk without its screen.
class Kiosk {
public:
    explicit Kiosk(Hall& hall) : link(flow, hall.url(), quick()) {
        boot::SiteFile site;
        site.timezone = "Asia/Shanghai";
        site.demo = true;
        clock = std::move(*boot::makeClock(site, Hall::clock));
        const auto own = crypto::loadOrMakeKey(crypto, hall.path("kiosk-keys/device.pem"));
        const auto key = crypto.publicPem((*own)->publicKey());
        flow.runAndWait([&] {
            database = std::move(
                *store::Database::open(hall.path("kiosk.sqlite"), store::StoreKind::Device));
            journal =
                std::make_unique<sync::Journal>(*database, "T1", "K1", crypto, *clock, chance);
            replica = std::make_unique<sync::Replica>(*database, "T1", "K1", *clock, chance);
            courier = std::make_unique<sync::Courier>(
                sync::CourierSetup{"T1", "K1", "kiosk", key, *database, *replica, replica.get(),
                                   *clock, chance, &crypto, nullptr});
            sync = std::make_unique<boot::DeviceSync>(
                flow, link, *courier, *clock,
                boot::DeviceSync::Listeners{[this](const sync::SyncState& now) {
                                                const std::lock_guard lock(mutex_);
                                                state_ = now;
                                            },
                                            [this] { ++changes; }});
            journal->onCommit([this] { sync->committed(); });
        });
    }

    ~Kiosk() {
        flow.runAndWait([&] {
            sync.reset();
            courier.reset();
            replica.reset();
            journal.reset();
            database.reset();
        });
    }

    void start() {
        flow.runAndWait([&] { sync->start(); });
    }

    bool help(int number) {
        bool written = false;
        flow.runAndWait([&] {
            char id[17];
            std::snprintf(id, sizeof id, "%016d", number);
            written = journal
                          ->commit({{"help.requested",
                                     20261123,
                                     {{"help", id}, {"screen", "home"}},
                                     {},
                                     {},
                                     {}}})
                          .has_value();
        });
        return written;
    }

    sync::SyncState state() {
        const std::lock_guard lock(mutex_);
        return state_;
    }

    static link::LinkLimits quick() {
        link::LinkLimits limits;
        limits.backoffFromMs = 50;
        limits.backoffToMs = 400;
        return limits;
    }

    crypto::OpenSslCrypto crypto;
    crypto::SystemChance chance;
    std::unique_ptr<boot::SystemClock> clock;
    link::FlowThread flow;
    link::HttpLink link;
    std::unique_ptr<store::Database> database;
    std::unique_ptr<sync::Journal> journal;
    std::unique_ptr<sync::Replica> replica;
    std::unique_ptr<sync::Courier> courier;
    std::unique_ptr<boot::DeviceSync> sync;
    std::atomic<int> changes = 0;

private:
    std::mutex mutex_;
    sync::SyncState state_;
};

class TestDeviceSync : public QObject {
    Q_OBJECT

private slots:

    void loadsSendsAndIsWoken() {
        Hall hall;
        QVERIFY(hall.start());
        Kiosk kiosk(hall);
        kiosk.start();
        QVERIFY(eventually([&] { return kiosk.state().upToDate; }));
        QVERIFY(kiosk.changes > 0);
        QVERIFY(kiosk.help(1));
        QVERIFY(eventually([&] { return hall.ask("SELECT count(*) FROM help") == 1; }));
        QVERIFY(eventually([&] {
            return kiosk.state().upToDate &&
                   kiosk.state().cursor == hall.ask("SELECT rev FROM site");
        }));
        // Somebody else's op: only the live channel can tell before the next poll.
        const int before = kiosk.changes;
        QVERIFY(hall.holdSlot());
        QVERIFY(eventually([&] {
            return kiosk.changes > before &&
                   kiosk.state().cursor == hall.ask("SELECT rev FROM site");
        }));
    }

    void reconnectsAndDrains() {
        Hall hall;
        QVERIFY(hall.start());
        Kiosk kiosk(hall);
        kiosk.start();
        QVERIFY(eventually([&] { return kiosk.state().upToDate; }));
        hall.stop();
        for (int i = 0; i < 50; ++i)
            QVERIFY(kiosk.help(i));
        QVERIFY(eventually([&] { return !kiosk.state().connected; }));
        QVERIFY(eventually([&] { return kiosk.state().pendingOps == 50; }));
        QVERIFY(!kiosk.state().upToDate);
        QVERIFY(hall.start());
        QVERIFY(eventually([&] { return kiosk.state().upToDate; }));
        QCOMPARE(kiosk.state().pendingOps, 0);
        QCOMPARE(hall.ask("SELECT count(*) FROM help"), 50);
        QCOMPARE(hall.ask("SELECT count(*) FROM op WHERE device = 'K1'"), 50);
    }

    void startsBeforeItsRegistry() {
        Hall hall;
        Kiosk kiosk(hall);
        QVERIFY(kiosk.help(1));
        kiosk.start();
        QVERIFY(hall.start());
        QVERIFY(eventually([&] { return kiosk.state().upToDate; }));
        QCOMPARE(hall.ask("SELECT count(*) FROM help"), 1);
    }

    void restartGoesOnFromItsCursor() {
        Hall hall;
        QVERIFY(hall.start());
        {
            Kiosk kiosk(hall);
            kiosk.start();
            QVERIFY(kiosk.help(1));
            QVERIFY(eventually([&] { return kiosk.state().upToDate; }));
        }
        hall.stop();
        Kiosk again(hall);
        QVERIFY(again.help(2));
        again.start();
        QVERIFY(again.state().hasData);
        QVERIFY(!again.state().upToDate);
        QCOMPARE(again.state().pendingOps, 1);
        QVERIFY(hall.start());
        QVERIFY(eventually([&] { return again.state().upToDate; }));
        QCOMPARE(hall.ask("SELECT count(*) FROM help"), 2);
        QCOMPARE(hall.ask("SELECT count(*) FROM op WHERE device = 'K1'"), 2);
    }
};

} // namespace

QTEST_GUILESS_MAIN(TestDeviceSync)
#include "tst_devicesync.moc"
