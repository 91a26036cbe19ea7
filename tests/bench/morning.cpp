// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/morning.h"

#include "drivers/crypto/opensslcrypto.h"
#include "tests/bench/registryprocess.h"
#include "tests/bench/wireclient.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace menzhen::bench {

using nlohmann::json;

std::string kioskName(int kiosk) {
    char text[8];
    std::snprintf(text, sizeof text, "W%02d", kiosk);
    return text;
}

bool introduceKiosks(int port, int count) {
    const crypto::OpenSslCrypto crypto;
    WireClient client(port);
    for (int kiosk = 0; kiosk < count; ++kiosk) {
        const auto key = crypto.generateKey();
        const json body{{"id", kioskName(kiosk)},
                        {"role", "kiosk"},
                        {"public_key", crypto.publicPem(key->publicKey())},
                        {"last_seq", 0}};
        const Reply reply = client.post(std::string(siteBase) + "devices", body.dump());
        if (reply.status == 200) continue;
        std::fprintf(stderr, "%d %.300s\n", reply.status, reply.body.c_str());
        return false;
    }
    return true;
}

json morningOp(const json& sessions, int kiosk, int seq) {
    const std::string device = kioskName(kiosk);
    json op{{"device", device}, {"incarnation", 1},         {"seq", seq},      {"version", 1},
            {"day", benchDay},  {"occurred_at", morningMs}, {"actor", device}, {"request", ""}};
    const int patient = (seq - 1) / 2;
    char ticket[20];
    std::snprintf(ticket, sizeof ticket, "%04x%012x", kiosk, patient);
    if (seq % 2 == 0) {
        op["type"] = "entry.checked_in";
        op["fields"] = {{"entry", ticket}};
        return op;
    }
    const json& session = sessions[static_cast<std::size_t>(kiosk * 7 + patient) % sessions.size()];
    op["type"] = "ticket.issued";
    op["fields"] = {{"ticket", ticket},
                    {"kind", "extra"},
                    {"session", session["id"]},
                    {"queue", session["queue"]},
                    {"half", "AM"},
                    {"number", "X" + std::to_string(kiosk) + "-" + std::to_string(patient)},
                    {"band", session["start"]},
                    {"zone", session["zone"]},
                    {"short_code", "7G0MX2A4"},
                    {"masked", "王*试"},
                    {"lang", "zh"}};
    return op;
}

std::string morningBatch(const json& sessions, int kiosk, int firstSeq, int count) {
    json ops = json::array();
    for (int i = 0; i < count; ++i)
        ops.push_back(morningOp(sessions, kiosk, firstSeq + i));
    return json{{"device", kioskName(kiosk)}, {"ops", std::move(ops)}}.dump();
}

double quantile(std::vector<double> all, double part) {
    if (all.empty()) return 0;
    std::sort(all.begin(), all.end());
    const auto at = static_cast<std::size_t>(std::ceil(part * static_cast<double>(all.size())));
    return all[std::clamp<std::size_t>(at, 1, all.size()) - 1];
}

} // namespace menzhen::bench
