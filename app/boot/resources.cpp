// SPDX-License-Identifier: Apache-2.0
#include "app/boot/resources.h"

#include <cstdlib>
#include <filesystem>

namespace menzhen::boot {

std::string resourceFolder() {
    if (const char* given = std::getenv("MENZHEN_RESOURCES"); given && *given) return given;
    std::error_code ignored;
    if (std::filesystem::is_directory(MENZHEN_SOURCE_RESOURCES, ignored))
        return MENZHEN_SOURCE_RESOURCES;
    return MENZHEN_INSTALLED_RESOURCES;
}

} // namespace menzhen::boot
