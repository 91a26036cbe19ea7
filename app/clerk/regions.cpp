// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/regions.h"

#include "app/ops/fields.h"

#include <algorithm>

namespace menzhen::clerk {

namespace {

using nlohmann::json;

constexpr std::size_t maxRegionCodeBytes = 8;
constexpr std::size_t maxRegionNameBytes = 64;

core::Result<Region> readRegion(const json& row) {
    ops::FieldReader read(row);
    Region region{read.text("code", 1, maxRegionCodeBytes),
                  read.text("name_zh", 1, maxRegionNameBytes),
                  read.text("name_en", 1, maxRegionNameBytes),
                  {}};
    if (const auto error = read.error()) return core::badData("bad-regions", error->detail);
    const auto cities = row.find("cities");
    if (cities == row.end() || !cities->is_array())
        return core::badData("bad-regions", region.code + ": cities: a list is wanted");
    for (const json& city : *cities) {
        if (!city.is_string())
            return core::badData("bad-regions", region.code + ": cities: texts are wanted");
        region.citiesZh.push_back(city.get<std::string>());
    }
    return region;
}

} // namespace

core::Result<std::vector<Region>> readRegions(std::string_view text) {
    const json file = json::parse(text, nullptr, false);
    const auto list = file.is_object() ? file.find("regions") : file.end();
    if (!file.is_object() || list == file.end() || !list->is_array() || list->size() > maxRegions)
        return core::badData("bad-regions", "a list `regions` is wanted");
    std::vector<Region> regions;
    for (const json& row : *list) {
        auto region = readRegion(row);
        if (!region) return tl::unexpected(region.error());
        regions.push_back(std::move(*region));
    }
    return regions;
}

std::string regionOfCity(const std::vector<Region>& regions, const std::string& cityZh) {
    for (const Region& region : regions)
        if (std::find(region.citiesZh.begin(), region.citiesZh.end(), cityZh) !=
            region.citiesZh.end())
            return region.code;
    return {};
}

} // namespace menzhen::clerk
