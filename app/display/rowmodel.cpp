// SPDX-License-Identifier: Apache-2.0
#include "app/display/rowmodel.h"

#include "app/core/check.h"

namespace menzhen::display {

RowModel::RowModel(QByteArrayList roles, QObject* parent)
    : QAbstractListModel(parent), mRoles(std::move(roles)) {}

int RowModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant RowModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const int column = role - Qt::UserRole;
    if (column < 0 || column >= mRoles.size()) return {};
    return mRows[static_cast<std::size_t>(index.row())][column];
}

QHash<int, QByteArray> RowModel::roleNames() const {
    QHash<int, QByteArray> names;
    for (int i = 0; i < mRoles.size(); ++i)
        names.insert(Qt::UserRole + i, mRoles[i]);
    return names;
}

void RowModel::show(std::vector<Row> rows) {
    const int before = count();
    const int after = static_cast<int>(rows.size());
    for (const Row& row : rows)
        MENZHEN_CHECK(row.size() == mRoles.size(), "a row has one value a role");
    if (after < before) {
        beginRemoveRows({}, after, before - 1);
        mRows.resize(rows.size());
        endRemoveRows();
    }
    for (int i = 0; i < std::min(before, after); ++i) {
        const auto at = static_cast<std::size_t>(i);
        if (mRows[at] == rows[at]) continue;
        mRows[at] = rows[at];
        emit dataChanged(index(i), index(i));
    }
    if (after > before) {
        beginInsertRows({}, before, after - 1);
        mRows = std::move(rows);
        endInsertRows();
    }
    if (before != after) emit countChanged();
}

} // namespace menzhen::display
