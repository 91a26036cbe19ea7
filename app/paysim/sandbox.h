// SPDX-License-Identifier: Apache-2.0
// The sandbox as a whole: both platforms, the wallet, the ledger and the faults behind one address.
#pragma once

#include "app/core/result.h"

#include <cstdint>
#include <memory>
#include <string>

namespace menzhen::paysim {

struct SandboxSetup {
    std::string listen;            ///< "127.0.0.1:8484"; port 0 takes a free one
    std::string folder;            ///< keys, ledger, payments.toml
    std::string faults;            ///< JSON as POST /faults takes it; empty: none
    std::string notifyUrl;         ///< of the registry, for payments.toml; empty: it asks alone
    std::string camera;            ///< a kiosk's virtual camera; empty: none
    std::string pageFolder;        ///< resources/paysim
    std::int64_t clockShiftMs = 0; ///< added to the machine's time
};

class Sandbox {
public:
    /// Errors: those of Keyring, Ledger, Faults and HttpServer::start; Data "page-files".
    static core::Result<std::unique_ptr<Sandbox>> start(const SandboxSetup& setup);
    ~Sandbox();

    const std::string& url() const; ///< "http://127.0.0.1:8484"
    void stop();

private:
    class House;
    explicit Sandbox(std::unique_ptr<House> house);

    std::unique_ptr<House> house_;
};

} // namespace menzhen::paysim
