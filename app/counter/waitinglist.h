// SPDX-License-Identifier: Apache-2.0
// The waiting list as a table: whoever waits in the order of call, then those called in vain. Rows
// are known by the entry's id: an update moves, adds and removes rows, so that a selection and a
// screen reader's place stay where they are. Thread: GUI.
#pragma once

#include "app/flows/callnext.h"

#include <QAbstractTableModel>
#include <vector>

namespace menzhen::counter {

class WaitingList : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Number, Name, Band, Marks, Reason, ColumnCount };

    explicit WaitingList(QObject* parent = nullptr);

    void show(const flows::Desk& desk);
    void retranslate();

    /// Nobody (an empty id): there is no such row.
    flows::WaitingView viewAt(int row) const;

    /// -1: not in the list.
    int rowOf(const std::string& id) const { return find(id, 0); }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        flows::WaitingView view;
        bool missed = false; ///< called in vain, not back yet

        bool shows(const Row& other) const;
    };

    int find(const std::string& id, int from) const;
    QString text(const Row& row, int column) const;

    std::vector<Row> rows_;
};

} // namespace menzhen::counter
