// SPDX-License-Identifier: Apache-2.0
// The regions by which somebody looks for a hospital (resources/regions.json), each with the cities
// of this registry's hospitals in it. Thread: values.
#pragma once

#include "app/core/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace menzhen::clerk {

struct Region {
    std::string code; ///< of GB/T 2260, the first two digits: "33"
    std::string nameZh;
    std::string nameEn;
    std::vector<std::string> citiesZh; ///< as hospitals name theirs (organization.city_zh)
};

inline constexpr std::size_t maxRegions = 200;

/// {"regions":[{"code":..,"name_zh":..,"name_en":..,"cities":[..]}]}. Errors: Data "bad-regions".
core::Result<std::vector<Region>> readRegions(std::string_view text);

/// The region that a city belongs to; empty: none of the list.
std::string regionOfCity(const std::vector<Region>& regions, const std::string& cityZh);

} // namespace menzhen::clerk
