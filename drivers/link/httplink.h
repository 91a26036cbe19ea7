// SPDX-License-Identifier: Apache-2.0
// RegistryLink over Qt Network: HTTP/1.1 with keep-alive, gzip both ways, Server-Sent Events.
#pragma once

#include "app/ports/registrylink.h"
#include "drivers/link/flowthread.h"
#include "drivers/link/tlsidentity.h"

#include <cstddef>
#include <memory>
#include <string>

namespace menzhen::link {

/// Named limits; tests make them shorter.
struct LinkLimits {
    std::size_t gzipAboveBytes = 1000;             ///< smaller bodies are sent plain
    std::size_t maxAnswerBytes = 64 * 1024 * 1024; ///< a snapshot is the largest
    std::size_t maxEventBytes = 64 * 1024;         ///< one event; a longer one breaks the stream
    int silentStreamMs = 45'000;                   ///< three of the registry's heartbeats
    int backoffFromMs = 1'000;                     ///< full jitter: 0 .. min(to, from * 2^n), but
    int backoffToMs = 30'000;                      ///< never under a tenth of `from`
};

/// Owns its part on the flow thread; made and destroyed on any thread while the flow thread runs,
/// used on the flow thread (the port's law).
class HttpLink final : public ports::RegistryLink {
public:
    /// `registry`: "https://HOST:PORT" or "http://127.0.0.1:8080", without a path.
    HttpLink(FlowThread& flow, std::string registry, LinkLimits limits = {});
    /// For https: without it every request ends with `not-enrolled`, and nothing is sent. A second
    /// one (a renewed certificate) counts for the connections that follow. Flow thread.
    void setIdentity(TlsIdentity identity);
    ~HttpLink() override; ///< stops: callbacks under way run with `stopped` before it returns

    void request(ports::LinkRequest request, Answered answered) override;
    void follow(std::string path, std::function<void(std::string data)> onWake,
                std::function<void(ports::LinkState)> onState) override;
    void stop() override;

private:
    class Wire;
    FlowThread& flow_;
    std::unique_ptr<Wire> wire_;
};

} // namespace menzhen::link
