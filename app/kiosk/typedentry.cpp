// SPDX-License-Identifier: Apache-2.0
#include "app/kiosk/typedentry.h"

#include <initializer_list>
#include <numeric>

namespace menzhen::kiosk {

namespace {

/// How many characters stand together: "138 1234 5678".
std::initializer_list<int> groupsOf(TypedEntry::Kind kind) {
    static constexpr std::initializer_list<int> shortCode{4, 4};
    static constexpr std::initializer_list<int> identity{6, 8, 4};
    static constexpr std::initializer_list<int> phone{3, 4, 4};
    static constexpr std::initializer_list<int> birthDate{4, 2, 2};
    switch (kind) {
    case TypedEntry::Kind::ShortCode:
        return shortCode;
    case TypedEntry::Kind::Identity:
        return identity;
    case TypedEntry::Kind::Phone:
        return phone;
    case TypedEntry::Kind::BirthDate:
        return birthDate;
    }
    return {};
}

} // namespace

void TypedEntry::begin(Kind kind) {
    kind_ = kind;
    typed_.clear();
}

int TypedEntry::length() const {
    const auto groups = groupsOf(kind_);
    return std::accumulate(groups.begin(), groups.end(), 0);
}

bool TypedEntry::add(const QString& key) {
    if (complete()) return false;
    const bool last = typed_.size() == length() - 1;
    if (kind_ == Kind::Identity && key == QLatin1String("X") && !last) return false;
    typed_ += key;
    return true;
}

void TypedEntry::erase() {
    typed_.chop(1);
}

QString TypedEntry::shown(bool veiled) const {
    const bool hidden = veiled && kind_ != Kind::ShortCode;
    const QString digits = hidden ? QString(typed_.size(), QChar(0x2022)) : typed_;
    const QString all = digits.leftJustified(length(), QChar(0x2013));
    QString shown;
    qsizetype at = 0;
    for (const int size : groupsOf(kind_)) {
        if (at > 0) shown += QLatin1Char(' ');
        shown += all.mid(at, size);
        at += size;
    }
    return shown;
}

} // namespace menzhen::kiosk
