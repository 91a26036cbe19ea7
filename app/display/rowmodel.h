// SPDX-License-Identifier: Apache-2.0
// A short list for a page: rows of named texts. show() changes, adds and takes away exactly what
// differs, so that a row that stays is the same item on the screen.
// Thread: GUI.
#pragma once

#include <QAbstractListModel>
#include <QByteArrayList>
#include <QVariantList>
#include <QtQmlIntegration/qqmlintegration.h>
#include <vector>

namespace menzhen::display {

class RowModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by BoardModel")
    Q_PROPERTY(int count READ count NOTIFY countChanged FINAL)

public:
    using Row = QVariantList; ///< one value a role, in the order of the roles

    explicit RowModel(QByteArrayList roles, QObject* parent = nullptr);

    int count() const { return static_cast<int>(mRows.size()); }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    void show(std::vector<Row> rows);

signals:
    void countChanged();

private:
    QByteArrayList mRoles;
    std::vector<Row> mRows;
};

} // namespace menzhen::display
