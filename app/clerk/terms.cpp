// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/terms.h"

#include "app/ops/policyjson.h"

namespace menzhen::clerk {

namespace {

using nlohmann::json;

void take(const json& from, const char* name, std::string& into) {
    if (!from.is_object()) return;
    const auto found = from.find(name);
    if (found != from.end() && found->is_string()) into = found->get<std::string>();
}

} // namespace

Terms readTerms(const store::Record& organization) {
    Terms terms;
    const json from = json::parse(organization.text("policy"), nullptr, false);
    terms.policy = ops::policyFromJson(from);
    terms.bookingOff = organization.text("booking") == "off";
    terms.noticeZh = organization.text("notice_zh");
    terms.noticeEn = organization.text("notice_en");
    if (!from.is_object()) return terms;
    if (const auto building = from.find("building"); building != from.end()) {
        take(*building, "zh", terms.buildingZh);
        take(*building, "en", terms.buildingEn);
    }
    if (const auto emergency = from.find("emergency"); emergency != from.end()) {
        take(*emergency, "place_zh", terms.emergencyZh);
        take(*emergency, "place_en", terms.emergencyEn);
        take(*emergency, "phone", terms.emergencyPhone);
    }
    return terms;
}

Terms termsOf(store::Database& database, const std::string& site) {
    const auto organization = store::find(database, site, "organization", {site});
    return organization ? readTerms(*organization) : Terms();
}

} // namespace menzhen::clerk
