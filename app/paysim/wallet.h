// SPDX-License-Identifier: Apache-2.0
// The patient's wallet: scans QR codes, pays, shows codes, types passwords. People use it through
// the page at /wallet/, tests and the tour through the same JSON.
// Thread: the desk's; everything inside a transaction.
#pragma once

#include "app/paysim/bank.h"
#include "app/registry/http/httpmessage.h"

#include <nlohmann/json.hpp>
#include <string>

namespace menzhen::paysim {

class Wallet {
public:
    /// `cameraFolder`: where a kiosk's virtual camera looks (frames:///DIR); empty: there is none.
    Wallet(Bank& bank, std::string cameraFolder)
        : bank_(bank), cameraFolder_(std::move(cameraFolder)) {}

    registry::HttpResponse scan(const registry::HttpRequest& request);
    registry::HttpResponse pay(const registry::HttpRequest& request);
    registry::HttpResponse newCode(const registry::HttpRequest& request);
    registry::HttpResponse codeState(const registry::HttpRequest& request);
    registry::HttpResponse confirm(const registry::HttpRequest& request);
    registry::HttpResponse cancel(const registry::HttpRequest& request);
    registry::HttpResponse show(const registry::HttpRequest& request);
    registry::HttpResponse open(); ///< the QRs that can be scanned now, newest first
    static registry::HttpResponse picture(const registry::HttpRequest& request); ///< SVG of ?text=

private:
    core::Result<Order> scanned(const nlohmann::json& body);

    Bank& bank_;
    const std::string cameraFolder_;
};

} // namespace menzhen::paysim
