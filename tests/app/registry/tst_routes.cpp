// SPDX-License-Identifier: Apache-2.0
// docs/openapi.yaml and the routes are the same list. (tests/system/registry_api.py holds the
// answers against it.)
#include "app/registry/certificates.h"
#include "app/registry/routes.h"
#include "tests/support/clinic.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <set>

using namespace menzhen;

namespace {

using Routes = std::set<std::string>; // "GET /healthz"

struct Described {
    Routes all;
    Routes forPublic; // tagged so
};

/// The file is ours and plainly laid out: paths stand at two spaces, methods at four.
Described described() {
    std::ifstream file(std::string(MENZHEN_TEST_DATA) + "/../../docs/openapi.yaml");
    Described found;
    std::string path;
    std::string route;
    bool inPaths = false;
    for (std::string line; std::getline(file, line);) {
        if (!line.empty() && line[0] != ' ') inPaths = line == "paths:";
        if (!inPaths) continue;
        if (line.starts_with("  /")) path = line.substr(2, line.size() - 3);
        for (const char* method : {"get", "post", "put", "delete"})
            if (line == std::string("    ") + method + ":") {
                route = method;
                for (char& c : route)
                    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
                route += " " + path;
                found.all.insert(route);
            }
        if (line.starts_with("      tags: [public")) found.forPublic.insert(route);
    }
    return found;
}

Routes served(const registry::Router& router) {
    Routes all;
    for (const registry::Route& route : router.routes())
        all.insert(route.method + " " + route.pattern);
    return all;
}

class RegistryRoutes : public testing::Test {
protected:
    registry::Router devices() {
        registry::Router router = withHealth(registry::deviceRoutes(targets));
        std::string folder = testing::TempDir() + "menzhen-routes-XXXXXX";
        EXPECT_NE(::mkdtemp(folder.data()), nullptr);
        const auto authority =
            crypto::Authority::open(clinic->crypto, clinic->chance, folder, 1'795'391'400);
        EXPECT_TRUE(authority);
        registry::addCertificateRoutes(router, targets, *authority);
        std::filesystem::remove_all(folder);
        return router;
    }

    registry::Router forPublic() { return withHealth(registry::publicRoutes(targets)); }

    registry::Router withHealth(registry::Router router) {
        registry::addHealthRoutes(router, targets,
                                  [] { return std::vector<registry::ServerStats>(); });
        return router;
    }

    std::unique_ptr<test::Clinic> clinic = test::Clinic::small(1, 1);
    registry::Live live{[](auto&, auto, auto, auto& scopes) { return scopes; }};
    registry::Writer writer{*clinic->database, {}, {}};
    registry::Reader reader{*clinic->database, clinic->clock, clinic->crypto};
    clerk::SiteKeys keys;
    registry::Preparer preparer{{}, writer, clinic->clock, clinic->crypto, keys};
    registry::Contacts contacts;
    registry::ActionLimit actions;
    registry::RouteTargets targets{writer,         reader,   preparer,      live,
                                   clinic->crypto, contacts, clinic->clock, keys,
                                   clinic->chance, actions};
};

TEST_F(RegistryRoutes, AreThoseOfTheDescription) {
    EXPECT_EQ(served(devices()), described().all);
}

TEST_F(RegistryRoutes, ThePublicOnesAreTaggedAndHoldNoQueueCommand) {
    const Routes open = served(forPublic());
    EXPECT_EQ(open, described().forPublic);
    for (const std::string& route : open)
        EXPECT_EQ(route.find("queues"), std::string::npos) << route;
}

} // namespace
