// SPDX-License-Identifier: Apache-2.0
// TLS for the requests of this room: shows this device's certificate, and lets nothing go out
// before the other end was judged. Internal to this room. Thread: flow.
#pragma once

#include "drivers/link/tlsidentity.h"

#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSslConfiguration>
#include <QSslSocket>
#include <optional>

namespace menzhen::link {

class TlsGuard {
public:
    void use(TlsIdentity identity);

    bool hasIdentity() const { return identity_.has_value(); }

    void dress(QNetworkRequest& request) const;
    /// From here on `reply` ends with an error when the other end is not the right one.
    void watch(QNetworkReply& reply) const;

    const TlsIdentity& identity() const { return *identity_; }

    const QSslConfiguration& configuration() const { return configuration_; }

    /// Why `reply` was broken off by a guard; empty: it was not.
    static std::string problemOf(const QNetworkReply& reply);

private:
    std::optional<TlsIdentity> identity_;
    QSslConfiguration configuration_;
};

/// Certificates in DER, in their order.
std::vector<core::Bytes> chainOf(const QSslConfiguration& configuration);
QSslConfiguration configurationOf(const TlsIdentity& identity);

/// Names and dates are for the judge: a site's machines have addresses, not names, and a clock may
/// be wrong. Everything else OpenSSL complains about is final.
bool isForTheJudge(const QList<QSslError>& errors);

} // namespace menzhen::link
