// SPDX-License-Identifier: Apache-2.0
// A list to choose from, six rows at a time: pages instead of scrolling, because a tap is the only
// gesture. The owner refills it, at a change of language too; the page stays where it was.
// Thread: GUI.
#pragma once

#include <QAbstractListModel>
#include <QString>
#include <QtQmlIntegration/qqmlintegration.h>
#include <utility>
#include <vector>

namespace menzhen::kiosk {

struct Choice {
    QString title;
    QString about;
    QString amount;
    QString note;
    bool available = true;

    friend bool operator==(const Choice&, const Choice&) = default;
};

class ChoiceList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by its journey")
    Q_PROPERTY(int page READ page NOTIFY pageChanged FINAL)
    Q_PROPERTY(int pages READ pages NOTIFY pageChanged FINAL)

public:
    static constexpr int rowsPerPage = 6; ///< experience.md item 19

    enum Role { Title = Qt::UserRole + 1, About, Amount, Note, Available, Chosen };

    using QAbstractListModel::QAbstractListModel;

    void fill(std::vector<Choice> choices);

    /// One row for each of `all`, as `row` words it.
    template <class All, class Row> void fillFrom(const All& all, Row row) {
        std::vector<Choice> choices;
        for (const auto& one : all)
            choices.push_back(row(one));
        fill(std::move(choices));
    }

    void clear();

    int page() const { return page_; }

    int pages() const;
    Q_INVOKABLE void next();
    Q_INVOKABLE void previous();

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void pageChanged();

private:
    void turnTo(int page);

    std::vector<Choice> choices_;
    int page_ = 0;
};

} // namespace menzhen::kiosk
