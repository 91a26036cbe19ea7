// SPDX-License-Identifier: Apache-2.0
// The real registry with a small hospital, which a test can stop and start again on its port.
#pragma once

#include "app/registry/registry.h"
#include "drivers/crypto/opensslcrypto.h"
#include "drivers/crypto/systemchance.h"

#include <QTemporaryDir>
#include <functional>
#include <memory>
#include <string>

namespace menzhen::test {

/// Waits, with the event loop running; false after a patience that no healthy run needs.
bool eventually(const std::function<bool()>& isTrue);

class Hall {
public:
    Hall();
    ~Hall();
    Hall(const Hall&) = delete;
    Hall& operator=(const Hall&) = delete;

    bool start();
    void stop();

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

    std::string path(const std::string& name) const;
    /// What one SELECT of the registry's store answers; -1 when it fails.
    std::int64_t ask(const std::string& sql);
    /// Somebody else holds a slot: the log grows by one.
    bool holdSlot();

    /// 08:05 on the Monday on which the small hospital opens.
    static constexpr const char* clock = "2026-11-23T08:05";

private:
    QTemporaryDir folder_;
    int port_ = 0;
    boot::Startup startup_;
    crypto::OpenSslCrypto crypto_;
    crypto::SystemChance chance_;
    std::unique_ptr<registry::Registry> registry_;
};

} // namespace menzhen::test
