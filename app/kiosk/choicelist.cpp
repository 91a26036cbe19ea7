// SPDX-License-Identifier: Apache-2.0
#include "app/kiosk/choicelist.h"

#include <algorithm>

namespace menzhen::kiosk {

void ChoiceList::fill(std::vector<Choice> choices) {
    beginResetModel();
    choices_ = std::move(choices);
    page_ = std::clamp(page_, 0, pages() - 1);
    endResetModel();
    emit pageChanged();
}

void ChoiceList::clear() {
    page_ = 0;
    fill({});
}

int ChoiceList::pages() const {
    return std::max(1, (static_cast<int>(choices_.size()) + rowsPerPage - 1) / rowsPerPage);
}

void ChoiceList::next() {
    turnTo(page_ + 1);
}

void ChoiceList::previous() {
    turnTo(page_ - 1);
}

void ChoiceList::turnTo(int page) {
    if (page < 0 || page >= pages() || page == page_) return;
    beginResetModel();
    page_ = page;
    endResetModel();
    emit pageChanged();
}

int ChoiceList::rowCount(const QModelIndex& parent) const {
    if (parent.isValid()) return 0;
    return std::clamp(static_cast<int>(choices_.size()) - page_ * rowsPerPage, 0, rowsPerPage);
}

QVariant ChoiceList::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const int number = page_ * rowsPerPage + index.row();
    const Choice& choice = choices_[static_cast<std::size_t>(number)];
    switch (role) {
    case Title:
        return choice.title;
    case About:
        return choice.about;
    case Amount:
        return choice.amount;
    case Note:
        return choice.note;
    case Available:
        return choice.available;
    case Chosen:
        return number;
    default:
        return {};
    }
}

QHash<int, QByteArray> ChoiceList::roleNames() const {
    return {{Title, "title"}, {About, "about"},         {Amount, "amount"},
            {Note, "note"},   {Available, "available"}, {Chosen, "chosen"}};
}

} // namespace menzhen::kiosk
