// SPDX-License-Identifier: Apache-2.0
#include <utility> // before Asio: Boost 1.74's coroutine header leaves it out

#include "app/registry/http/tlscontext.h"

#include <boost/asio/buffer.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace menzhen::registry {

namespace {

namespace asio = boost::asio;
using Error = boost::system::error_code;

// One is enough: a device keeps one connection for requests and one for its stream.
constexpr std::size_t ticketsPerHandshake = 1;
// A session is resumed within a day; the certificate in it is judged at every connection anyway.
constexpr long sessionSeconds = 86'400;
constexpr unsigned char sessionContext[] = "menzhen";

core::Result<void> badCertificate(const Error& error) {
    ERR_clear_error();
    return core::badData("tls-certificate",
                         "the certificate or its key is no good: " + error.message());
}

} // namespace

TlsContext::TlsContext(TlsSetup setup) : setup_(std::move(setup)) {}

core::Result<std::unique_ptr<TlsContext>> TlsContext::make(TlsSetup setup) {
    std::unique_ptr<TlsContext> made(new TlsContext(std::move(setup)));
    if (auto done = made->configure(); !done) return tl::unexpected(done.error());
    if (auto done = made->renew(made->setup_.certificate); !done)
        return tl::unexpected(done.error());
    return made;
}

core::Result<void> TlsContext::configure() {
    SSL_CTX* const raw = context_.native_handle();
    SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
    SSL_CTX_set_options(raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                 SSL_OP_CIPHER_SERVER_PREFERENCE);
    // An idle connection keeps no buffers: a hospital has a thousand of them.
    SSL_CTX_set_mode(raw, SSL_MODE_RELEASE_BUFFERS);
    // Tickets instead of a cache: what a reconnect needs, the client keeps.
    SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_session_id_context(raw, sessionContext, sizeof sessionContext - 1);
    SSL_CTX_set_timeout(raw, sessionSeconds);
    SSL_CTX_set_num_tickets(raw, ticketsPerHandshake);
    if (!setup_.asksForCertificate) return {};
    Error error;
    context_.set_verify_mode(asio::ssl::verify_peer, error);
    // Judged after the handshake, so that a client hears in words what is wrong with it.
    if (!error)
        context_.set_verify_callback([](bool, asio::ssl::verify_context&) { return true; }, error);
    if (error) return badCertificate(error);
    return {};
}

core::Result<void> TlsContext::renew(const ServerCertificate& certificate) {
    Error error;
    context_.use_certificate_chain(asio::buffer(certificate.chain), error);
    if (!error)
        context_.use_private_key(asio::buffer(certificate.key), asio::ssl::context::pem, error);
    if (error) return badCertificate(error);
    if (SSL_CTX_check_private_key(context_.native_handle()) == 1) return {};
    ERR_clear_error();
    return core::badData("tls-certificate", "the key is not the certificate's");
}

Peer TlsContext::peerOf(TlsStream& stream) const {
    if (!setup_.asksForCertificate || !setup_.judge) return {};
    const std::unique_ptr<X509, decltype(&X509_free)> x509(
        SSL_get1_peer_certificate(stream.native_handle()), &X509_free);
    core::Bytes der;
    if (x509 != nullptr) {
        unsigned char* bytes = nullptr;
        const int size = i2d_X509(x509.get(), &bytes);
        if (size > 0) der.assign(bytes, bytes + size);
        OPENSSL_free(bytes);
    }
    return setup_.judge(der);
}

void TlsContext::refused(const std::string& who, const std::string& problem) const {
    if (setup_.onRefused) setup_.onRefused(who, problem);
}

} // namespace menzhen::registry
