// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/browsingroutes.h"

#include "app/clerk/browsing.h"
#include "app/ops/slots.h"

#include <charconv>

namespace menzhen::clerk {

namespace {

constexpr std::size_t usualHits = 20;

std::string queryText(const Request& request, const char* name) {
    const auto found = request.query.find(name);
    return found == request.query.end() ? std::string() : found->second;
}

core::Result<Work> show(std::function<core::Result<json>(Views&)> read) {
    Work work;
    work.read = [read = std::move(read)](Views& views) -> Shown {
        const core::Result<json> shown = read(views);
        if (!shown) return tl::unexpected(shown.error());
        return textOf(*shown);
    };
    return work;
}

core::Result<Work> regions(const Request&, Face, const ports::Crypto&) {
    return show([](Views& views) { return showRegions(views); });
}

core::Result<Work> hospitals(const Request& request, Face, const ports::Crypto&) {
    return show([region = queryText(request, "region"), text = queryText(request, "q")](
                    Views& views) { return showHospitals(views, region, text); });
}

core::Result<Work> search(const Request& request, Face, const ports::Crypto&) {
    const std::string text = queryText(request, "q");
    if (text.size() > maxSearchBytes) return core::badData("bad-field", "q: at most 100 bytes");
    const std::string limit = queryText(request, "limit");
    std::size_t most = usualHits;
    const auto [end, error] = std::from_chars(limit.data(), limit.data() + limit.size(), most);
    if (!limit.empty() && (error != std::errc{} || end != limit.data() + limit.size() || most == 0))
        return core::badData("bad-field", "limit: a whole number above 0 is wanted");
    return show([text, most](Views& views) { return searchNames(views, text, most); });
}

core::Result<Work> site(const Request&, Face, const ports::Crypto&) {
    return show([](Views& views) { return showSite(views); });
}

core::Result<Work> departments(const Request&, Face, const ports::Crypto&) {
    return show([](Views& views) { return showDepartments(views); });
}

core::Result<Work> department(const Request& request, Face face, const ports::Crypto&) {
    const auto asked = request.query.find("channel");
    const bool kiosk =
        face == Face::Devices && asked != request.query.end() && asked->second == ops::kioskChannel;
    return show([id = request.parameters.at("id"),
                 channel = kiosk ? ops::kioskChannel : ops::phoneChannel](Views& views) {
        return showDepartment(views, id, channel);
    });
}

core::Result<Work> practitioner(const Request& request, Face, const ports::Crypto&) {
    return show(
        [id = request.parameters.at("id")](Views& views) { return showPractitioner(views, id); });
}

} // namespace

std::vector<Route> browsingRoutes() {
    return {
        {"GET", "/v1/regions", true, 0, regions},
        {"GET", "/v1/hospitals", true, 0, hospitals},
        {"GET", "/v1/search", true, 0, search},
        {"GET", "/v1/sites/{site}", true, 0, site},
        {"GET", "/v1/sites/{site}/departments", true, 0, departments},
        {"GET", "/v1/sites/{site}/departments/{id}", true, 0, department},
        {"GET", "/v1/sites/{site}/practitioners/{id}", true, 0, practitioner},
    };
}

} // namespace menzhen::clerk
