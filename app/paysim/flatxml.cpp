// SPDX-License-Identifier: Apache-2.0
#include "app/paysim/flatxml.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace menzhen::paysim {

namespace {

constexpr std::string_view cdataBegin = "<![CDATA[";
constexpr std::string_view cdataEnd = "]]>";
constexpr std::array<std::pair<std::string_view, char>, 5> entities{
    {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}}};

void skipSpace(std::string_view& text) {
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())))
        text.remove_prefix(1);
}

bool take(std::string_view& text, std::string_view word) {
    if (!text.starts_with(word)) return false;
    text.remove_prefix(word.size());
    return true;
}

std::optional<std::string> takeName(std::string_view& text) {
    std::size_t size = 0;
    while (size < text.size() &&
           (std::isalnum(static_cast<unsigned char>(text[size])) || text[size] == '_'))
        ++size;
    if (size == 0) return std::nullopt;
    std::string name(text.substr(0, size));
    text.remove_prefix(size);
    return name;
}

bool takeEntity(std::string_view& text, std::string& value) {
    for (const auto& [written, character] : entities)
        if (take(text, written)) {
            value += character;
            return true;
        }
    return false;
}

/// Up to the next tag.
std::optional<std::string> takeText(std::string_view& text) {
    std::string value;
    while (!text.empty()) {
        if (take(text, cdataBegin)) {
            const std::size_t end = text.find(cdataEnd);
            if (end == std::string_view::npos) return std::nullopt;
            value += text.substr(0, end);
            text.remove_prefix(end + cdataEnd.size());
        } else if (text.front() == '<') {
            return value;
        } else if (text.front() == '&') {
            if (!takeEntity(text, value)) return std::nullopt;
        } else {
            value += text.front();
            text.remove_prefix(1);
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<XmlFields> readFlatXml(std::string_view text) {
    XmlFields fields;
    skipSpace(text);
    if (!take(text, "<xml>")) return std::nullopt;
    for (skipSpace(text); !take(text, "</xml>"); skipSpace(text)) {
        if (!take(text, "<")) return std::nullopt;
        const auto name = takeName(text);
        if (!name || !take(text, ">")) return std::nullopt;
        auto value = takeText(text);
        if (!value || !take(text, "</" + *name + ">")) return std::nullopt;
        if (!fields.emplace(*name, std::move(*value)).second) return std::nullopt;
    }
    skipSpace(text);
    if (!text.empty()) return std::nullopt;
    return fields;
}

std::string writeFlatXml(const XmlFields& fields) {
    std::string text = "<xml>\n";
    for (const auto& [name, value] : fields)
        text.append("<")
            .append(name)
            .append(">")
            .append(cdataBegin)
            .append(value)
            .append(cdataEnd)
            .append("</")
            .append(name)
            .append(">\n");
    return text + "</xml>";
}

} // namespace menzhen::paysim
