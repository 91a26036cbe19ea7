// SPDX-License-Identifier: Apache-2.0
#include "app/boot/device/device.h"

#include "app/boot/device/certificatekeeper.h"
#include "app/boot/device/devicesync.h"
#include "app/boot/device/identity.h"
#include "app/boot/device/quitsignal.h"
#include "app/boot/device/typeface.h"
#include "app/boot/logging.h"
#include "app/core/check.h"
#include "drivers/crypto/keyfile.h"
#include "drivers/crypto/opensslcrypto.h"
#include "drivers/crypto/systemchance.h"
#include "drivers/link/httplink.h"
#include "drivers/link/zonelistener.h"
#include "drivers/link/zonesender.h"

#include <QCoreApplication>
#include <QMetaObject>
#include <QTimer>
#include <atomic>
#include <filesystem>
#include <vector>

namespace menzhen::boot {

namespace {
constexpr int tidyEveryMs = 5000; ///< a patient is at the kiosk for 45 s
}

// In the order in which everything is made; destroyed the other way round.
class Device::Parts {
public:
    explicit Parts(Startup start) : startup(std::move(start)), siteClock(*startup.clock) {}

    core::Result<void> openKey();
    void openIdentity();
    link::IdentityNow identityTo(Role other) const;
    void openZone();
    void tidyNowAndThen();
    core::Result<void> openStore(); ///< and what stands on it, on the flow thread
    void close();

    Startup startup;
    sync::SiteClock siteClock; ///< of everything but the certificates, which end on the own clock
    crypto::OpenSslCrypto crypto;
    crypto::SystemChance chance;
    std::unique_ptr<ports::PrivateKey> key;
    std::string fingerprint;
    std::unique_ptr<Language> language;
    link::FlowThread flow;
    std::unique_ptr<link::HttpLink> link;
    std::unique_ptr<Identity> identity; ///< of a device whose registry speaks TLS
    std::unique_ptr<link::ZoneSender> zoneSender;
    std::unique_ptr<link::ZoneListener> zoneListener;
    // On the flow thread alone:
    std::unique_ptr<store::Database> database;
    std::unique_ptr<sync::Journal> journal;
    std::unique_ptr<sync::Replica> replica;
    std::unique_ptr<sync::BoardReplica> board;
    std::unique_ptr<sync::Courier> courier;
    std::unique_ptr<DeviceSync> sync;
    std::unique_ptr<CertificateKeeper> keeper;
    std::unique_ptr<QTimer> tidying;
    // GUI thread:
    std::vector<std::function<void()>> closing;
    bool closed = false;
    /// A signal is on its way to the GUI thread: what changes meanwhile is part of it.
    std::atomic<bool> dataTold = false;
};

core::Result<void> Device::Parts::openKey() {
    const std::filesystem::path folder(startup.site.keys);
    auto loaded = crypto::loadOrMakeKey(crypto, folder / "device.pem");
    if (!loaded) return tl::unexpected(loaded.error());
    key = std::move(*loaded);
    fingerprint = core::toHex(crypto.fingerprint(key->publicKey()));
    return {};
}

// A certificate that cannot be read keeps nobody from working: the keeper says so and looks again.
void Device::Parts::openIdentity() {
    identity = std::make_unique<Identity>(startup.site, *key, *startup.clock);
    if (const auto read = identity->reload(); !read) logWarning("certificate", read.error().detail);
}

link::IdentityNow Device::Parts::identityTo(Role other) const {
    return [&identity = *identity, other]() -> std::optional<link::TlsIdentity> {
        if (!identity.isEnrolled()) return std::nullopt;
        return identity.toDevice(other);
    };
}

void Device::Parts::openZone() {
    if (startup.site.boards.empty()) return;
    if (!identity) return logWarning("zone", "without TLS to the registry there is no zone link");
    std::vector<link::ZoneAddress> boards;
    for (const HostPort& at : startup.site.boards)
        boards.push_back({at.host, static_cast<std::uint16_t>(at.port)});
    zoneSender =
        std::make_unique<link::ZoneSender>(flow, std::move(boards), identityTo(Role::Display));
}

core::Result<void> Device::Parts::openStore() {
    const SiteFile& site = startup.site;
    auto opened = store::Database::open(site.store.location, store::StoreKind::Device);
    if (!opened) return tl::unexpected(opened.error());
    database = std::move(*opened);
    journal =
        std::make_unique<sync::Journal>(*database, site.site, site.id, crypto, siteClock, chance);
    journal->onClock([this] { return siteClock.isUnset(); });
    if (site.role == Role::Display)
        board = std::make_unique<sync::BoardReplica>(*database, site.zone, siteClock);
    else
        replica = std::make_unique<sync::Replica>(*database, site.site, site.id, siteClock, chance);
    sync::Projection& projection = board ? static_cast<sync::Projection&>(*board) : *replica;
    courier = std::make_unique<sync::Courier>(sync::CourierSetup{
        site.site, site.id, roleName(site.role), crypto.publicPem(key->publicKey()), *database,
        projection, replica.get(), siteClock, chance, &crypto, &siteClock});
    return {};
}

void Device::Parts::tidyNowAndThen() {
    tidying = std::make_unique<QTimer>();
    QObject::connect(tidying.get(), &QTimer::timeout, tidying.get(), [this] {
        flow.post(
            [this] {
                if (database) database->tidy();
            },
            link::Urgency::Background);
    });
    tidying->start(tidyEveryMs);
}

void Device::Parts::close() {
    if (std::exchange(closed, true)) return;
    flow.runAndWait([this] {
        if (keeper) keeper->stop();
        if (sync) sync->stop();
        for (auto task = closing.rbegin(); task != closing.rend(); ++task)
            (*task)();
    });
    zoneListener.reset();
    zoneSender.reset();
    link.reset();
    flow.runAndWait([this] {
        tidying.reset();
        keeper.reset();
        sync.reset();
        courier.reset();
        board.reset();
        replica.reset();
        journal.reset();
        database.reset();
    });
    flow.stop();
}

Device::Device(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {
    Parts& p = *parts_;
    const DeviceSync::Listeners listeners{
        [this](const sync::SyncState& state) {
            const bool expired = state.problem == "certificate-expired";
            if (expired && parts_->keeper) parts_->keeper->refused();
            QMetaObject::invokeMethod(
                this, [this, state] { emit syncStateChanged(state); }, Qt::QueuedConnection);
        },
        [this] {
            if (parts_->dataTold.exchange(true)) return;
            QMetaObject::invokeMethod(
                this,
                [this] {
                    parts_->dataTold = false;
                    emit dataChanged();
                },
                Qt::QueuedConnection);
        }};
    p.flow.runAndWait([&] {
        p.sync = std::make_unique<DeviceSync>(p.flow, *p.link, *p.courier, p.siteClock, listeners);
        p.journal->onCommit([&p] { p.sync->committed(); });
        if (p.identity)
            p.keeper = std::make_unique<CertificateKeeper>(*p.identity, *p.link, p.startup.site,
                                                           [&p] { p.sync->askNow(); });
    });
}

Device::~Device() {
    close();
}

core::Result<std::unique_ptr<Device>> Device::open(const Arguments& arguments, Role role) {
    MENZHEN_CHECK(role != Role::Registry, "a registry is no device");
    auto startup = startUp(arguments, role);
    if (!startup) return tl::unexpected(startup.error());
    auto parts = std::make_unique<Parts>(std::move(*startup));
    if (auto key = parts->openKey(); !key) return tl::unexpected(key.error());
    parts->link =
        std::make_unique<link::HttpLink>(parts->flow, parts->startup.site.registry->url());
    if (parts->startup.site.registry->tls) parts->openIdentity();
    parts->openZone();
    core::Result<void> opened;
    parts->flow.runAndWait([&] { opened = parts->openStore(); });
    if (!opened) {
        parts->close();
        return tl::unexpected(opened.error());
    }
    useTypeface();
    parts->language = std::make_unique<Language>();
    return std::unique_ptr<Device>(new Device(std::move(parts)));
}

const SiteFile& Device::site() const {
    return parts_->startup.site;
}

const ports::Clock& Device::clock() const {
    return parts_->siteClock;
}

ports::Chance& Device::chance() {
    return parts_->chance;
}

const ports::Crypto& Device::crypto() const {
    return parts_->crypto;
}

const ports::PrivateKey& Device::key() const {
    return *parts_->key;
}

const std::string& Device::fingerprint() const {
    return parts_->fingerprint;
}

ports::RegistryLink& Device::link() {
    return *parts_->link;
}

store::Database& Device::database() {
    return *parts_->database;
}

sync::Journal& Device::journal() {
    return *parts_->journal;
}

sync::BoardReplica& Device::board() {
    MENZHEN_CHECK(parts_->board != nullptr, "only a display has a board");
    return *parts_->board;
}

const sync::SyncState& Device::syncState() const {
    return parts_->courier->state();
}

ports::ZoneLink* Device::zoneLink() {
    return parts_->zoneSender.get();
}

void Device::hearZone(std::function<void(const ports::ZoneRow&)> heard) {
    Parts& p = *parts_;
    if (!p.startup.site.listenZone) return;
    if (!p.identity) return logWarning("zone", "without TLS to the registry there is no zone link");
    const HostPort& at = *p.startup.site.listenZone;
    auto listening = link::ZoneListener::listen(
        p.flow, {at.host, static_cast<std::uint16_t>(at.port)}, p.identityTo(Role::Counter),
        std::move(heard), [](const std::string& address, const std::string& problem) {
            logWarning("zone", address + ": " + problem);
        });
    if (!listening) return logError("zone", listening.error().detail);
    p.zoneListener = std::move(*listening);
}

link::FlowThread& Device::flow() {
    return parts_->flow;
}

void Device::post(link::FlowThread::Task task, link::Urgency urgency) {
    parts_->flow.post(std::move(task), urgency);
}

void Device::toScreen(QObject* receiver, std::function<void()> task) {
    QMetaObject::invokeMethod(receiver, std::move(task), Qt::QueuedConnection);
}

void Device::setOccupied(bool occupied) {
    parts_->flow.post([this, occupied] { parts_->sync->setOccupied(occupied); });
}

Language& Device::language() {
    return *parts_->language;
}

void Device::onClose(std::function<void()> task) {
    parts_->closing.push_back(std::move(task));
}

int Device::run() {
    const QuitSignal quit;
    parts_->flow.post([this] {
        if (parts_->keeper) parts_->keeper->start();
        parts_->sync->start();
        parts_->tidyNowAndThen();
    });
    QTimer::singleShot(0, this, [] { logReady(); });
    const int status = QCoreApplication::exec();
    close();
    return status;
}

void Device::close() {
    parts_->close();
}

} // namespace menzhen::boot
