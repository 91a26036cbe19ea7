// SPDX-License-Identifier: Apache-2.0
#include "tests/support/tlspipe.h"

#include <mutex>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

namespace menzhen::test {

namespace {

template <auto release> struct Release {
    template <class T> void operator()(T* handle) const { release(handle); }
};

using Bio = std::unique_ptr<BIO, Release<BIO_free_all>>;
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using X509Handle = std::unique_ptr<X509, Release<X509_free>>;
using Session = std::unique_ptr<SSL_SESSION, Release<SSL_SESSION_free>>;

Bio reading(const std::string& text) {
    return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

} // namespace

struct TlsClient::Parts {
    std::unique_ptr<SSL_CTX, Release<SSL_CTX_free>> context{SSL_CTX_new(TLS_client_method())};
    std::mutex guard;
    Session session;

    static int keep(SSL* ssl, SSL_SESSION* session) {
        auto* const parts = static_cast<Parts*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)));
        const std::lock_guard lock(parts->guard);
        parts->session.reset(session);
        return 1; // it is ours now
    }
};

TlsClient::TlsClient(const TlsIdentity& identity) : parts_(std::make_unique<Parts>()) {
    SSL_CTX* const context = parts_->context.get();
    SSL_CTX_set_app_data(context, parts_.get());
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(context, &Parts::keep);
    if (identity.certificatePem.empty()) return;
    const X509Handle x509(
        PEM_read_bio_X509(reading(identity.certificatePem).get(), nullptr, nullptr, nullptr));
    const Key key(
        PEM_read_bio_PrivateKey(reading(identity.keyPem).get(), nullptr, nullptr, nullptr));
    SSL_CTX_use_certificate(context, x509.get());
    SSL_CTX_use_PrivateKey(context, key.get());
}

TlsClient::~TlsClient() = default;

struct TlsPipe::Parts {
    std::unique_ptr<SSL, Release<SSL_free>> ssl;
    bool open = false;
};

TlsPipe::TlsPipe(TlsClient& client, int socket) : parts_(std::make_unique<Parts>()) {
    parts_->ssl.reset(SSL_new(client.parts_->context.get()));
    SSL* const ssl = parts_->ssl.get();
    SSL_set_fd(ssl, socket);
    {
        const std::lock_guard lock(client.parts_->guard);
        if (client.parts_->session) SSL_set_session(ssl, client.parts_->session.get());
    }
    parts_->open = SSL_connect(ssl) == 1;
    ERR_clear_error();
}

TlsPipe::~TlsPipe() {
    // Otherwise OpenSSL takes the session for broken and resumes it no more.
    if (parts_->open)
        SSL_set_shutdown(parts_->ssl.get(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
}

bool TlsPipe::isOpen() const {
    return parts_->open;
}

bool TlsPipe::isResumed() const {
    return SSL_session_reused(parts_->ssl.get()) == 1;
}

bool TlsPipe::hasUnread() const {
    return SSL_pending(parts_->ssl.get()) > 0;
}

std::string TlsPipe::serverCertificatePem() const {
    const X509Handle x509(SSL_get1_peer_certificate(parts_->ssl.get()));
    const Bio bio(BIO_new(BIO_s_mem()));
    if (x509 == nullptr || PEM_write_bio_X509(bio.get(), x509.get()) != 1) return {};
    char* text = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

ssize_t TlsPipe::send(std::string_view bytes) {
    const int sent = SSL_write(parts_->ssl.get(), bytes.data(), static_cast<int>(bytes.size()));
    ERR_clear_error();
    return sent > 0 ? sent : -1;
}

ssize_t TlsPipe::receive(char* bytes, std::size_t size) {
    const int got = SSL_read(parts_->ssl.get(), bytes, static_cast<int>(size));
    ERR_clear_error();
    return got > 0 ? got : 0;
}

} // namespace menzhen::test
