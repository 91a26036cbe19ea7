// SPDX-License-Identifier: Apache-2.0
#include "db/sync/snapshotreader.h"

#include "app/core/bytes.h"
#include "db/sync/jsonevents.h"

#include <algorithm>
#include <limits>
#include <string_view>

namespace menzhen::sync {

namespace {

constexpr std::string_view tablesMember = R"("tables":)";
constexpr std::string_view hashMember = R"("hash":")";

enum class Part { Start, Head, Tables, Table, Columns, Rows, Row };

/// Where a column of the snapshot goes.
struct Target {
    bool known = false;
    bool text = false;
    std::size_t cell = 0;
};

class SnapshotEvents final : public JsonEvents {
public:
    explicit SnapshotEvents(const SnapshotRow& row) : row_(row) {}

    SnapshotHead head;

    bool whole() const {
        return at_ == Part::Start && sawTables_ && !head.cursor.epoch.empty() && sawRevision_ &&
               head.cursor.day > 0;
    }

private:
    bool integer(std::int64_t value) override {
        if (at_ == Part::Row) return cell(false, value);
        if (at_ != Part::Head) return false;
        if (name() == "revision") {
            head.cursor.revision = value;
            sawRevision_ = true;
        } else if (name() == "schema") {
            head.schema = value;
        } else if (name() == "day") {
            if (value < 0 || value > std::numeric_limits<int>::max()) return false;
            head.cursor.day = static_cast<int>(value);
        }
        return name() != "epoch" && name() != "chain" && name() != "tables";
    }

    bool text(std::string& value) override {
        if (at_ == Part::Row) return cell(true, std::move(value));
        if (at_ == Part::Columns) return column(value);
        if (at_ != Part::Head) return false;
        if (name() == "epoch")
            head.cursor.epoch = std::move(value);
        else if (name() == "chain")
            head.chain = std::move(value);
        return !needed();
    }

    bool other() override {
        if (at_ == Part::Row) return passCell();
        return at_ == Part::Head && !needed();
    }

    bool openObject() override {
        switch (at_) {
        case Part::Start:
            at_ = Part::Head;
            return true;
        case Part::Head:
            if (name() != "tables") return pass();
            sawTables_ = true;
            at_ = Part::Tables;
            return true;
        case Part::Tables:
            table_.table = store::findTable(name());
            if (table_.table == nullptr) return pass();
            table_.columns.clear();
            targets_.clear();
            at_ = Part::Table;
            return true;
        case Part::Table:
            return pass();
        case Part::Row:
            return passCell() && pass();
        default:
            return false;
        }
    }

    bool openList() override {
        switch (at_) {
        case Part::Head:
            return name() != "tables" && pass();
        case Part::Table:
            if (name() == "columns") {
                at_ = Part::Columns;
                return true;
            }
            if (name() != "rows") return pass();
            if (!hasKey()) return false;
            cells_.assign(table_.columns.size(), store::Cell());
            at_ = Part::Rows;
            return true;
        case Part::Rows:
            at_ = Part::Row;
            next_ = 0;
            return true;
        case Part::Row:
            return passCell() && pass();
        default:
            return false;
        }
    }

    bool close() override {
        switch (at_) {
        case Part::Head:
            at_ = Part::Start;
            return true;
        case Part::Tables:
            at_ = Part::Head;
            return true;
        case Part::Table:
            at_ = Part::Tables;
            return true;
        case Part::Columns:
        case Part::Rows:
            at_ = Part::Table;
            return true;
        case Part::Row:
            if (next_ < targets_.size()) return false; // a short row
            row_(table_, cells_);
            at_ = Part::Rows;
            return true;
        default:
            return false;
        }
    }

    /// Members of the head that are no texts.
    bool needed() const { return name() == "revision" || name() == "day" || name() == "tables"; }

    bool hasKey() const {
        for (std::size_t i = 0; i < table_.table->keys; ++i)
            if (std::find(table_.columns.begin(), table_.columns.end(), i) == table_.columns.end())
                return false;
        return true;
    }

    bool column(const std::string& name) {
        Target target;
        if (table_.table->hasColumn(name)) {
            const std::size_t at = table_.table->indexOf(name);
            target = {true, table_.table->columns[at].text, table_.columns.size()};
            table_.columns.push_back(at);
        }
        targets_.push_back(target);
        return true;
    }

    bool passCell() {
        if (next_ < targets_.size() && targets_[next_].known) return false;
        ++next_;
        return true;
    }

    template <class Value> bool cell(bool isText, Value&& value) {
        if (next_ >= targets_.size()) return true; // more cells than columns
        const Target& target = targets_[next_++];
        if (!target.known) return true;
        if (target.text != isText) return false;
        cells_[target.cell] = std::forward<Value>(value);
        return true;
    }

    const SnapshotRow& row_;
    Part at_ = Part::Start;
    bool sawTables_ = false;
    bool sawRevision_ = false;
    SnapshotTable table_;
    std::vector<Target> targets_;
    std::vector<store::Cell> cells_;
    std::size_t next_ = 0;
};

} // namespace

bool hashHolds(const std::string& snapshot, const ports::Crypto& crypto) {
    const std::string_view all(snapshot);
    const std::size_t tables = all.find(tablesMember);
    const std::size_t hash = all.find(hashMember);
    const std::size_t end = all.rfind('}');
    if (tables == std::string_view::npos || hash > tables || end < tables) return false;
    const std::size_t from = tables + tablesMember.size();
    const std::string found =
        core::toHex(crypto.sha256(core::asBytes(all.substr(from, end - from))));
    return all.substr(hash + hashMember.size(), found.size()) == found;
}

core::Result<SnapshotHead> readSnapshot(const std::string& text, const SnapshotRow& row) {
    SnapshotEvents events(row);
    if (!events.read(text) || !events.whole())
        return core::badData("malformed-answer", "the registry's snapshot is not as agreed");
    return std::move(events.head);
}

} // namespace menzhen::sync
