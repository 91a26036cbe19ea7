// SPDX-License-Identifier: Apache-2.0
#include "drivers/payment/alipaysign.h"

#include <algorithm>

namespace menzhen::payment {

namespace {

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// Walks over JSON text without understanding more of it than where a value ends.
class Walk {
public:
    explicit Walk(std::string_view text) : text_(text) {}

    void skipSpace() {
        while (at_ < text_.size() && isSpace(text_[at_]))
            ++at_;
    }

    bool done() const { return at_ >= text_.size(); }

    bool take(char c) {
        skipSpace();
        if (done() || text_[at_] != c) return false;
        ++at_;
        return true;
    }

    /// A whole string with its quotes.
    std::optional<std::string_view> string() {
        skipSpace();
        const std::size_t from = at_;
        if (!take('"')) return std::nullopt;
        for (; !done(); ++at_) {
            if (text_[at_] == '\\')
                ++at_;
            else if (text_[at_] == '"')
                return text_.substr(from, ++at_ - from);
        }
        return std::nullopt;
    }

    /// Any value: a string, something in brackets, or a word.
    std::optional<std::string_view> value() {
        skipSpace();
        if (done()) return std::nullopt;
        if (text_[at_] == '"') return string();
        const std::size_t from = at_;
        if (text_[at_] != '{' && text_[at_] != '[') {
            while (!done() && !isSpace(text_[at_]) && text_[at_] != ',' && text_[at_] != '}')
                ++at_;
            return at_ > from ? std::optional(text_.substr(from, at_ - from)) : std::nullopt;
        }
        std::size_t depth = 0;
        while (!done()) {
            const char c = text_[at_];
            if (c == '"') {
                if (!string()) return std::nullopt;
                continue;
            }
            ++at_;
            if (c == '{' || c == '[') ++depth;
            if ((c == '}' || c == ']') && --depth == 0) return text_.substr(from, at_ - from);
        }
        return std::nullopt;
    }

private:
    std::string_view text_;
    std::size_t at_ = 0;
};

std::string_view inside(std::string_view quoted) {
    return quoted.substr(1, quoted.size() - 2);
}

std::string joined(const Parameters& parameters, bool signType, bool empty) {
    std::string text;
    for (const auto& [name, value] : parameters) {
        if (name == "sign" || (name == "sign_type" && !signType) || (value.empty() && !empty))
            continue;
        if (!text.empty()) text += '&';
        text += name;
        text += '=';
        text += value;
    }
    return text;
}

} // namespace

std::string alipayRequestText(const Parameters& parameters) {
    return joined(parameters, true, false);
}

std::string alipayNoticeText(const Parameters& parameters, bool withEmpty) {
    return joined(parameters, false, withEmpty);
}

std::optional<std::vector<RawMember>> rawMembers(std::string_view json) {
    Walk walk(json);
    std::vector<RawMember> members;
    if (!walk.take('{')) return std::nullopt;
    bool more = !walk.take('}');
    while (more) {
        const auto name = walk.string();
        if (!name || name->find('\\') != std::string_view::npos || !walk.take(':'))
            return std::nullopt;
        const auto value = walk.value();
        if (!value) return std::nullopt;
        const bool twice = std::any_of(members.begin(), members.end(),
                                       [&](const RawMember& m) { return m.name == inside(*name); });
        if (twice) return std::nullopt;
        members.push_back({inside(*name), *value});
        more = walk.take(',');
        if (!more && !walk.take('}')) return std::nullopt;
    }
    walk.skipSpace();
    if (!walk.done()) return std::nullopt;
    return members;
}

std::optional<AlipayNode> alipayNode(std::string_view body, std::string_view method) {
    const auto members = rawMembers(body);
    if (!members) return std::nullopt;
    std::string wanted(method);
    std::replace(wanted.begin(), wanted.end(), '.', '_');
    wanted += "_response";
    AlipayNode node;
    for (const RawMember& member : *members) {
        if (member.name == "sign" && member.value.starts_with('"'))
            node.sign = inside(member.value);
        if (member.name != wanted && member.name != "error_response") continue;
        if (!node.text.empty() || !member.value.starts_with('{')) return std::nullopt;
        node.text = member.value;
        node.fault = member.name != wanted;
    }
    if (node.text.empty()) return std::nullopt;
    // Base64 needs no escapes, but a slash may be written with one.
    std::erase(node.sign, '\\');
    return node;
}

} // namespace menzhen::payment
