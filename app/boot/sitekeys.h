// SPDX-License-Identifier: Apache-2.0
// The table of site-file keys: one row each. A new key is a member of SiteFile, a row in
// sitekeys.cpp (paymentkeys.cpp) and a row in docs/site-file.md (a test compares the two tables).
// A key inside a table is named with its table: "payments.wechat.appid".
#pragma once

#include "app/boot/sitefile.h"

#include <map>
#include <string>
#include <vector>

namespace menzhen::boot {

/// A value of the file before it has a meaning; which member counts is said by its kind.
struct RawValue {
    std::string text;
    std::vector<std::string> texts;
    std::vector<double> numbers;
    std::map<std::string, std::string> pairs;
    bool flag = false;
};

enum class KeyKind {
    Text,    ///< "text"
    Texts,   ///< "text" or ["text", ...]: always in `texts`
    Flag,    ///< true or false
    Numbers, ///< [1, 2.5, ...]
    Number,  ///< 2.5, the only one in `numbers`
    Pairs    ///< { "name" = "text", ... }: in `pairs`
};

/// One letter a role, in the order of Role: "RKCD". An upper-case letter means that the role must
/// have the key, a lower-case one that it may; a role without its letter must not.
struct KeyRow {
    const char* name;
    KeyKind kind;
    const char* roles;
    /// Puts the value into its place; the complaint, or empty when all is well.
    std::string (*set)(SiteFile& site, const RawValue& value);
};

enum class Presence { Forbidden, Optional, Required };

const std::vector<KeyRow>& siteKeys();
Presence presence(const KeyRow& row, Role role);

/// What hangs together across keys ("the registry's id is REG"): key and complaint, in any order.
struct KeyComplaint {
    std::string key;
    std::string what;
};

std::vector<KeyComplaint> checkTogether(const SiteFile& site);

} // namespace menzhen::boot
