// SPDX-License-Identifier: Apache-2.0
// The files of the phone page (resources/phone), read once at start: what is served is this list,
// so no path in a request ever meets the file system. Each has an ETag and its packed twin ready.
// The page may load nothing from elsewhere and tells nobody where its visitor came from.
// Thread: constant after read().
#pragma once

#include "app/core/result.h"
#include "app/registry/http/router.h"

#include <memory>
#include <string>
#include <vector>

namespace menzhen::registry {

inline constexpr std::size_t maxPageFiles = 500;
inline constexpr std::size_t maxPageFileBytes = 2 * 1024 * 1024;
inline constexpr const char* pageFolder = "/phone/"; ///< where the page stands

struct PageFile {
    std::string name; ///< below pageFolder: "app.js", "icons/back.svg"
    std::string type; ///< Content-Type
    std::string body;
    std::string packed; ///< gzip; empty: not worth it
    std::string etag;   ///< weak: it stands for both forms
};

/// The files of `folder` and its folders, by name; hidden files and kinds that no page needs are
/// left out. A folder that is not there gives none. Errors: Data "page-files" (too many, too large,
/// unreadable), with its name.
core::Result<std::vector<PageFile>> readPageFiles(const std::string& folder);

/// Below pageFolder each by its name; the page itself at pageFolder, /v and /z; `/` leads to it.
void addPageRoutes(Router& router, std::vector<PageFile> files);

/// One file as an answer: 304 when the client has it, packed when it takes that.
HttpResponse pageAnswer(const PageFile& file, const HttpRequest& request);

} // namespace menzhen::registry
