// SPDX-License-Identifier: Apache-2.0
#include "app/paysim/sandbox.h"

#include "app/boot/logging.h"
#include "app/boot/systemclock.h"
#include "app/paysim/books.h"
#include "app/paysim/till.h"
#include "app/paysim/wallet.h"
#include "app/paysim/wechat2.h"
#include "app/registry/http/httpserver.h"

#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>

namespace menzhen::paysim {

namespace {

using registry::Responder;
using registry::Router;

constexpr const char* ledgerFile = "ledger.sqlite";
/// Longer than any fault delays, so that a caller gives up first.
constexpr int requestMs = 600'000;
constexpr std::size_t maxRequestBytes = 64 * 1024;

/// Loads only from itself.
constexpr const char* contentPolicy =
    "default-src 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'";

struct PageName {
    const char* name;
    const char* type;
};

constexpr PageName pageNames[] = {{"index.html", "text/html; charset=utf-8"},
                                  {"wallet.css", "text/css; charset=utf-8"},
                                  {"wallet.js", "text/javascript; charset=utf-8"},
                                  {"words.js", "text/javascript; charset=utf-8"}};

core::Result<std::string> pageFile(const std::string& folder, const char* name) {
    std::ifstream file(std::filesystem::path(folder) / name, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    if (!file) return core::badData("page-files", folder + "/" + name + ": cannot be read");
    return text.str();
}

} // namespace

class Sandbox::House {
public:
    House(Keyring keys, std::unique_ptr<Ledger> ledger, Faults faults, const SandboxSetup& setup)
        : keys_(std::move(keys)), ledger_(std::move(ledger)), faults_(std::move(faults)),
          bank_(
              *ledger_, faults_, [shift = setup.clockShiftMs] { return boot::realUtcMs() + shift; },
              [this](std::int64_t ms, std::function<void()> task) { later(ms, std::move(task)); }),
          wallet_(bank_, setup.camera) {
        bank_.onPaid = [this](const Order& order) { notices_.paid(order); };
        bank_.onRefund = [this](const Order& order, const Refund& refund) {
            notices_.refunded(order, refund);
        };
    }

    core::Result<void> listen(const SandboxSetup& setup);

    const std::string& url() const { return url_; }

    void stop() {
        if (server_) server_->stop();
        notices_.stop();
        desk_.stop();
    }

private:
    using Act = std::function<HttpResponse(const HttpRequest&)>;

    void later(std::int64_t ms, std::function<void()> task);
    core::Result<void> addPages(Router& router, const std::string& folder);
    void addWechat(Router& router);
    void addOwn(Router& router);
    void addTill(Router& router, const char* method, const char* pattern, Platform& platform,
                 const char* verb);
    void addAct(Router& router, const char* method, const char* pattern, Act act);

    const Keyring keys_;
    const std::unique_ptr<Ledger> ledger_;
    Faults faults_;
    Bank bank_;
    Wechat wechat_{keys_, bank_};
    Wechat2 wechat2_{keys_, bank_, wechat_};
    Alipay alipay_{keys_, bank_};
    Wallet wallet_;
    Desk desk_;
    Notices notices_{bank_, wechat_, alipay_, desk_};
    Till till_{bank_, desk_, notices_};
    std::string url_;
    std::unique_ptr<registry::HttpServer> server_;
};

void Sandbox::House::later(std::int64_t ms, std::function<void()> task) {
    desk_.postAfter(ms, [this, task = std::move(task)] {
        if (const auto done = ledger_->transact(task); !done)
            boot::logError("ledger", done.error().detail);
    });
}

void Sandbox::House::addTill(Router& router, const char* method, const char* pattern,
                             Platform& platform, const char* verb) {
    router.add(method, pattern, [this, &platform, verb](HttpRequest request, Responder answer) {
        till_.serve(platform, verb, std::move(request), std::move(answer));
    });
}

/// Ours, not a platform's: no faults, no signatures.
void Sandbox::House::addAct(Router& router, const char* method, const char* pattern, Act act) {
    router.add(method, pattern,
               [this, act = std::move(act)](const HttpRequest& request, const Responder& answer) {
                   desk_.post([this, act, request, answer] {
                       HttpResponse response;
                       const auto done = ledger_->transact([&] { response = act(request); });
                       answer.send(
                           done ? std::move(response)
                                : registry::problem(500, "ledger", "The books cannot be kept."));
                   });
               });
}

void Sandbox::House::addWechat(Router& router) {
    const auto add = [&](const char* method, const char* pattern, const char* verb) {
        addTill(router, method, pattern, wechat_, verb);
    };
    add("POST", "/wechat/v3/pay/transactions/native", "native");
    add("POST", "/wechat/v3/pay/transactions/codepay", "codepay");
    add("GET", "/wechat/v3/pay/transactions/out-trade-no/{number}", "query");
    add("GET", "/wechat/v3/pay/transactions/id/{transaction}", "query-id");
    add("POST", "/wechat/v3/pay/transactions/out-trade-no/{number}/close", "close");
    add("POST", "/wechat/v3/pay/transactions/out-trade-no/{number}/reverse", "reverse");
    add("POST", "/wechat/v3/refund/domestic/refunds", "refund");
    add("GET", "/wechat/v3/refund/domestic/refunds/{refund}", "refund-query");
    add("GET", "/wechat/v3/certificates", "certificates");
    const auto addV2 = [&](const char* pattern, const char* verb) {
        addTill(router, "POST", pattern, wechat2_, verb);
    };
    addV2("/wechat/pay/micropay", "codepay");
    addV2("/wechat/pay/orderquery", "query");
    addV2("/wechat/pay/refundquery", "refund-query");
    addV2("/wechat/secapi/pay/reverse", "reverse");
    addV2("/wechat/secapi/pay/refund", "refund");
}

void Sandbox::House::addOwn(Router& router) {
    addAct(router, "GET", "/ledger",
           [this](const HttpRequest&) { return registry::json(200, ledgerTold(bank_).dump()); });
    addAct(router, "GET", "/faults",
           [this](const HttpRequest&) { return registry::json(200, faults_.told().dump()); });
    addAct(router, "POST", "/faults", [this](const HttpRequest& request) {
        if (const auto changed = faults_.change(request.body); !changed)
            return registry::problem(400, "faults", changed.error().detail);
        return registry::json(200, faults_.told().dump());
    });
    const auto wallet = [&](const char* method, const char* pattern,
                            HttpResponse (Wallet::*act)(const HttpRequest&)) {
        addAct(router, method, pattern,
               [this, act](const HttpRequest& request) { return (wallet_.*act)(request); });
    };
    wallet("POST", "/wallet/scan", &Wallet::scan);
    wallet("POST", "/wallet/pay", &Wallet::pay);
    wallet("GET", "/wallet/code", &Wallet::newCode);
    wallet("GET", "/wallet/code/{code}", &Wallet::codeState);
    wallet("POST", "/wallet/confirm", &Wallet::confirm);
    wallet("POST", "/wallet/cancel", &Wallet::cancel);
    wallet("POST", "/wallet/show", &Wallet::show);
    addAct(router, "GET", "/wallet/open", [this](const HttpRequest&) { return wallet_.open(); });
    addAct(router, "GET", "/wallet/qr.svg",
           [](const HttpRequest& request) { return Wallet::picture(request); });
}

core::Result<void> Sandbox::House::addPages(Router& router, const std::string& folder) {
    for (const PageName& page : pageNames) {
        auto text = pageFile(folder, page.name);
        if (!text) return tl::unexpected(text.error());
        HttpResponse response{200,
                              std::move(*text),
                              page.type,
                              {{"Content-Security-Policy", contentPolicy},
                               {"Referrer-Policy", "no-referrer"},
                               {"Cache-Control", "no-cache"}},
                              {},
                              false};
        const auto serve = [response](const HttpRequest&, const Responder& answer) {
            answer.send(response);
        };
        router.add("GET", "/wallet/" + std::string(page.name), serve);
        if (std::string(page.name) == "index.html") router.add("GET", "/wallet/", serve);
    }
    for (const char* path : {"/", "/wallet"})
        router.add("GET", path, [](const HttpRequest&, const Responder& answer) {
            answer.send({302, {}, "text/plain", {{"Location", "/wallet/"}}, {}, false});
        });
    return {};
}

core::Result<void> Sandbox::House::listen(const SandboxSetup& setup) {
    Router router;
    addWechat(router);
    addTill(router, "POST", "/alipay/gateway.do", alipay_, "");
    addOwn(router);
    if (auto pages = addPages(router, setup.pageFolder); !pages) return pages;
    registry::ServerLimits limits;
    limits.requestMs = requestMs;
    limits.maxBodyBytes = maxRequestBytes;
    server_ = std::make_unique<registry::HttpServer>(std::move(router), limits);
    const auto port = server_->start(setup.listen);
    if (!port) return tl::unexpected(port.error());
    url_ =
        "http://" + setup.listen.substr(0, setup.listen.rfind(':')) + ":" + std::to_string(*port);
    desk_.post([this] {
        if (const auto begun = ledger_->transact([this] { notices_.begin(); }); !begun)
            boot::logError("ledger", begun.error().detail);
    });
    return writePaymentsTable(keys_, setup.folder, url_, setup.notifyUrl);
}

Sandbox::Sandbox(std::unique_ptr<House> house) : house_(std::move(house)) {}

Sandbox::~Sandbox() {
    stop();
}

core::Result<std::unique_ptr<Sandbox>> Sandbox::start(const SandboxSetup& setup) {
    auto keys = Keyring::open(setup.folder, boot::realUtcMs() + setup.clockShiftMs);
    if (!keys) return tl::unexpected(keys.error());
    auto ledger = Ledger::open((std::filesystem::path(setup.folder) / ledgerFile).string());
    if (!ledger) return tl::unexpected(ledger.error());
    Faults faults;
    if (!setup.faults.empty())
        if (auto changed = faults.change(setup.faults); !changed)
            return tl::unexpected(changed.error());
    auto house =
        std::make_unique<House>(std::move(*keys), std::move(*ledger), std::move(faults), setup);
    if (auto listening = house->listen(setup); !listening) return tl::unexpected(listening.error());
    return std::unique_ptr<Sandbox>(new Sandbox(std::move(house)));
}

const std::string& Sandbox::url() const {
    return house_->url();
}

void Sandbox::stop() {
    house_->stop();
}

} // namespace menzhen::paysim
