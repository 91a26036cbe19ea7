// SPDX-License-Identifier: Apache-2.0
#include "db/store/latestrows.h"

#include "db/store/records.h"

namespace menzhen::store {

namespace {

/// Lengths keep neighbours apart: "a" and "bc" are not "ab" and "c".
std::string placeOf(const Record& record) {
    const Table& table = record.table();
    std::string place(table.name);
    for (std::size_t i = 0; i < table.keys; ++i) {
        const Cell& cell = record.cellAt(i);
        if (const auto* number = std::get_if<std::int64_t>(&cell)) {
            place.append(1, '#').append(std::to_string(*number));
        } else {
            const auto& text = std::get<std::string>(cell);
            place.append(1, '$').append(std::to_string(text.size())).append(1, ':').append(text);
        }
    }
    return place;
}

} // namespace

void LatestRows::add(Record record, std::int64_t rev) {
    const auto [known, isNew] = places_.try_emplace(placeOf(record), rows_.size());
    if (isNew) {
        rows_.push_back({std::move(record), rev});
        return;
    }
    Row& row = rows_[known->second];
    row.record.take(std::move(record));
    row.rev = rev;
}

void LatestRows::write(Database& database, const std::string& site) const {
    for (const Row& row : rows_)
        upsert(database, site, row.record, row.rev);
}

} // namespace menzhen::store
