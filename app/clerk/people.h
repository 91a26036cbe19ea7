// SPDX-License-Identifier: Apache-2.0
// Names, identity numbers, phones and birth dates, sealed at rest (sealing.h), a data key a month.
// Look-ups go by keyed indexes of 8 bytes. Throws SQLite::Exception inside transact()/read().
// Thread: the connection's.
#pragma once

#include "app/clerk/sealing.h"

#include <optional>
#include <string>

namespace menzhen::clerk {

struct Person {
    std::string name;
    std::string idNumber; ///< normalised, or empty: not given
    std::string phone;    ///< digits, or empty
    int birthDay = 0;     ///< yyyymmdd, 0: not known
    // Who answers for a child; both empty: nobody.
    std::string guardianName;
    std::string guardianNumber;
};

class People {
public:
    People(store::Database& database, std::string site, const ports::Crypto& crypto,
           ports::Chance& chance, const SiteKeys& keys);

    /// `id` is that of the booking or ticket. Replaces what was there.
    void put(int day, const std::string& id, const Person& person);
    /// Error Device "cannot-open": the keys are not those that sealed it.
    core::Result<std::optional<Person>> get(int day, const std::string& id);

    bool has(int day, const std::string& id);

    core::Bytes idIndex(const std::string& idNumber) const;
    core::Bytes phoneIndex(const std::string& phone, int birthDay) const;

private:
    store::Database& database_;
    std::string site_;
    const ports::Crypto& crypto_;
    const SiteKeys& keys_;
    Sealing sealing_;
};

} // namespace menzhen::clerk
