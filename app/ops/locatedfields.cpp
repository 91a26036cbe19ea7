// SPDX-License-Identifier: Apache-2.0
#include "app/ops/locatedfields.h"

#include "app/core/hospital.h"

#include <algorithm>
#include <cmath>

namespace menzhen::ops {

namespace {

using Kind = LocatedJson::Kind;

/// Stands for an object that is missing or of the wrong kind: its own members are not complained
/// of.
const LocatedJson& emptyObject() {
    static const LocatedJson empty = [] {
        LocatedJson made;
        made.kind = Kind::Object;
        return made;
    }();
    return empty;
}

} // namespace

void ProblemList::add(int line, std::string path, std::string what) {
    // A value that is looked at twice is complained of once.
    const FileProblem problem{line, std::move(path), std::move(what)};
    const bool known = std::find(problems_.begin(), problems_.end(), problem) != problems_.end();
    if (!known && problems_.size() < maxFileProblems) problems_.push_back(problem);
}

FileProblems ProblemList::take() {
    std::stable_sort(problems_.begin(), problems_.end(),
                     [](const auto& a, const auto& b) { return a.line < b.line; });
    return std::move(problems_);
}

std::string LocatedValue::pathOf(std::string_view key) const {
    return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

void LocatedValue::problem(std::string what) const {
    problems_->add(node_->line, path_, std::move(what));
}

void LocatedValue::problemAt(std::string_view key, std::string what) const {
    const LocatedJson* found = node_->find(key);
    problems_->add(found ? found->line : node_->line, pathOf(key), std::move(what));
}

const LocatedJson* LocatedValue::member(std::string_view key, Kind kind, bool needed) const {
    const LocatedJson* found = node_->find(key);
    if (!found) {
        if (needed && node_ != &emptyObject()) problemAt(key, "this key is missing");
        return nullptr;
    }
    if (found->kind != kind) {
        problemAt(key, "this is " + std::string(toText(found->kind)) + ", " +
                           std::string(toText(kind)) + " is wanted");
        return nullptr;
    }
    return found;
}

std::string LocatedValue::needText(std::string_view key) const {
    const LocatedJson* found = member(key, Kind::Text, true);
    if (found && found->text.empty()) problemAt(key, "this text is empty");
    return found ? found->text : std::string();
}

std::string LocatedValue::mayText(std::string_view key, const std::string& fallback) const {
    const LocatedJson* found = member(key, Kind::Text, false);
    return found ? found->text : fallback;
}

int LocatedValue::needInteger(std::string_view key, int least, int most) const {
    if (!has(key)) {
        member(key, Kind::Integer, true);
        return least;
    }
    return mayInteger(key, least, most, least);
}

int LocatedValue::mayInteger(std::string_view key, int least, int most, int fallback) const {
    const LocatedJson* found = member(key, Kind::Integer, false);
    if (!found) return fallback;
    if (found->integer < least || found->integer > most) {
        problemAt(key, std::to_string(found->integer) + " is out of bounds, " +
                           std::to_string(least) + " to " + std::to_string(most) + " is allowed");
        return fallback;
    }
    return static_cast<int>(found->integer);
}

bool LocatedValue::needFlag(std::string_view key) const {
    const LocatedJson* found = member(key, Kind::Flag, true);
    return found && found->flag;
}

bool LocatedValue::mayFlag(std::string_view key, bool fallback) const {
    const LocatedJson* found = member(key, Kind::Flag, false);
    return found ? found->flag : fallback;
}

core::Minute LocatedValue::needMinute(std::string_view key) const {
    const LocatedJson* found = member(key, Kind::Text, true);
    if (!found) return 0;
    const auto minute = core::parseMinute(found->text);
    if (!minute) problemAt(key, "'" + found->text + "' is no time like \"08:30\"");
    return minute.value_or(0);
}

core::Fen LocatedValue::needFen(std::string_view key) const {
    const LocatedJson* found = member(key, Kind::Text, true);
    if (!found) return 0;
    const auto amount = core::parseFen(found->text);
    if (!amount) problemAt(key, "'" + found->text + "': " + amount.error().detail);
    return amount.value_or(0);
}

int LocatedValue::needShare(std::string_view key) const {
    const LocatedJson* found = node_->find(key);
    if (!found || (found->kind != Kind::Integer && found->kind != Kind::Decimal)) {
        member(key, Kind::Decimal, true);
        return 0;
    }
    const double share =
        found->kind == Kind::Integer ? static_cast<double>(found->integer) : found->decimal;
    if (!(share >= 0 && share <= 1)) {
        problemAt(key, "a share is a number from 0 to 1");
        return 0;
    }
    return static_cast<int>(std::lround(share * core::wholeShare));
}

std::vector<std::string> LocatedValue::texts(std::string_view key, bool needed) const {
    std::vector<std::string> all;
    const LocatedJson* list = member(key, Kind::List, needed);
    if (!list) return all;
    for (const LocatedJson& item : list->items) {
        if (item.kind != Kind::Text || item.text.empty())
            problems_->add(item.line, pathOf(key) + "[" + std::to_string(all.size()) + "]",
                           "a text is wanted, not empty");
        all.push_back(item.text);
    }
    return all;
}

std::vector<std::string> LocatedValue::needTexts(std::string_view key) const {
    return texts(key, true);
}

std::vector<std::string> LocatedValue::mayTexts(std::string_view key) const {
    return texts(key, false);
}

std::vector<LocatedValue> LocatedValue::objects(std::string_view key, bool needed) const {
    std::vector<LocatedValue> all;
    const LocatedJson* list = member(key, Kind::List, needed);
    if (!list) return all;
    for (const LocatedJson& item : list->items) {
        const std::string path = pathOf(key) + "[" + std::to_string(all.size()) + "]";
        const bool object = item.kind == Kind::Object;
        if (!object)
            problems_->add(item.line, path,
                           "this is " + std::string(toText(item.kind)) + ", an object is wanted");
        all.emplace_back(object ? item : emptyObject(), path, *problems_);
    }
    return all;
}

std::vector<LocatedValue> LocatedValue::needObjects(std::string_view key) const {
    return objects(key, true);
}

std::vector<LocatedValue> LocatedValue::mayObjects(std::string_view key) const {
    return objects(key, false);
}

LocatedValue LocatedValue::object(std::string_view key, bool needed) const {
    const LocatedJson* found = member(key, Kind::Object, needed);
    return {found ? *found : emptyObject(), pathOf(key), *problems_};
}

LocatedValue LocatedValue::needObject(std::string_view key) const {
    return object(key, true);
}

LocatedValue LocatedValue::mayObject(std::string_view key) const {
    return object(key, false);
}

} // namespace menzhen::ops
