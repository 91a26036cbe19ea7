// SPDX-License-Identifier: Apache-2.0
// What a day at the clerk's is made of: bodies of holds, devices, ops.
#pragma once

#include "tests/support/clinic.h"

namespace menzhen::test {

inline constexpr const char* patientNumber = "999999198811201012";

inline nlohmann::json person() {
    return {{"name", "王测试"}, {"id_number", patientNumber}, {"phone", "19900000102"}};
}

inline nlohmann::json holdBody(const std::string& session, const std::string& channel = "PHONE") {
    return {{"day", monday}, {"session", session}, {"channel", channel}, {"holder", "ph1"}};
}

inline nlohmann::json introduce(Clinic& clinic, const std::string& id,
                                const std::string& role = "kiosk") {
    const auto key = clinic.crypto.generateKey();
    const nlohmann::json body{
        {"id", id}, {"role", role}, {"public_key", clinic.crypto.publicPem(key->publicKey())}};
    return clinic.must([&](clerk::Clerk& c) { return c.introduceDevice(body); });
}

inline nlohmann::json op(Clinic& clinic, const std::string& device, int seq,
                         const std::string& type, nlohmann::json fields) {
    return {{"device", device},
            {"incarnation", 1},
            {"seq", seq},
            {"type", type},
            {"version", 1},
            {"day", monday},
            {"occurred_at", clinic.clock.utcMs()},
            {"actor", device},
            {"request", ""},
            {"fields", std::move(fields)}};
}

inline nlohmann::json batch(const std::string& device, std::vector<nlohmann::json> ops) {
    return {{"device", device}, {"ops", std::move(ops)}};
}

inline nlohmann::json bookedTicket(const nlohmann::json& booking, const std::string& id) {
    return {{"ticket", id},
            {"kind", "booked"},
            {"session", booking["session"]},
            {"slot", booking["slot"]},
            {"queue", "CARD-D01"},
            {"half", "AM"},
            {"number", booking["number"]},
            {"band", booking["band"]},
            {"zone", "3A"},
            {"short_code", "7G0MX2A4"},
            {"booking", booking["id"]},
            {"masked", booking["masked"]}};
}

} // namespace menzhen::test
