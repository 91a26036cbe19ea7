// SPDX-License-Identifier: Apache-2.0
#include "app/ops/judgement.h"

#include <algorithm>

namespace menzhen::ops {

namespace {

tl::unexpected<core::Error> malformed(const std::string& what) {
    return core::badData("malformed-outcome", what);
}

core::Result<store::Record> rowFromJson(const store::Table& table, const nlohmann::json& object) {
    if (!object.is_object()) return malformed("a row must be an object");
    store::Record record(table);
    for (const auto& [name, value] : object.items()) {
        if (!table.hasColumn(name)) return malformed("unknown column '" + name + "'");
        const std::size_t index = table.indexOf(name);
        if (table.columns[index].text ? !value.is_string() : !value.is_number_integer())
            return malformed("column '" + name + "' has another type");
        if (table.columns[index].text)
            record.setCell(index, value.get<std::string>());
        else
            record.setCell(index, value.get<std::int64_t>());
    }
    for (std::size_t i = 0; i < table.keys; ++i)
        if (!record.hasAt(i)) return malformed("a row without its key");
    return record;
}

bool isPlain(char c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\';
}

void addRow(std::string& out, const store::Record& row) {
    const store::Table& table = row.table();
    char separator = '{';
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (!row.hasAt(i)) continue;
        out += separator;
        out += '"';
        out += table.columns[i].name;
        out += "\":";
        if (table.columns[i].text)
            addJsonText(out, std::get<std::string>(row.cellAt(i)));
        else
            out += std::to_string(std::get<std::int64_t>(row.cellAt(i)));
        separator = ',';
    }
    out += '}';
}

} // namespace

void addJsonText(std::string& out, std::string_view text) {
    if (!std::all_of(text.begin(), text.end(), isPlain)) {
        out += nlohmann::json(std::string(text))
                   .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        return;
    }
    out += '"';
    out += text;
    out += '"';
}

std::string rowsToText(const std::vector<store::Record>& rows) {
    std::string out = "{";
    for (auto row = rows.begin(); row != rows.end(); ++row) {
        const store::Table* table = &row->table();
        const auto same = [&](const store::Record& other) { return &other.table() == table; };
        if (std::any_of(rows.begin(), row, same)) continue; // written with the first of its table
        out += out.size() > 1 ? ",\"" : "\"";
        out += table->name;
        out += "\":";
        char separator = '[';
        for (auto each = row; each != rows.end(); ++each) {
            if (!same(*each)) continue;
            out += separator;
            addRow(out, *each);
            separator = ',';
        }
        out += ']';
    }
    out += '}';
    return out;
}

nlohmann::json rowsToJson(const std::vector<store::Record>& rows) {
    nlohmann::json object = nlohmann::json::object();
    for (const store::Record& row : rows) {
        nlohmann::json cells = nlohmann::json::object();
        const store::Table& table = row.table();
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            if (!row.hasAt(i)) continue;
            const std::string name(table.columns[i].name);
            if (table.columns[i].text)
                cells[name] = std::get<std::string>(row.cellAt(i));
            else
                cells[name] = std::get<std::int64_t>(row.cellAt(i));
        }
        object[std::string(table.name)].push_back(std::move(cells));
    }
    return object;
}

core::Result<std::vector<store::Record>> rowsFromJson(const nlohmann::json& object) {
    if (!object.is_object()) return malformed("must be an object");
    std::vector<store::Record> rows;
    for (const auto& [name, list] : object.items()) {
        const store::Table* table = store::findTable(name);
        if (table == nullptr) return malformed("unknown table '" + name + "'");
        if (!list.is_array()) return malformed("rows must be a list");
        for (const nlohmann::json& cells : list) {
            core::Result<store::Record> row = rowFromJson(*table, cells);
            if (!row) return tl::unexpected(row.error());
            rows.push_back(std::move(*row));
        }
    }
    return rows;
}

} // namespace menzhen::ops
