// SPDX-License-Identifier: Apache-2.0
#include "app/counter/waitinglist.h"

#include "app/counter/style.h"
#include "app/counter/wording.h"

#include <QColor>
#include <algorithm>

namespace menzhen::counter {

bool WaitingList::Row::shows(const Row& other) const {
    const auto face = [](const Row& row) {
        return std::tie(row.view.number, row.view.masked, row.view.lane, row.view.state,
                        row.view.reason, row.view.bandText, row.view.misses, row.view.late,
                        row.view.elsewhere, row.missed);
    };
    return face(*this) == face(other);
}

WaitingList::WaitingList(QObject* parent) : QAbstractTableModel(parent) {}

int WaitingList::find(const std::string& id, int from) const {
    for (int row = from; row < static_cast<int>(rows_.size()); ++row)
        if (rows_[static_cast<std::size_t>(row)].view.id == id) return row;
    return -1;
}

flows::WaitingView WaitingList::viewAt(int row) const {
    const bool known = row >= 0 && static_cast<std::size_t>(row) < rows_.size();
    return known ? rows_[static_cast<std::size_t>(row)].view : flows::WaitingView{};
}

void WaitingList::show(const flows::Desk& desk) {
    std::vector<Row> wanted;
    for (const auto& view : desk.waiting)
        wanted.push_back({view, false});
    for (const auto& view : desk.missed)
        wanted.push_back({view, true});
    if (wanted.size() > flows::maxListed) wanted.resize(flows::maxListed);

    for (int row = static_cast<int>(rows_.size()) - 1; row >= 0; --row) {
        const std::string& id = rows_[static_cast<std::size_t>(row)].view.id;
        const auto stays = [&id](const Row& one) { return one.view.id == id; };
        if (std::any_of(wanted.begin(), wanted.end(), stays)) continue;
        beginRemoveRows({}, row, row);
        rows_.erase(rows_.begin() + row);
        endRemoveRows();
    }
    for (int row = 0; row < static_cast<int>(wanted.size()); ++row) {
        Row& want = wanted[static_cast<std::size_t>(row)];
        const int at = find(want.view.id, row);
        if (at < 0) {
            beginInsertRows({}, row, row);
            rows_.insert(rows_.begin() + row, std::move(want));
            endInsertRows();
            continue;
        }
        if (at > row) {
            beginMoveRows({}, at, at, {}, row);
            std::rotate(rows_.begin() + row, rows_.begin() + at, rows_.begin() + at + 1);
            endMoveRows();
        }
        Row& have = rows_[static_cast<std::size_t>(row)];
        if (have.shows(want)) continue;
        have = std::move(want);
        emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
    }
}

void WaitingList::retranslate() {
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (!rows_.empty())
        emit dataChanged(index(0, 0), index(static_cast<int>(rows_.size()) - 1, ColumnCount - 1));
}

int WaitingList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int WaitingList::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString WaitingList::text(const Row& row, int column) const {
    switch (column) {
    case Number:
        return plain(row.view.number);
    case Name:
        return plain(row.view.masked);
    case Band:
        return plain(row.view.bandText);
    case Marks:
        return CounterWords::marks(row.view, row.missed);
    case Reason:
        return row.missed ? QString() : CounterWords::reason(row.view.reason);
    default:
        return {};
    }
}

QVariant WaitingList::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row& row = rows_[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole) return text(row, index.column());
    if (role == Qt::ToolTipRole && index.column() >= Marks) return text(row, index.column());
    if (role == Qt::ForegroundRole) {
        if (row.missed) return QColor(style::quietInk);
        if (index.column() == Marks) return QColor(style::amberInk);
    }
    return {};
}

QVariant WaitingList::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role != Qt::DisplayRole) return {};
    if (orientation == Qt::Vertical) return section + 1;
    switch (section) {
    case Number:
        return tr("No.");
    case Name:
        return tr("Name");
    case Band:
        return tr("Time");
    case Marks:
        return tr("Notes");
    case Reason:
        return tr("Why when called");
    default:
        return {};
    }
}

} // namespace menzhen::counter
