// SPDX-License-Identifier: Apache-2.0
// What somebody types on the screen's keys: how long it is, which keys it takes, how it is shown.
// Thread: GUI.
#pragma once

#include <QString>
#include <string>

namespace menzhen::kiosk {

class TypedEntry {
public:
    enum class Kind { ShortCode, Identity, Phone, BirthDate };

    /// Forgets what was typed.
    void begin(Kind kind);

    void clear() { typed_.clear(); }

    Kind kind() const { return kind_; }

    /// False: this key cannot come here.
    bool add(const QString& key);
    void erase();

    int length() const;

    bool complete() const { return typed_.size() == length(); }

    /// In groups, with a dash for each character that is missing. `veiled`: dots, but for a short
    /// code, which is nobody's name.
    QString shown(bool veiled) const;

    std::string text() const { return typed_.toStdString(); }

private:
    Kind kind_ = Kind::ShortCode;
    QString typed_;
};

} // namespace menzhen::kiosk
