// SPDX-License-Identifier: Apache-2.0
#include "drivers/link/tlsguard.h"

#include <QSslCertificate>
#include <QSslKey>
#include <QVariant>
#include <algorithm>
#include <utility>

namespace menzhen::link {

namespace {

constexpr const char* problemName = "menzhenProblem";

QByteArray pemBytes(const std::string& text) {
    return {text.data(), static_cast<qsizetype>(text.size())};
}

} // namespace

std::vector<core::Bytes> chainOf(const QSslConfiguration& configuration) {
    std::vector<core::Bytes> chain;
    for (const QSslCertificate& certificate : configuration.peerCertificateChain()) {
        const QByteArray der = certificate.toDer();
        chain.emplace_back(der.begin(), der.end());
    }
    return chain;
}

QSslConfiguration configurationOf(const TlsIdentity& identity) {
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    const bool pinned = !identity.authorityPem.empty();
    configuration.setCaCertificates(pinned
                                        ? QSslCertificate::fromData(pemBytes(identity.authorityPem))
                                        : QList<QSslCertificate>());
    configuration.setPeerVerifyMode(pinned ? QSslSocket::VerifyPeer : QSslSocket::QueryPeer);
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setSslOption(QSsl::SslOptionDisableSessionPersistence, false);
    if (!identity.certificatePem.empty()) {
        configuration.setLocalCertificate(QSslCertificate(pemBytes(identity.certificatePem)));
        configuration.setPrivateKey(QSslKey(pemBytes(identity.keyPem), QSsl::Ec));
    }
    return configuration;
}

bool isForTheJudge(const QList<QSslError>& errors) {
    return std::all_of(errors.begin(), errors.end(), [](const QSslError& error) {
        return error.error() == QSslError::HostNameMismatch ||
               error.error() == QSslError::CertificateExpired ||
               error.error() == QSslError::CertificateNotYetValid;
    });
}

void TlsGuard::use(TlsIdentity identity) {
    configuration_ = configurationOf(identity);
    identity_ = std::move(identity);
}

void TlsGuard::dress(QNetworkRequest& request) const {
    if (!identity_) return;
    request.setSslConfiguration(configuration_);
    if (identity_->clockMs)
        request.setRawHeader("Menzhen-Clock", QByteArray::number(qint64(identity_->clockMs())));
}

void TlsGuard::watch(QNetworkReply& reply) const {
    if (!identity_) return;
    QObject::connect(
        &reply, &QNetworkReply::sslErrors, &reply,
        [&reply, pinned = !identity_->authorityPem.empty()](const QList<QSslError>& errors) {
            if (!pinned || isForTheJudge(errors)) return reply.ignoreSslErrors(errors);
            reply.setProperty(problemName, "certificate-foreign");
        });
    // Qt tells of the handshake before it sends a byte of the request.
    QObject::connect(&reply, &QNetworkReply::encrypted, &reply, [&reply, judge = identity_->judge] {
        const std::string problem = judge(chainOf(reply.sslConfiguration()));
        if (problem.empty()) return;
        reply.setProperty(problemName, QString::fromStdString(problem));
        reply.abort();
    });
}

std::string TlsGuard::problemOf(const QNetworkReply& reply) {
    return reply.property(problemName).toString().toStdString();
}

} // namespace menzhen::link
