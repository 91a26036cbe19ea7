// SPDX-License-Identifier: Apache-2.0
// Typed reading of located JSON. A value that is missing or wrong becomes a problem and a default,
// so that one run finds everything.
#pragma once

#include "app/core/calendar.h"
#include "app/core/money.h"
#include "app/ops/locatedjson.h"

namespace menzhen::ops {

/// More are not listed: whoever has a hundred starts with the first.
inline constexpr std::size_t maxFileProblems = 100;

/// Collects problems up to the limit.
class ProblemList {
public:
    void add(int line, std::string path, std::string what);

    bool empty() const { return problems_.empty(); }

    /// In the order of lines.
    FileProblems take();

private:
    FileProblems problems_;
};

/// One value with its place. Borrowed: the tree and the list outlive it.
class LocatedValue {
public:
    LocatedValue(const LocatedJson& node, std::string path, ProblemList& problems)
        : node_(&node), path_(std::move(path)), problems_(&problems) {}

    const LocatedJson& node() const { return *node_; }

    const std::string& path() const { return path_; }

    /// Reports a problem with this value, or with its member `key`.
    void problem(std::string what) const;
    void problemAt(std::string_view key, std::string what) const;

    /// Members. `need...` reports a missing key, `may...` does not and gives the fallback; both
    /// report a wrong type and a value out of bounds.
    bool has(std::string_view key) const { return node_->find(key) != nullptr; }

    std::string needText(std::string_view key) const;
    std::string mayText(std::string_view key, const std::string& fallback = {}) const;
    int needInteger(std::string_view key, int least, int most) const;
    int mayInteger(std::string_view key, int least, int most, int fallback) const;
    bool needFlag(std::string_view key) const;
    bool mayFlag(std::string_view key, bool fallback) const;
    /// "08:30"
    core::Minute needMinute(std::string_view key) const;
    /// "3.50"
    core::Fen needFen(std::string_view key) const;
    /// A share from 0 to 1, in parts per million.
    int needShare(std::string_view key) const;
    std::vector<std::string> needTexts(std::string_view key) const;
    std::vector<std::string> mayTexts(std::string_view key) const;
    /// The objects of a list; anything else in it is a problem and left as an empty object, so that
    /// positions stay those of the file.
    std::vector<LocatedValue> needObjects(std::string_view key) const;
    std::vector<LocatedValue> mayObjects(std::string_view key) const;
    /// An empty object when missing.
    LocatedValue needObject(std::string_view key) const;
    LocatedValue mayObject(std::string_view key) const;

private:
    /// The member if it is there and of that kind; reports otherwise.
    const LocatedJson* member(std::string_view key, LocatedJson::Kind kind, bool needed) const;
    std::string pathOf(std::string_view key) const;
    std::vector<LocatedValue> objects(std::string_view key, bool needed) const;
    std::vector<std::string> texts(std::string_view key, bool needed) const;
    LocatedValue object(std::string_view key, bool needed) const;

    const LocatedJson* node_;
    std::string path_;
    ProblemList* problems_;
};

} // namespace menzhen::ops
