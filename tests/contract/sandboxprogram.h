// SPDX-License-Identifier: Apache-2.0
// menzhen-paysim as a program of its own, in a folder of its own, for as long as this object lives;
// and the gateway that the registry would open from the site file which the sandbox wrote.
#pragma once

#include "app/registry/paymentsetup.h"
#include "drivers/crypto/opensslcrypto.h"
#include "drivers/crypto/systemchance.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

namespace menzhen::contract {

/// The machine's own time: the sandbox runs by it too.
class RealClock final : public ports::Clock {
public:
    std::int64_t utcMs() const override;
    std::int64_t monotonicMs() const override;
    ports::LocalTime local(std::int64_t utcMs) const override;
    std::int64_t utcMsOf(int day, int minute) const override;
};

class SandboxProgram {
public:
    SandboxProgram();
    ~SandboxProgram(); ///< ends the program that it started
    SandboxProgram(const SandboxProgram&) = delete;
    SandboxProgram& operator=(const SandboxProgram&) = delete;

    /// From DIR/payments.toml, through the site file's reader; `change` edits its text before.
    std::unique_ptr<payment::Gateway> gateway(const std::function<void(std::string&)>& change =
                                                  [](std::string&) {});

    /// The wallet, the faults, the ledger.
    nlohmann::json get(const std::string& target);
    nlohmann::json post(const std::string& target, const nlohmann::json& body);

    const RealClock& clock() const { return clock_; }

private:
    nlohmann::json call(const std::string& method, const std::string& target,
                        const std::string& body);

    std::filesystem::path folder_;
    std::string url_;
    int process_ = -1;
    int output_ = -1;
    crypto::OpenSslCrypto crypto_;
    crypto::SystemChance chance_;
    RealClock clock_;
    payment::Carrier carrier_{{}};
};

} // namespace menzhen::contract
