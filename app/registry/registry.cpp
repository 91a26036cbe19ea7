// SPDX-License-Identifier: Apache-2.0
#include "app/registry/registry.h"

#include "app/boot/logging.h"
#include "app/boot/resources.h"
#include "app/clerk/bookingindex.h"
#include "app/clerk/doors.h"
#include "app/clerk/reports.h"
#include "app/clerk/scopes.h"
#include "app/registry/keyfolder.h"
#include "app/registry/pagefiles.h"
#include "app/registry/paymentsetup.h"
#include "db/store/oplog.h"
#include "drivers/crypto/keyfile.h"
#include "drivers/message/httpmessagesender.h"

#include <fstream>
#include <sstream>
#include <utility>

namespace menzhen::registry {

namespace {

constexpr std::int64_t tidyEveryMs = 60'000;

/// 5,000 phones wait with an open stream each, in a hospital's own network behind one address.
ServerLimits limitsForPhones() {
    ServerLimits limits;
    limits.maxConnections = 16'384;
    limits.maxConnectionsPerAddress = 8192;
    limits.maxEventStreams = 8192;
    return limits;
}

std::vector<std::string> sitesOf(store::Database& database) {
    std::vector<std::string> sites;
    store::Query query(database, "SELECT site FROM site ORDER BY site");
    while (query.step())
        sites.push_back(query.text(0));
    return sites;
}

/// A registry without the file has no regions; one with a wrong file does not start.
core::Result<std::vector<clerk::Region>> regionsIn(const std::string& folder) {
    std::ifstream file(folder + "/regions.json", std::ios::binary);
    if (!file) return std::vector<clerk::Region>();
    std::stringstream text;
    text << file.rdbuf();
    auto regions = clerk::readRegions(text.str());
    if (!regions)
        return core::badData(regions.error().code,
                             folder + "/regions.json: " + regions.error().detail);
    return regions;
}

} // namespace

Registry::Registry(const boot::Startup& startup, const ports::Crypto& crypto, ports::Chance& chance)
    : startup_(startup), crypto_(crypto), chance_(chance),
      live_([this](const auto& site, auto after, auto through, const auto& scopes) {
          return touched(site, after, through, scopes);
      }) {}

core::Result<std::unique_ptr<Registry>>
Registry::start(const boot::Startup& startup, const ports::Crypto& crypto, ports::Chance& chance) {
    std::unique_ptr<Registry> registry(new Registry(startup, crypto, chance));
    if (const auto opened = registry->open(); !opened) return tl::unexpected(opened.error());
    if (const auto listening = registry->listen(); !listening) {
        registry->stop(); // the cashier may have begun to ask
        return tl::unexpected(listening.error());
    }
    return registry;
}

core::Result<void> Registry::open() {
    const boot::StoreAddress& address = startup_.site.store;
    if (address.kind != boot::StoreAddress::Kind::Sqlite)
        return core::badData("store-postgres",
                             "PostgreSQL stores are not in this version: use sqlite:///PATH");
    auto keys = openKeyFolder(crypto_, chance_, startup_.site.keys);
    if (!keys) return tl::unexpected(keys.error());
    keys_ = std::move(*keys);
    auto certificates = Certificates::open(startup_.site, crypto_, chance_);
    if (!certificates) return tl::unexpected(certificates.error());
    certificates_ = std::move(*certificates);
    auto writing = store::Database::open(address.location, store::StoreKind::Registry);
    if (!writing) return tl::unexpected(writing.error());
    writing_ = std::move(*writing);
    auto reading = openToRead();
    if (!reading) return tl::unexpected(reading.error());
    reading_ = std::move(*reading);
    auto waking = openToRead();
    if (!waking) return tl::unexpected(waking.error());
    waking_ = std::move(*waking);
    auto clerks = hireClerks();
    if (!clerks) return tl::unexpected(clerks.error());
    writer_ = std::make_unique<Writer>(
        *writing_, std::move(*clerks),
        [this](const std::string& site, std::int64_t through, const std::string& epoch) {
            live_.advanced(site, through, epoch);
        },
        boot::publicOverTls(startup_.site));
    auto moving = store::Database::open(address.location, store::StoreKind::Registry);
    if (!moving) return tl::unexpected(moving.error());
    logMover_ = std::make_unique<LogMover>(std::move(*moving));
    writer_->onLog([this](int pages) { logMover_->grown(pages); });
    if (auto opened = openMessenger(); !opened) return opened;
    if (auto opened = openCashier(); !opened) return opened;
    if (!startup_.site.reports.empty()) {
        auto reports = ReportDrop::open(startup_.site.reports, sites_);
        if (!reports) return tl::unexpected(reports.error());
        reports_ = std::move(*reports);
    }
    auto regions = regionsIn(boot::resourceFolder());
    if (!regions) return tl::unexpected(regions.error());
    clerk::Recall recall(std::move(*regions));
    recall.keys = &keys_;
    recall.messages = !startup_.site.messageUrl.empty();
    reader_ = std::make_unique<Reader>(*reading_, *startup_.clock, crypto_, std::move(recall));
    std::vector<std::unique_ptr<store::Database>> stores;
    for (int i = 0; i < preparerThreads; ++i) {
        auto store = openToRead();
        if (!store) return tl::unexpected(store.error());
        stores.push_back(std::move(*store));
    }
    preparer_ =
        std::make_unique<Preparer>(std::move(stores), *writer_, *startup_.clock, crypto_, keys_);
    writer_->onSweep([this](clerk::Clerk& clerk) { sweep(clerk); }, [this] { swept(); });
    return {};
}

core::Result<void> Registry::openCashier() {
    auto gateway = openPayments(startup_.site, crypto_, chance_, *startup_.clock);
    if (!gateway) return tl::unexpected(gateway.error());
    if (!*gateway) return {};
    auto store = openToRead();
    if (!store) return tl::unexpected(store.error());
    cashier_ = std::make_unique<Cashier>(std::move(*store), std::move(*gateway), *writer_,
                                         *startup_.clock, sites_, startup_.site.payments.queryRate);
    return {};
}

core::Result<void> Registry::openMessenger() {
    const boot::SiteFile& site = startup_.site;
    if (site.messageUrl.empty()) return {};
    auto secret = crypto::readKeyFile(site.messageSecret);
    if (!secret) return tl::unexpected(secret.error());
    while (!secret->empty() && (secret->back() == '\n' || secret->back() == '\r'))
        secret->pop_back();
    auto store = openToRead();
    if (!store) return tl::unexpected(store.error());
    messenger_ = std::make_unique<Messenger>(
        std::move(*store),
        std::make_unique<message::HttpMessageSender>(site.messageUrl, std::move(*secret), crypto_,
                                                     *startup_.clock),
        *startup_.clock, crypto_, keys_);
    return {};
}

/// What concerns the whole registry. What a sweep that failed left behind is done again.
void Registry::beginSweep(std::int64_t now) {
    fired_.clear();
    dropped_.clear();
    reported_.clear();
    alertsLooked_.clear();
    if (messenger_)
        for (clerk::MessageOutcome& outcome : messenger_->takeOutcomes())
            settling_.push_back(std::move(outcome));
    for (const clerk::MessageOutcome& outcome : settling_)
        clerk::settleMessage(*writing_, outcome, now);
    if (now - tidiedAtMs_ < tidyEveryMs) return;
    tidiedAtMs_ = now;
    clerk::tidyMessages(*writing_, now);
    clerk::forgetOldTries(*writing_, now);
}

/// Once a second and site, in the writer's transaction.
void Registry::sweep(clerk::Clerk& clerk) {
    const std::string& site = clerk.site();
    const std::int64_t now = startup_.clock->utcMs();
    for (const store::DeviceContact& contact : contacts_.take(site, now))
        store::setContact(*writing_, site, contact);
    if (site == firstSite_) beginSweep(now);
    if (reports_) takeReports(clerk);
    const int minute = startup_.clock->now().minute;
    if (std::exchange(timesLookedAt_[site], minute) != minute)
        for (clerk::FiredAlert& alert : clerk::fireTimeAlerts(clerk))
            fired_.push_back(std::move(alert));
    const std::int64_t after = alertsLookedAt_[site];
    if (clerk.rev() == after) return;
    for (clerk::FiredAlert& alert : clerk::fireAlerts(clerk, after < clerk.rev() ? after : 0))
        fired_.push_back(std::move(alert));
    alertsLooked_[site] = clerk.rev();
}

void Registry::takeReports(clerk::Clerk& clerk) {
    for (const DroppedReport& dropped : reports_->next(clerk.site())) {
        const auto taken = clerk::takeReport(clerk, dropped.report);
        if (taken && taken->isNew) reported_.push_back({clerk.site(), taken->visit, "report", 0});
        dropped_.push_back(
            taken ? DropOutcome{dropped.path, {}, {}}
                  : DropOutcome{dropped.path, taken.error().code, taken.error().detail});
    }
}

/// That transaction is committed. (After one that failed, the next sweep looks again.)
void Registry::swept() {
    for (const auto& [site, rev] : std::exchange(alertsLooked_, {}))
        alertsLookedAt_[site] = rev;
    for (const clerk::FiredAlert& alert : std::exchange(fired_, {}))
        live_.alert(alert.site, alert.visit,
                    nlohmann::json{{"kind", alert.kind}, {"ahead", alert.ahead}}.dump());
    if (messenger_) messenger_->settled(std::exchange(settling_, {}));
    for (const clerk::FiredAlert& report : std::exchange(reported_, {}))
        live_.alert(report.site, report.visit, R"({"kind":"report","ahead":0})");
    if (reports_) reports_->settle(std::exchange(dropped_, {}));
    if (preparer_) preparer_->whenIdle([this](store::Database& database) { index(database); });
}

/// The lobby's indexes of bookings whose day comes near (clerk/bookingindex.h).
void Registry::index(store::Database& database) {
    for (const std::string& site : sites_) {
        auto made = clerk::makeIndexes(database, site, *startup_.clock, crypto_, keys_);
        if (made.empty()) continue;
        clerk::Work work;
        work.command = [made = std::move(made)](clerk::Clerk& clerk) -> clerk::Answer {
            return nlohmann::json(clerk::keepIndexes(clerk, made));
        };
        writer_->post(site, std::move(work), [](const clerk::Answer&) {});
    }
}

core::Result<std::unique_ptr<store::Database>> Registry::openToRead() const {
    return store::Database::open(startup_.site.store.location, store::StoreKind::Registry,
                                 store::Access::Read);
}

// On the live thread. When it cannot look, everybody is woken.
std::vector<std::string> Registry::touched(const std::string& site, std::int64_t after,
                                           std::int64_t through,
                                           const std::vector<std::string>& scopes) {
    std::vector<std::string> found;
    const auto read = waking_->read([&]() -> core::Result<void> {
        found = clerk::touchedScopes(*waking_, site, *startup_.clock, after, through, scopes);
        return {};
    });
    return read ? found : scopes;
}

core::Result<std::vector<std::unique_ptr<clerk::Clerk>>> Registry::hireClerks() {
    std::vector<std::unique_ptr<clerk::Clerk>> clerks;
    const auto done = writing_->transact([&]() -> core::Result<void> {
        for (const std::string& site : sitesOf(*writing_)) {
            auto clerk = std::make_unique<clerk::Clerk>(
                site, clerk::ClerkSetup{*writing_, crypto_, *startup_.clock, chance_, keys_,
                                        startup_.site.demo, !startup_.site.messageUrl.empty()});
            if (auto begun = clerk->begin(); !begun) return begun;
            if (auto published = clerk->publishKeys(); !published) return published;
            clerk->end();
            live_.advanced(site, clerk->rev(), clerk->epoch());
            if (clerks.empty()) firstSite_ = site;
            sites_.push_back(site);
            clerks.push_back(std::move(clerk));
        }
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    if (clerks.empty())
        return core::refused("no-hospital",
                             "the store holds no hospital yet: run `menzhen import FILE --site " +
                                 startup_.site.path + "` first");
    return clerks;
}

core::Result<void> Registry::listen() {
    const RouteTargets targets{*writer_, *reader_,  *preparer_,      live_,
                               crypto_,  contacts_, *startup_.clock, keys_,
                               chance_,  actions_,  &proxies_,       cashier_.get()};
    const auto stats = [this] {
        std::vector<ServerStats> all;
        for (const auto& server : servers_)
            all.push_back(server->stats());
        return all;
    };

    struct Listener {
        std::string address;
        Router router;
        std::optional<TlsSetup> tls;
    };

    std::vector<Listener> listeners;
    listeners.push_back(
        {startup_.site.listenDevices->text(), deviceRoutes(targets), certificates_->forDevices()});
    addCertificateRoutes(listeners[0].router, targets, certificates_->authority());
    if (startup_.site.listenPublic) {
        auto files = readPageFiles(boot::resourceFolder() + "/phone");
        if (!files) return tl::unexpected(files.error());
        if (files->empty()) boot::logWarning("start", "there is no phone page in the resources");
        listeners.push_back({startup_.site.listenPublic->text(), publicRoutes(targets),
                             certificates_->forPublic()});
        addPageRoutes(listeners.back().router, std::move(*files));
    }
    url_ = (listeners[0].tls ? "https://" : "http://") + listeners[0].address;
    for (Listener& listener : listeners) {
        addHealthRoutes(listener.router, targets, stats);
        ServerLimits limits = servers_.empty() ? ServerLimits() : limitsForPhones();
        if (!servers_.empty() && !proxies_.none()) // all phones come from one address
            limits.maxConnectionsPerAddress = limits.maxConnections;
        servers_.push_back(std::make_unique<HttpServer>(std::move(listener.router), limits));
    }
    for (std::size_t i = 0; i < servers_.size(); ++i) {
        const auto port = servers_[i]->start(listeners[i].address, std::move(listeners[i].tls));
        if (!port) return tl::unexpected(port.error());
    }
    return {};
}

void Registry::tick() {
    const auto renewed = certificates_->renewed();
    if (!renewed) return;
    boot::logInfo("tls", "a new server certificate");
    if (boot::devicesOverTls(startup_.site)) servers_[0]->renew(*renewed);
    const bool ofPublic = servers_.size() > 1 && boot::publicOverTls(startup_.site);
    if (ofPublic && certificates_->servesPublic()) servers_[1]->renew(*renewed);
}

void Registry::stop() {
    for (const auto& server : servers_)
        server->stop();
    if (messenger_) messenger_->stop();
    if (reports_) reports_->stop();
    preparer_->stop();
    if (cashier_) cashier_->stop();
    writer_->stop();
    logMover_->stop();
    reader_->stop();
    live_.stop();
}

} // namespace menzhen::registry
