// SPDX-License-Identifier: Apache-2.0
// The XML of WeChat Pay v2: one element <xml> whose children hold text. Nothing else is read: a
// DOCTYPE (and with it every entity), attributes that matter, deeper elements and repeated names
// are refused. Thread: any.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace menzhen::payment {

using Fields = std::map<std::string, std::string>;

inline constexpr std::size_t maxXmlFields = 128;

std::optional<Fields> readXml(std::string_view text);
/// In the order of the names; control characters, which XML has no way to write, are left out.
std::string writeXml(const Fields& fields);

} // namespace menzhen::payment
