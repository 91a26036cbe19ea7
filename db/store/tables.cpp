// SPDX-License-Identifier: Apache-2.0
#include "db/store/tables.h"

#include "app/core/check.h"

#include <algorithm>

namespace menzhen::store {

namespace {

/// An op sets at most about as many columns of a row; a record that sets more grows.
constexpr std::size_t usualCells = 16;

Column text(std::string_view name) {
    return {name, true};
}

Column number(std::string_view name) {
    return {name, false};
}

} // namespace

// A list, not steps: NOLINTNEXTLINE(readability-function-size)
const std::vector<Table>& tables() {
    static const std::vector<Table> all{
        {"organization",
         {text("id"), text("name_zh"), text("name_en"), text("kind"), text("city_zh"),
          text("policy"), text("queue_rules"), text("booking"), text("notice_zh"),
          text("notice_en")}},
        {"department",
         {text("id"), text("zh"), text("en"), number("floor"), text("zone"), text("prefix"),
          text("kind"), text("rooms"), number("sensitive"), number("bookable"), text("instead_zh"),
          text("instead_en"), text("identity_at_pickup")}},
        {"practitioner",
         {text("id"), text("department"), text("name_zh"), text("name_en"), text("title_zh"),
          text("title_en"), text("kind")}},
        {"fee", {text("id"), text("zh"), text("en"), number("amount_fen")}},
        {"channel", {text("id"), text("zh"), text("en"), number("place")}},
        {"staff", {text("id"), text("name"), text("roles"), text("state")}},
        {"trusted_key",
         {text("id"), text("spki"), text("device"), text("scope"), number("valid_from"),
          number("valid_until"), number("revoked_after")}},
        {"session",
         {number("day"), text("id"), text("practitioner"), text("department"), text("half"),
          number("start_minute"), number("end_minute"), text("room"), text("zone"), text("queue"),
          number("pooled"), text("fee"), number("amount_fen"), number("capacity"),
          number("extra_max"), text("state"), number("sold_out_at"), text("class"), text("link")},
         2,
         true},
        {"slot",
         {number("day"), text("session"), number("slot"), number("band"), text("channel"),
          text("number"), text("state"), text("hold"), text("holder"), number("expires_at"),
          number("release_at"), number("extra"), text("replaces"), text("fee_state"),
          number("fee_fen")},
         3,
         true},
        {"booking",
         {number("day"), text("id"), text("session"), number("slot"), number("band"),
          text("number"), text("channel"), text("state"), text("masked"), text("idhash"),
          text("short_code"), text("lang"), text("replaces"), text("stop_choice"), text("holder")},
         2,
         true},
        {"queue",
         {number("day"), text("half"), text("id"), text("department"), text("practitioner"),
          text("zone"), number("p"), number("r"), number("m"), number("run"), number("seq"),
          number("moves"), number("numbers")},
         3,
         true},
        {"entry",
         {number("day"),       text("id"),        text("half"),       text("queue"),
          text("session"),     number("slot"),    number("band"),     text("kind"),
          text("lane"),        number("level"),   text("pin"),        text("state"),
          number("misses"),    number("late"),    number("gap"),      number("seq"),
          text("number"),      text("masked"),    text("short_code"), text("booking"),
          text("zone"),        text("station"),   text("room"),       text("reason"),
          number("called_at"), number("calls"),   text("lang"),       number("rev"),
          number("front"),     text("elsewhere"), number("paper"),    text("idhash")},
         2,
         true,
         true},
        {"staged",
         {number("day"), text("half"), text("queue"), text("station"), text("ids")},
         4,
         true},
        {"station",
         {text("id"), number("day"), text("half"), text("queue"), text("room"), text("zone"),
          text("staff"), text("state"), text("reason"), number("paused_until"), number("rev")},
         1,
         false,
         true},
        {"takeback",
         {number("day"), text("station"), text("half"), text("queue"), text("what"), text("entry"),
          text("finished"), text("reason"), number("at"), number("moves"), text("before")},
         2,
         true},
        {"second_paper", {number("day"), text("id"), text("entry"), text("device")}, 2, true},
        {"session_stop",
         {number("day"), text("session"), text("choice"), text("to_session"), text("reason"),
          text("actor"), number("at")},
         2,
         true},
        {"waitlist",
         {number("day"), text("id"), text("department"), text("session"), text("state"),
          number("place"), text("holder"), text("idhash"), text("hold"), text("lang"),
          number("at")},
         2,
         true},
        {"draw",
         {number("day"), text("session"), text("state"), number("drawn_at"), text("seed")},
         2,
         true},
        {"draw_entry",
         {number("day"), text("id"), text("session"), number("band"), text("channel"),
          text("holder"), text("state"), number("rank"), text("hold")},
         2,
         true},
        {"superseded",
         {number("day"), text("entry"), text("station"), text("winner"), number("at"),
          number("finished_at")},
         3,
         true},
        {"deviation",
         {number("day"), text("entry"), number("nth"), text("kind"), text("half"), text("queue"),
          number("band"), text("to_half"), text("to_queue"), text("station"), text("actor"),
          number("at"), text("text")},
         3,
         true},
        {"help",
         {number("day"), text("id"), text("device"), text("screen"), text("state"), number("at"),
          text("answered_by")},
         2,
         true},
    };
    return all;
}

const Table* findTable(std::string_view name) {
    for (const Table& table : tables())
        if (table.name == name) return &table;
    return nullptr;
}

bool Table::hasColumn(std::string_view column) const {
    for (const Column& c : columns)
        if (c.name == column) return true;
    return false;
}

std::size_t Table::indexOf(std::string_view column) const {
    // Nearly every name is a literal of the program, and the linker keeps one copy of each: most
    // are found without looking at their letters.
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (columns[i].name.data() == column.data() && columns[i].name.size() == column.size())
            return i;
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (columns[i].name == column) return i;
    MENZHEN_CHECK(false, "no such column");
    return 0;
}

Record::Record(const Table& table) : table_(&table) {
    cells_.reserve(std::min(table.columns.size(), usualCells));
}

Record::Record(std::string_view table) : table_(findTable(table)) {
    MENZHEN_CHECK(table_ != nullptr, "no such table");
    cells_.reserve(std::min(table_->columns.size(), usualCells));
}

Record& Record::set(std::string_view column, std::int64_t value) & {
    return setCell(table_->indexOf(column), value);
}

Record& Record::set(std::string_view column, std::string value) & {
    return setCell(table_->indexOf(column), std::move(value));
}

Record& Record::setCell(std::size_t index, Cell value) {
    MENZHEN_CHECK(std::holds_alternative<std::string>(value) == table_->columns[index].text,
                  "a column holds one type");
    const std::size_t place = placeOf(index);
    if (hasAt(index))
        cells_[place] = std::move(value);
    else
        cells_.insert(cells_.begin() + static_cast<std::ptrdiff_t>(place), std::move(value));
    mask_ |= std::uint64_t{1} << index;
    return *this;
}

Record& Record::take(Record&& other) {
    std::size_t place = 0;
    for (std::size_t i = 0; i < table_->columns.size(); ++i)
        if (other.hasAt(i)) setCell(i, std::move(other.cells_[place++]));
    return *this;
}

const Cell& Record::cellAt(std::size_t index) const {
    MENZHEN_CHECK(hasAt(index), "the column is not set");
    return cells_[placeOf(index)];
}

std::int64_t Record::integer(std::string_view column) const {
    const std::size_t i = table_->indexOf(column);
    MENZHEN_CHECK(hasAt(i) && !table_->columns[i].text, "the column is no integer or not set");
    return std::get<std::int64_t>(cells_[placeOf(i)]);
}

const std::string& Record::text(std::string_view column) const {
    const std::size_t i = table_->indexOf(column);
    MENZHEN_CHECK(hasAt(i) && table_->columns[i].text, "the column is no text or not set");
    return std::get<std::string>(cells_[placeOf(i)]);
}

} // namespace menzhen::store
