// SPDX-License-Identifier: Apache-2.0
#include "app/registry/certificates.h"

#include "app/boot/logging.h"
#include "app/boot/systemclock.h"
#include "drivers/crypto/keyfile.h"

#include <array>
#include <fstream>
#include <unistd.h>

namespace menzhen::registry {

namespace {

constexpr std::size_t mostChainBytes = 64 * 1024;

std::int64_t nowSeconds() {
    return boot::realUtcMs() / 1000;
}

/// Under which names a client may know this machine. Devices pin the authority and ask for none.
std::vector<std::string> hostsOf(const boot::SiteFile& site) {
    std::vector<std::string> hosts{"localhost", "127.0.0.1", "::1"};
    const auto add = [&hosts](const std::string& host) {
        const bool wildcard = host.empty() || host == "0.0.0.0" || host == "::";
        const bool plain = host.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKL"
                                                  "MNOPQRSTUVWXYZ.:-") == std::string::npos;
        if (!wildcard && plain && std::find(hosts.begin(), hosts.end(), host) == hosts.end())
            hosts.push_back(host);
    };
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) == 0) add(name.data());
    if (site.listenDevices) add(site.listenDevices->host);
    if (site.listenPublic) add(site.listenPublic->host);
    if (!site.publicUrl.empty()) {
        std::string host = site.publicUrl.substr(site.publicUrl.find("//") + 2);
        host = host.substr(0, host.find('/'));
        add(host.substr(0, host.rfind(':')));
    }
    return hosts;
}

/// A chain is public, so unlike a key it may be readable by others.
core::Result<std::string> readChain(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text(mostChainBytes, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (text.find("BEGIN CERTIFICATE") == std::string::npos)
        return core::badData("key-file", path + ": no certificate in PEM can be read there");
    return text;
}

} // namespace

Certificates::Certificates(const boot::SiteFile& site, const ports::Crypto& crypto,
                           crypto::Authority authority, std::unique_ptr<ports::PrivateKey> key)
    : site_(site), crypto_(crypto), authority_(std::move(authority)), key_(std::move(key)),
      certificate_(drawUp()) {}

core::Result<std::unique_ptr<Certificates>>
Certificates::open(const boot::SiteFile& site, const ports::Crypto& crypto, ports::Chance& chance) {
    auto authority = crypto::Authority::open(crypto, chance, site.keys, nowSeconds());
    if (!authority) return tl::unexpected(authority.error());
    auto key = crypto::loadOrMakeKey(crypto, std::filesystem::path(site.keys) / "server.pem");
    if (!key) return tl::unexpected(key.error());
    std::unique_ptr<Certificates> all(
        new Certificates(site, crypto, std::move(*authority), std::move(*key)));
    if (site.publicCertificate.empty()) return all;
    auto chain = readChain(site.publicCertificate);
    if (!chain) return tl::unexpected(chain.error());
    auto own = crypto::readKeyFile(site.publicKey);
    if (!own) return tl::unexpected(own.error());
    all->publicCertificate_ = {std::move(*chain), std::move(*own)};
    return all;
}

ServerCertificate Certificates::drawUp() {
    server_ = authority_.issueServer(key_->publicKey(), hostsOf(site_), nowSeconds());
    return {server_->pem + authority_.certificate().pem, key_->privatePem()};
}

std::optional<ServerCertificate> Certificates::renewed() {
    if (!crypto::isRenewable(*server_, nowSeconds())) return std::nullopt;
    certificate_ = drawUp();
    return certificate_;
}

std::optional<TlsSetup> Certificates::forDevices() const {
    if (!boot::devicesOverTls(site_)) return std::nullopt;
    TlsSetup setup;
    setup.certificate = certificate_;
    setup.asksForCertificate = true;
    setup.judge = [this](core::ByteView der) -> Peer {
        if (der.empty()) return {{}, {}, {}, {}, "certificate-missing"};
        auto judged = crypto::judgeCertificate(authority_.certificate(), der,
                                               crypto::CertificateUse::Client, nowSeconds());
        const crypto::Certificate& its = judged.certificate;
        const std::string fingerprint =
            its.key.valid() ? core::toHex(crypto_.fingerprint(its.key)) : std::string();
        return {its.device, its.site, its.role, fingerprint, std::move(judged.problem)};
    };
    setup.onRefused = [](const std::string& who, const std::string& problem) {
        boot::logWarning("tls", who + ": " + problem);
    };
    return setup;
}

std::optional<TlsSetup> Certificates::forPublic() const {
    if (!boot::publicOverTls(site_)) return std::nullopt;
    TlsSetup setup;
    setup.certificate = servesPublic() ? certificate_ : publicCertificate_;
    setup.onRefused = [](const std::string& who, const std::string& problem) {
        boot::logInfo("tls", "public " + who + ": " + problem);
    };
    return setup;
}

} // namespace menzhen::registry
