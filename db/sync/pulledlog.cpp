// SPDX-License-Identifier: Apache-2.0
#include "db/sync/pulledlog.h"

#include "db/sync/jsonevents.h"

#include <limits>

namespace menzhen::sync {

namespace {

enum class At { Start, Page, Ops, Item, Op, Outcome, Rows, Row };

constexpr unsigned sawEpoch = 1;
constexpr unsigned sawAfter = 2;
constexpr unsigned sawThrough = 4;
constexpr unsigned sawRevision = 8;
constexpr unsigned sawOps = 16;
constexpr unsigned sawAll = 31;

constexpr unsigned opSaid = 1;
constexpr unsigned outcomeSaid = 2;
constexpr unsigned itemWhole = 3;

class PageReader final : public JsonEvents {
public:
    PulledLog page;

    bool whole() const { return at_ == At::Start && saw_ == sawAll; }

private:
    bool integer(std::int64_t value) override {
        switch (at_) {
        case At::Page:
            return pageNumber(value);
        case At::Item:
            if (name() == "revision") page.ops.back().verdict.revision = value;
            return true;
        case At::Op:
            if (name() == "incarnation") page.ops.back().id.incarnation = value;
            if (name() == "seq") page.ops.back().id.seq = page.ops.back().verdict.seq = value;
            return true;
        case At::Row:
            return cell(false, value);
        default:
            return false;
        }
    }

    bool text(std::string& value) override {
        switch (at_) {
        case At::Page:
            if (name() == "epoch") {
                page.epoch = std::move(value);
                saw_ |= sawEpoch;
            } else if (name() == "chain") {
                page.chain = std::move(value);
            } else if (name() == "digest") {
                page.digest = std::move(value);
            } else {
                return !isPageNumber();
            }
            return true;
        case At::Item:
            if (name() == "verdict")
                page.ops.back().verdict.verdict = std::move(value);
            else if (name() == "code")
                page.ops.back().verdict.code = std::move(value);
            return true;
        case At::Op:
            if (name() == "device")
                page.ops.back().id.device = std::move(value);
            else if (name() == "type")
                page.ops.back().type = std::move(value);
            else if (name() == "request")
                page.ops.back().request = std::move(value);
            return true;
        case At::Row:
            return cell(true, std::move(value));
        default:
            return false;
        }
    }

    bool other() override {
        if (at_ == At::Row) return !table_->hasColumn(name());
        return at_ == At::Page ? !isPageNumber() : at_ == At::Item || at_ == At::Op;
    }

    bool openObject() override {
        switch (at_) {
        case At::Start:
            return go(At::Page);
        case At::Page:
            return name() != "ops" && pass();
        case At::Ops:
            page.ops.emplace_back();
            item_ = 0;
            return go(At::Item);
        case At::Item:
            if (name() == "op") {
                item_ |= opSaid;
                return go(At::Op);
            }
            if (name() == "outcome") {
                item_ |= outcomeSaid;
                return go(At::Outcome);
            }
            return pass();
        case At::Op:
            return pass();
        case At::Row:
            return !table_->hasColumn(name()) && pass();
        case At::Rows:
            page.ops.back().rows.emplace_back(*table_);
            column_ = 0;
            return go(At::Row);
        default:
            return false;
        }
    }

    bool openList() override {
        if (at_ == At::Page && name() == "ops") {
            saw_ |= sawOps;
            return go(At::Ops);
        }
        if (at_ == At::Page || at_ == At::Item || at_ == At::Op) return pass();
        if (at_ == At::Row) return !table_->hasColumn(name()) && pass();
        if (at_ != At::Outcome) return false;
        table_ = store::findTable(name());
        return table_ == nullptr ? pass() : go(At::Rows);
    }

    bool close() override {
        switch (at_) {
        case At::Page:
            return go(At::Start);
        case At::Ops:
            return go(At::Page);
        case At::Item:
            return item_ == itemWhole && page.ops.back().verdict.revision > 0 &&
                   !page.ops.back().verdict.verdict.empty() && go(At::Ops);
        case At::Op:
            return !page.ops.back().id.device.empty() && page.ops.back().id.seq > 0 && go(At::Item);
        case At::Outcome:
            return go(At::Item);
        case At::Rows:
            return go(At::Outcome);
        case At::Row:
            return page.ops.back().rows.back().hasKey() && go(At::Rows);
        default:
            return false;
        }
    }

    bool go(At to) {
        at_ = to;
        return true;
    }

    bool isPageNumber() const {
        return name() == "after" || name() == "through" || name() == "revision" ||
               name() == "day" || name() == "now";
    }

    bool pageNumber(std::int64_t value) {
        if (name() == "after") {
            page.after = value;
            saw_ |= sawAfter;
        } else if (name() == "through") {
            page.through = value;
            saw_ |= sawThrough;
        } else if (name() == "revision") {
            page.revision = value;
            saw_ |= sawRevision;
        } else if (name() == "day") {
            if (value < 0 || value > std::numeric_limits<int>::max()) return false;
            page.day = static_cast<int>(value);
        } else if (name() == "now") {
            page.now = value;
        }
        return name() != "epoch" && name() != "chain" && name() != "digest";
    }

    bool cell(bool isText, store::Cell value) {
        // Written in the table's order: the next column is nearly always the one that follows.
        const std::size_t count = table_->columns.size();
        std::size_t tried = 0;
        while (tried < count && table_->columns[column_ % count].name != name()) {
            ++column_;
            ++tried;
        }
        if (tried == count) return true; // a later registry's
        const std::size_t index = column_++ % count;
        if (table_->columns[index].text != isText) return false;
        page.ops.back().rows.back().setCell(index, std::move(value));
        return true;
    }

    At at_ = At::Start;
    unsigned saw_ = 0;
    unsigned item_ = 0;
    const store::Table* table_ = nullptr;
    std::size_t column_ = 0;
};

} // namespace

core::Result<PulledLog> readPulledLog(const std::string& text) {
    PageReader reader;
    if (!reader.read(text) || !reader.whole())
        return core::badData("malformed-answer", "the registry's page is not as agreed");
    return std::move(reader.page);
}

} // namespace menzhen::sync
