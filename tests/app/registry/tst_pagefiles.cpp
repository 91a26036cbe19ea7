// SPDX-License-Identifier: Apache-2.0
// The phone page's files: what is served is what was listed at start, and how.
#include "app/registry/pagefiles.h"

#include "app/registry/http/admission.h"
#include "app/registry/http/gzip.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

using namespace menzhen;
using registry::HttpRequest;
using registry::HttpResponse;
using registry::PageFile;

namespace {

class PageFiles : public testing::Test {
protected:
    void SetUp() override {
        folder = testing::TempDir() + "menzhen-page-XXXXXX";
        ASSERT_NE(::mkdtemp(folder.data()), nullptr);
        put("index.html", "<!doctype html>" + std::string(2000, 'x'));
        put("app.mjs", "export const a = 1;");
        put("icons/back.svg", "<svg/>");
        put("sw.js", "self.a = 1;");
        put("manifest.webmanifest", "{}");
        put(".hidden.html", "secret");
        put(".git/config.txt", "secret");
        put("notes.md", "for us alone");
        std::filesystem::create_symlink("/etc/hostname", folder + "/host.txt");
    }

    void TearDown() override { std::filesystem::remove_all(folder); }

    void put(const std::string& name, const std::string& text) {
        const std::filesystem::path path = folder + "/" + name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << text;
    }

    PageFile file(const std::string& name) {
        const auto files = registry::readPageFiles(folder);
        for (const PageFile& each : *files)
            if (each.name == name) return each;
        ADD_FAILURE() << name << " is not there";
        return {};
    }

    static std::string headerOf(const HttpResponse& response, const std::string& name) {
        for (const auto& [key, value] : response.headers)
            if (key == name) return value;
        return {};
    }

    std::string folder;
};

TEST_F(PageFiles, AreThoseThatAPageNeeds) {
    std::string names;
    const auto files = registry::readPageFiles(folder);
    for (const PageFile& each : *files)
        names += each.name + " ";
    EXPECT_EQ(names, "app.mjs icons/back.svg index.html manifest.webmanifest sw.js ");
    EXPECT_TRUE(registry::readPageFiles(folder + "/nowhere")->empty());
}

TEST_F(PageFiles, HaveTheirTypes) {
    EXPECT_EQ(file("app.mjs").type, "text/javascript; charset=utf-8");
    EXPECT_EQ(file("icons/back.svg").type, "image/svg+xml");
    EXPECT_EQ(file("manifest.webmanifest").type, "application/manifest+json");
}

TEST_F(PageFiles, AreNotSentTwice) {
    const PageFile index = file("index.html");
    HttpRequest request;
    const HttpResponse first = registry::pageAnswer(index, request);
    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(first.body, index.body);
    request.headers["if-none-match"] = "\"other\", " + headerOf(first, "ETag");
    EXPECT_EQ(registry::pageAnswer(index, request).status, 304);
    put("index.html", "<!doctype html>changed");
    EXPECT_EQ(registry::pageAnswer(file("index.html"), request).status, 200);
}

TEST_F(PageFiles, ArePackedForWhoeverTakesIt) {
    HttpRequest request;
    request.headers["accept-encoding"] = "gzip, br";
    const HttpResponse packed = registry::pageAnswer(file("index.html"), request);
    EXPECT_EQ(headerOf(packed, "Content-Encoding"), "gzip");
    EXPECT_LT(packed.body.size(), 200U);
    EXPECT_EQ(registry::gzipUnpack(packed.body, 10'000).plain, file("index.html").body);
    EXPECT_EQ(headerOf(registry::pageAnswer(file("app.mjs"), request), "Content-Encoding"), "");
}

TEST_F(PageFiles, AllowNothingFromElsewhere) {
    const HttpResponse response = registry::pageAnswer(file("index.html"), {});
    const std::string policy = headerOf(response, "Content-Security-Policy");
    EXPECT_EQ(policy.find("default-src 'self'"), 0U);
    EXPECT_EQ(policy.find("unsafe"), std::string::npos);
    EXPECT_EQ(policy.find("http"), std::string::npos);
    EXPECT_EQ(headerOf(response, "Referrer-Policy"), "no-referrer");
    EXPECT_EQ(headerOf(registry::pageAnswer(file("sw.js"), {}), "Service-Worker-Allowed"), "/");
}

TEST_F(PageFiles, NoPathLeadsToAnotherFile) {
    registry::Router router;
    registry::addPageRoutes(router, *registry::readPageFiles(folder));
    const auto status = [&](const std::string& target) {
        const auto admission = registry::admit(router, "GET", target);
        return admission.early ? admission.early->status : 200;
    };
    for (const char* good : {"/", "/v", "/z", "/phone", "/phone/", "/phone/index.html",
                             "/phone/icons/back.svg", "/v?lang=en"})
        EXPECT_EQ(status(good), 200) << good;
    for (const char* bad : {"/phone/../index.html", "/phone/%2e%2e/notes.md", "/phone/.."})
        EXPECT_EQ(status(bad), 400) << bad;
    for (const char* bad :
         {"/phone/.hidden.html", "/phone/notes.md", "/phone/host.txt", "/phone/icons",
          "/phone/icons%2fback.svg", "/phone//index.html", "/index.html", "/phone/..%2fnotes.md"})
        EXPECT_EQ(status(bad), 404) << bad;
}

} // namespace
