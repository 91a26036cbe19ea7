// SPDX-License-Identifier: Apache-2.0
#include "app/registry/pagefiles.h"

#include "app/registry/http/gzip.h"
#include "app/registry/http/responsetext.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace menzhen::registry {

namespace {

namespace fs = std::filesystem;

constexpr const char* indexName = "index.html";
constexpr std::size_t packAboveBytes = 600;

/// Nothing from elsewhere, no inline script or style, in nobody's frame. A blob is a picture that
/// the page draws itself: the code that a wallet reads.
constexpr const char* contentPolicy = "default-src 'self'; img-src 'self' blob:; base-uri 'none'; "
                                      "form-action 'self'; frame-ancestors 'none'; "
                                      "object-src 'none'";

const std::map<std::string, std::string, std::less<>>& types() {
    static const std::map<std::string, std::string, std::less<>> all{
        {".html", "text/html; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".json", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".txt", "text/plain; charset=utf-8"},
    };
    return all;
}

bool isText(const std::string& type) {
    return type.starts_with("text/") || type.find("json") != std::string::npos ||
           type.find("svg") != std::string::npos;
}

/// FNV-1a over the content: an ETag need only differ when the file does.
std::string etagOf(const std::string& body) {
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char c : body) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 1099511628211ULL;
    }
    char text[40];
    std::snprintf(text, sizeof text, "W/\"%016llx-%zx\"", static_cast<unsigned long long>(hash),
                  body.size());
    return text;
}

core::Result<PageFile> readFile(const fs::path& path, std::string name, const std::string& type) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    PageFile made{std::move(name), type, text.str(), {}, {}};
    if (!file || made.body.size() > maxPageFileBytes)
        return core::badData("page-files", path.string() + ": cannot be read, or is over 2 MB");
    made.etag = etagOf(made.body);
    if (isText(type) && made.body.size() > packAboveBytes)
        if (auto packed = gzipPack(made.body); packed && packed->size() < made.body.size())
            made.packed = std::move(*packed);
    return made;
}

bool isHidden(const fs::path& relative) {
    return std::any_of(relative.begin(), relative.end(),
                       [](const fs::path& part) { return part.string().starts_with('.'); });
}

/// Weak comparison (RFC 9110 13.1.2) with each of a list, or "*".
bool hasTag(std::string_view list, std::string_view etag) {
    const std::string_view bare = etag.substr(2); // without W/
    return list == "*" || list.find(bare) != std::string_view::npos;
}

void addHeaders(HttpResponse& response, const PageFile& file) {
    response.headers = {{"ETag", file.etag},
                        {"Cache-Control", "no-cache"},
                        {"Vary", "Accept-Encoding"},
                        {"Content-Security-Policy", contentPolicy},
                        {"Referrer-Policy", "no-referrer"},
                        {"Permissions-Policy", "camera=(self), geolocation=(), microphone=()"},
                        {"Cross-Origin-Opener-Policy", "same-origin"}};
    // A worker of the page may serve it at /v and /z as well.
    if (file.name == "sw.js" || file.name == "sw.mjs")
        response.headers.emplace_back("Service-Worker-Allowed", "/");
}

Handler handlerOf(std::shared_ptr<const PageFile> file) {
    return [file = std::move(file)](const HttpRequest& request, const Responder& answer) {
        answer.send(pageAnswer(*file, request));
    };
}

} // namespace

core::Result<std::vector<PageFile>> readPageFiles(const std::string& folder) {
    std::vector<PageFile> files;
    std::error_code error;
    if (!fs::is_directory(folder, error)) return files;
    for (auto at = fs::recursive_directory_iterator(folder, error);
         !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
        const fs::path relative = at->path().lexically_relative(folder);
        const auto type = types().find(at->path().extension().string());
        if (!at->is_regular_file() || at->is_symlink() || isHidden(relative) ||
            type == types().end())
            continue;
        if (files.size() == maxPageFiles)
            return core::badData("page-files", folder + ": holds more than 500 files");
        auto file = readFile(at->path(), relative.generic_string(), type->second);
        if (!file) return tl::unexpected(file.error());
        files.push_back(std::move(*file));
    }
    if (error) return core::badData("page-files", folder + ": " + error.message());
    std::sort(files.begin(), files.end(),
              [](const PageFile& a, const PageFile& b) { return a.name < b.name; });
    return files;
}

HttpResponse pageAnswer(const PageFile& file, const HttpRequest& request) {
    HttpResponse response;
    addHeaders(response, file);
    response.contentType = file.type;
    if (hasTag(request.header("if-none-match"), file.etag)) {
        response.status = 304;
        return response;
    }
    if (!file.packed.empty() && acceptsGzip(request.header("accept-encoding"))) {
        response.headers.emplace_back("Content-Encoding", "gzip");
        response.body = file.packed;
    } else {
        response.body = file.body;
    }
    return response;
}

void addPageRoutes(Router& router, std::vector<PageFile> files) {
    for (PageFile& made : files) {
        const auto file = std::make_shared<const PageFile>(std::move(made));
        router.add("GET", pageFolder + file->name, handlerOf(file));
        if (file->name != indexName) continue;
        for (const char* path : {pageFolder, "/v", "/z"})
            router.add("GET", path, handlerOf(file));
        for (const char* path : {"/", "/phone"})
            router.add("GET", path, [](const HttpRequest&, const Responder& answer) {
                HttpResponse response;
                response.status = 302;
                response.headers.emplace_back("Location", pageFolder);
                answer.send(std::move(response));
            });
    }
}

} // namespace menzhen::registry
