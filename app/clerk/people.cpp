// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/people.h"

#include <iterator>

namespace menzhen::clerk {

namespace {

std::string place(const std::string& site, int day, const std::string& id, const char* column) {
    return "person/" + site + "/" + std::to_string(day) + "/" + id + "/" + column + "/1";
}

} // namespace

People::People(store::Database& database, std::string site, const ports::Crypto& crypto,
               ports::Chance& chance, const SiteKeys& keys)
    : database_(database), site_(std::move(site)), crypto_(crypto), keys_(keys),
      sealing_(database, crypto, keys, chance) {}

void People::put(int day, const std::string& id, const Person& person) {
    const std::string keyName = "person/" + site_ + "/" + std::to_string(day / 100);
    const auto column = [&](const char* name, const std::string& plain) {
        return sealing_.seal(keyName, place(site_, day, id, name), plain);
    };
    const core::Bytes name = column("name", person.name);
    const core::Bytes number = column("id_number", person.idNumber);
    const core::Bytes phone = column("phone", person.phone);
    const core::Bytes birth =
        column("birth", person.birthDay == 0 ? "" : std::to_string(person.birthDay));
    const core::Bytes guardian = column("guardian_name", person.guardianName);
    const core::Bytes guardianNumber = column("guardian_number", person.guardianNumber);
    const core::Bytes byId = person.idNumber.empty() ? core::Bytes{} : idIndex(person.idNumber);
    const core::Bytes byPhone =
        person.phone.empty() ? core::Bytes{} : phoneIndex(person.phone, person.birthDay);
    store::Query(
        database_,
        "INSERT OR REPLACE INTO person (site, day, id, key_name, name, id_number, phone, "
        "birth, id_index, phone_index, guardian_name, guardian_number) VALUES (?, ?, ?, ?, "
        "?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(site_)
        .bind(day)
        .bind(id)
        .bind(keyName)
        .bind(core::ByteView(name))
        .bind(core::ByteView(number))
        .bind(core::ByteView(phone))
        .bind(core::ByteView(birth))
        .bind(core::ByteView(byId))
        .bind(core::ByteView(byPhone))
        .bind(core::ByteView(guardian))
        .bind(core::ByteView(guardianNumber))
        .run();
}

core::Result<std::optional<Person>> People::get(int day, const std::string& id) {
    store::Query query(database_,
                       "SELECT key_name, name, id_number, phone, birth, guardian_name, "
                       "guardian_number FROM person WHERE site = ? AND day = ? AND id = ?");
    query.bind(site_).bind(day).bind(id);
    if (!query.step()) return std::optional<Person>{};
    static constexpr const char* columns[] = {"name",  "id_number",     "phone",
                                              "birth", "guardian_name", "guardian_number"};
    std::string plain[std::size(columns)];
    for (int i = 0; i < int(std::size(columns)); ++i) {
        const core::Bytes value = query.blob(i + 1);
        auto text = sealing_.open(query.text(0), place(site_, day, id, columns[i]), value);
        if (!text) return tl::unexpected(text.error());
        plain[i] = std::move(*text);
    }
    return std::optional(Person{plain[0], plain[1], plain[2],
                                plain[3].empty() ? 0 : std::stoi(plain[3]), plain[4], plain[5]});
}

bool People::has(int day, const std::string& id) {
    store::Query query(database_, "SELECT 1 FROM person WHERE site = ? AND day = ? AND id = ?");
    query.bind(site_).bind(day).bind(id);
    return query.step();
}

core::Bytes People::idIndex(const std::string& idNumber) const {
    return keyedIndex(crypto_, keys_, "id/" + idNumber);
}

core::Bytes People::phoneIndex(const std::string& phone, int birthDay) const {
    return keyedIndex(crypto_, keys_, "phone/" + phone + "/" + std::to_string(birthDay));
}

} // namespace menzhen::clerk
