// SPDX-License-Identifier: Apache-2.0
#include "tests/app/boot/device/hall.h"

#include "app/core/check.h"
#include "tests/support/clinic.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTcpServer>
#include <QTest>

namespace menzhen::test {

namespace {

constexpr int patienceMs = 15'000; // below the courier's poll: a lost wake-up shows

} // namespace

bool eventually(const std::function<bool()>& isTrue) {
    for (int waited = 0; waited < patienceMs; waited += 5) {
        if (isTrue()) return true;
        QTest::qWait(5);
    }
    return false;
}

Hall::Hall() {
    (void)Clinic::small(1, 20, path("registry.sqlite"));
    QTcpServer free;
    MENZHEN_CHECK(free.listen(QHostAddress::LocalHost), "no free port");
    port_ = free.serverPort();
    boot::SiteFile& site = startup_.site;
    site.site = "T1";
    site.role = boot::Role::Registry;
    site.id = boot::registryId;
    site.timezone = "Asia/Shanghai";
    site.store = {boot::StoreAddress::Kind::Sqlite, path("registry.sqlite")};
    site.keys = path("registry-keys");
    site.listenDevices = boot::HostPort{"127.0.0.1", port_};
    site.demo = true;
    auto made = boot::makeClock(site, clock);
    MENZHEN_CHECK(made.has_value(), "the test's clock");
    startup_.clock = std::move(*made);
}

Hall::~Hall() {
    stop();
}

std::string Hall::path(const std::string& name) const {
    return (folder_.path() + "/" + QString::fromStdString(name)).toStdString();
}

bool Hall::start() {
    auto started = registry::Registry::start(startup_, crypto_, chance_);
    if (!started) {
        qWarning("%s %s", started.error().code.c_str(), started.error().detail.c_str());
        return false;
    }
    registry_ = std::move(*started);
    return true;
}

void Hall::stop() {
    if (registry_) registry_->stop();
    registry_.reset();
}

std::int64_t Hall::ask(const std::string& sql) {
    auto opened = store::Database::open(path("registry.sqlite"), store::StoreKind::Registry,
                                        store::Access::Read);
    if (!opened) return -1;
    std::int64_t value = -1;
    (void)(*opened)->read([&]() -> core::Result<void> {
        store::Query query(**opened, sql);
        if (query.step()) value = query.integer(0);
        return {};
    });
    return value;
}

bool Hall::holdSlot() {
    QNetworkAccessManager network;
    QNetworkRequest request(QUrl(QString::fromStdString(url() + "/v1/sites/T1/holds")));
    request.setHeader(QNetworkRequest::ContentTypeHeader, "application/json");
    const std::unique_ptr<QNetworkReply> reply(network.post(
        request, R"({"day":20261123,"session":"DEPA-D1-AM","channel":"KIOSK","holder":"K9"})"));
    return eventually([&] { return reply->isFinished(); }) &&
           reply->error() == QNetworkReply::NoError;
}

} // namespace menzhen::test
