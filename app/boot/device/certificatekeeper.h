// SPDX-License-Identifier: Apache-2.0
// Keeps a device's certificate fresh: takes up what `--enrol` wrote, and asks the registry for the
// next one when a third of its life is over, until it has it. An expired one is renewed in the same
// way. What goes wrong here stops nothing but the wire.
// Thread: made, used and destroyed on the flow thread.
#pragma once

#include "app/boot/device/identity.h"
#include "drivers/link/httplink.h"

#include <QTimer>
#include <functional>
#include <memory>

namespace menzhen::boot {

inline constexpr int lookForEnrolmentMs = 2'000; ///< whether somebody ran --enrol
inline constexpr int renewalEveryMs = 60'000;    ///< looks whether it is time, and tries again

class CertificateKeeper {
public:
    /// `changed` runs after the link has another certificate. `identity` and `link` outlive this.
    CertificateKeeper(Identity& identity, link::HttpLink& link, const SiteFile& site,
                      std::function<void()> changed);
    ~CertificateKeeper();
    CertificateKeeper(const CertificateKeeper&) = delete;
    CertificateKeeper& operator=(const CertificateKeeper&) = delete;

    void start();
    void stop();
    /// The registry said "certificate-expired": now, not in a minute.
    void refused();

private:
    void turn();
    void renew();
    void renewed(const core::Result<ports::LinkResponse>& answer);
    void say(const std::string& problem);

    Identity& identity_;
    link::HttpLink& link_;
    const SiteFile& site_;
    std::function<void()> changed_;
    QTimer timer_;
    bool asking_ = false;
    std::string said_; ///< the last problem, logged once
    std::shared_ptr<bool> alive_;
};

} // namespace menzhen::boot
