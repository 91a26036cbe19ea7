// SPDX-License-Identifier: Apache-2.0
#include "db/store/undotext.h"

#include "app/core/check.h"

namespace menzhen::store {

namespace {

constexpr std::uint8_t layout = 1; ///< the first byte: what follows is laid out as below
constexpr int numberBytes = 8;
enum class Mark : std::uint8_t { Integer = 0, Text = 1 };

class Writer {
public:
    void number(std::uint64_t value) {
        for (int i = 0; i < numberBytes; ++i)
            bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    }

    void text(std::string_view value) {
        number(value.size());
        bytes.insert(bytes.end(), value.begin(), value.end());
    }

    void cell(const Cell& value) {
        if (const auto* integer = std::get_if<std::int64_t>(&value)) {
            bytes.push_back(static_cast<std::uint8_t>(Mark::Integer));
            number(static_cast<std::uint64_t>(*integer));
        } else {
            bytes.push_back(static_cast<std::uint8_t>(Mark::Text));
            text(std::get<std::string>(value));
        }
    }

    core::Bytes bytes{layout};
};

class Reader {
public:
    explicit Reader(core::ByteView bytes) : bytes_(bytes) {}

    bool atEnd() const { return at_ == bytes_.size(); }

    std::uint8_t byte() { return take(1)[0]; }

    std::uint64_t number() {
        const core::ByteView taken = take(numberBytes);
        std::uint64_t value = 0;
        for (int i = numberBytes; i-- > 0;)
            value = value << 8 | taken[static_cast<std::size_t>(i)];
        return value;
    }

    std::string text() {
        const core::ByteView taken = take(number());
        return {taken.begin(), taken.end()};
    }

    Cell cell() {
        if (static_cast<Mark>(byte()) == Mark::Text) return text();
        return static_cast<std::int64_t>(number());
    }

private:
    core::ByteView take(std::uint64_t count) {
        MENZHEN_CHECK(count <= bytes_.size() - at_, "an undo that ends too early");
        const core::ByteView taken = bytes_.subspan(at_, static_cast<std::size_t>(count));
        at_ += taken.size();
        return taken;
    }

    core::ByteView bytes_;
    std::size_t at_ = 0;
};

} // namespace

core::Bytes toBytes(const std::vector<RowChange>& changes) {
    if (changes.empty()) return {};
    Writer writer;
    for (const RowChange& change : changes) {
        writer.text(change.table);
        writer.number(change.isNew ? 1 : 0);
        writer.number(change.key.size());
        for (const Cell& cell : change.key)
            writer.cell(cell);
        writer.number(change.cells.size());
        for (const CellChange& cell : change.cells) {
            writer.text(cell.column);
            writer.cell(cell.before);
            writer.cell(cell.after);
        }
    }
    return std::move(writer.bytes);
}

std::vector<RowChange> changesFrom(core::ByteView bytes) {
    std::vector<RowChange> changes;
    if (bytes.empty()) return changes;
    Reader reader(bytes);
    MENZHEN_CHECK(reader.byte() == layout, "an undo of another layout");
    while (!reader.atEnd()) {
        RowChange change;
        change.table = reader.text();
        change.isNew = reader.number() != 0;
        for (std::uint64_t left = reader.number(); left > 0; --left)
            change.key.push_back(reader.cell());
        for (std::uint64_t left = reader.number(); left > 0; --left) {
            std::string column = reader.text();
            Cell before = reader.cell();
            change.cells.push_back({std::move(column), std::move(before), reader.cell()});
        }
        changes.push_back(std::move(change));
    }
    return changes;
}

} // namespace menzhen::store
