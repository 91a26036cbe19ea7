// SPDX-License-Identifier: Apache-2.0
#include "app/ops/locatedjson.h"

#include "app/core/utf8.h"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

namespace menzhen::ops {

namespace {

using Kind = LocatedJson::Kind;

/// How far the parser has read. When it reports a value, the last character read is either the end
/// of that value or (behind a number) one further, so the newlines before it give the value's line.
struct Progress {
    int line = 1;
    bool newlineLast = false;

    void read(char c) {
        if (newlineLast) ++line;
        newlineLast = c == '\n';
    }
};

/// Hands the text to the parser one character at a time and counts on the way.
class CountingIterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    CountingIterator(const char* at, Progress* progress) : at_(at), progress_(progress) {}

    reference operator*() const { return *at_; }

    CountingIterator& operator++() {
        progress_->read(*at_++);
        return *this;
    }

    CountingIterator operator++(int) {
        CountingIterator before = *this;
        ++*this;
        return before;
    }

    bool operator==(const CountingIterator& other) const { return at_ == other.at_; }

    bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

private:
    const char* at_;
    Progress* progress_;
};

/// Receives the parser's events and builds the tree.
class TreeBuilder : public nlohmann::json_sax<nlohmann::json> {
public:
    explicit TreeBuilder(const Progress& progress) : progress_(progress) {}

    LocatedJson root;
    FileProblems problems;

    bool null() override { return add(Kind::Null) != nullptr; }

    bool boolean(bool value) override {
        add(Kind::Flag)->flag = value;
        return true;
    }

    bool number_integer(number_integer_t value) override {
        add(Kind::Integer)->integer = value;
        return true;
    }

    bool number_unsigned(number_unsigned_t value) override {
        if (value > std::uint64_t(INT64_MAX)) return number_float(double(value), {});
        return number_integer(std::int64_t(value));
    }

    bool number_float(number_float_t value, const string_t&) override {
        add(Kind::Decimal)->decimal = value;
        return true;
    }

    bool string(string_t& value) override {
        add(Kind::Text)->text = std::move(value);
        return true;
    }

    bool binary(binary_t&) override { return false; }

    bool start_object(std::size_t) override { return open(Kind::Object); }

    bool start_array(std::size_t) override { return open(Kind::List); }

    bool end_object() override { return close(); }

    bool end_array() override { return close(); }

    bool key(string_t& value) override {
        LocatedJson& object = *open_.back();
        if (object.find(value))
            problems.push_back({progress_.line, path() + value, "this key is given twice"});
        if (object.keys.size() == maxJsonMembers) {
            problems.push_back(
                {progress_.line, path() + value,
                 "more than " + std::to_string(maxJsonMembers) + " keys in one object"});
            return false;
        }
        object.keys.push_back(std::move(value));
        return true;
    }

    bool parse_error(std::size_t, const std::string&,
                     const nlohmann::json::exception& error) override {
        // "[json.exception.parse_error.101] parse error at line 3, column 7: what"
        std::string what = error.what();
        if (const auto start = what.find("at line "); start != std::string::npos) {
            const auto comma = what.find(", column ", start);
            what = comma == std::string::npos ? what.substr(start) : what.substr(comma + 2);
        }
        problems.push_back({progress_.line, {}, what});
        return false;
    }

private:
    LocatedJson* add(Kind kind) {
        LocatedJson* place = &root;
        if (!open_.empty()) {
            LocatedJson& parent = *open_.back();
            place = &parent.items.emplace_back();
        }
        place->kind = kind;
        place->line = progress_.line;
        return place;
    }

    bool open(Kind kind) {
        if (open_.size() == maxJsonDepth) {
            problems.push_back({progress_.line, path(),
                                "more than " + std::to_string(maxJsonDepth) +
                                    " lists and objects inside each other"});
            return false;
        }
        open_.push_back(add(kind));
        return true;
    }

    bool close() {
        open_.pop_back();
        return true;
    }

    /// Of the innermost open object, with a closing dot: "hospitals[0].".
    std::string path() const {
        std::string joined;
        for (const LocatedJson* node : open_) {
            if (node->kind == Kind::List) {
                const std::size_t ahead = node == open_.back() ? 0 : 1;
                joined += '[';
                joined += std::to_string(node->items.size() - ahead);
                joined += ']';
            } else {
                if (node != open_.front()) joined += ".";
                if (node != open_.back()) joined += node->keys.back();
            }
        }
        return joined;
    }

    const Progress& progress_;
    /// Stays valid: only the innermost container grows while these are open.
    std::vector<LocatedJson*> open_;
};

FileProblems one(int line, std::string what) {
    return {FileProblem{line, {}, std::move(what)}};
}

/// The line with the first byte that is not UTF-8.
int lineOfBadUtf8(std::string_view text) {
    int line = 1;
    while (!text.empty()) {
        const std::string_view first = text.substr(0, text.find('\n'));
        if (!core::isUtf8(first) || first.size() == text.size()) break;
        text.remove_prefix(first.size() + 1);
        ++line;
    }
    return line;
}

} // namespace

const LocatedJson* LocatedJson::find(std::string_view key) const {
    const auto found = std::find(keys.begin(), keys.end(), key);
    const auto place = static_cast<std::size_t>(found - keys.begin());
    // While an object is being read, its newest key has no value yet.
    return place < items.size() ? &items[place] : nullptr;
}

std::string_view toText(LocatedJson::Kind kind) {
    switch (kind) {
    case Kind::Null:
        return "null";
    case Kind::Flag:
        return "true or false";
    case Kind::Integer:
        return "a whole number";
    case Kind::Decimal:
        return "a decimal number";
    case Kind::Text:
        return "a text";
    case Kind::List:
        return "a list";
    case Kind::Object:
        return "an object";
    }
    return "?";
}

tl::expected<LocatedJson, FileProblems> readLocatedJson(std::string_view text,
                                                        std::size_t maxBytes) {
    if (text.size() > maxBytes)
        return tl::unexpected(one(0, "the file has " + std::to_string(text.size()) +
                                         " bytes, at most " + std::to_string(maxBytes) +
                                         " are read"));
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    if (!core::isUtf8(text))
        return tl::unexpected(
            one(lineOfBadUtf8(text), "this is not UTF-8; save the file as UTF-8"));

    Progress progress;
    TreeBuilder builder(progress);
    const CountingIterator first(text.data(), &progress);
    const CountingIterator last(text.data() + text.size(), &progress);
    const bool read = nlohmann::json::sax_parse(first, last, &builder);
    if (!read || !builder.problems.empty()) return tl::unexpected(std::move(builder.problems));
    return std::move(builder.root);
}

} // namespace menzhen::ops
