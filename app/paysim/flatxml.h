// SPDX-License-Identifier: Apache-2.0
// The flat XML of WeChat's older interface: <xml><name>text</name>...</xml>. No document types,
// no attributes, no other entities than the five of XML: nothing outside can be drawn in.
// Thread: pure functions.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace menzhen::paysim {

using XmlFields = std::map<std::string, std::string>;

std::optional<XmlFields> readFlatXml(std::string_view text);
std::string writeFlatXml(const XmlFields& fields);

} // namespace menzhen::paysim
