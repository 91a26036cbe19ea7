// SPDX-License-Identifier: Apache-2.0
// The registry's parts in the order of their life: store, keys, one clerk a site, writer, reader,
// servers. A main makes one and waits.
#pragma once

#include "app/boot/startup.h"
#include "app/clerk/alerts.h"
#include "app/clerk/clerk.h"
#include "app/registry/cashier.h"
#include "app/registry/certificates.h"
#include "app/registry/contacts.h"
#include "app/registry/live.h"
#include "app/registry/logmover.h"
#include "app/registry/messenger.h"
#include "app/registry/preparer.h"
#include "app/registry/reader.h"
#include "app/registry/reportdrop.h"
#include "app/registry/routes.h"
#include "app/registry/writer.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace menzhen::registry {

class Registry {
public:
    /// What the start-up found outlives the registry. Errors: those of the store, of the keys
    /// folder and of the sockets; Refused "no-hospital" when nothing was imported yet.
    static core::Result<std::unique_ptr<Registry>>
    start(const boot::Startup& startup, const ports::Crypto& crypto, ports::Chance& chance);
    /// No new requests, what waits is committed, everything is closed.
    void stop();

    /// Once a minute or so: certificates that grow old are renewed.
    void tick();

    /// "https://127.0.0.1:8480" of `listen_devices`.
    const std::string& url() const { return url_; }

private:
    Registry(const boot::Startup& startup, const ports::Crypto& crypto, ports::Chance& chance);
    core::Result<void> open();
    core::Result<std::vector<std::unique_ptr<clerk::Clerk>>> hireClerks();
    core::Result<void> openMessenger();
    core::Result<void> openCashier();
    core::Result<void> listen();
    void beginSweep(std::int64_t now);
    void takeReports(clerk::Clerk& clerk);
    void sweep(clerk::Clerk& clerk);
    void swept();
    void index(store::Database& database);
    core::Result<std::unique_ptr<store::Database>> openToRead() const;
    std::vector<std::string> touched(const std::string& site, std::int64_t after,
                                     std::int64_t through, const std::vector<std::string>& scopes);

    const boot::Startup& startup_;
    const ports::Crypto& crypto_;
    ports::Chance& chance_;
    clerk::SiteKeys keys_;
    std::unique_ptr<Certificates> certificates_;
    Contacts contacts_;
    ActionLimit actions_;
    const TrustedProxies proxies_{startup_.site.trustedProxies};
    std::unique_ptr<store::Database> writing_;
    std::unique_ptr<store::Database> reading_;
    std::unique_ptr<store::Database> waking_; ///< the live thread's
    Live live_;
    /// How far each site's alerts were looked at; what fired in this sweep. The writer's thread.
    std::map<std::string, std::int64_t> alertsLookedAt_;
    std::map<std::string, int> timesLookedAt_; ///< minute of the day
    std::map<std::string, std::int64_t> alertsLooked_;
    std::vector<clerk::FiredAlert> fired_;
    std::vector<clerk::MessageOutcome> settling_;
    std::string firstSite_; ///< in the order of the sweep
    std::vector<std::string> sites_;
    std::vector<DropOutcome> dropped_; ///< of this sweep
    std::vector<clerk::FiredAlert> reported_;
    std::int64_t tidiedAtMs_ = 0;
    std::unique_ptr<Messenger> messenger_;
    std::unique_ptr<ReportDrop> reports_;
    std::unique_ptr<LogMover> logMover_;
    std::unique_ptr<Writer> writer_;
    std::unique_ptr<Reader> reader_;
    std::unique_ptr<Preparer> preparer_;
    std::unique_ptr<Cashier> cashier_;                 ///< null: no payment platform is configured
    std::vector<std::unique_ptr<HttpServer>> servers_; ///< devices', then public
    std::string url_;
};

} // namespace menzhen::registry
