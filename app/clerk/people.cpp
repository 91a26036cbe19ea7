// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/people.h"

#include "app/core/check.h"

#include <iterator>

namespace menzhen::clerk {

namespace {

constexpr std::size_t indexBytes = 8;

core::Bytes cut(const core::Digest& digest) {
    return {digest.begin(), digest.begin() + indexBytes};
}

std::string place(const std::string& site, int day, const std::string& id, const char* column) {
    return "person/" + site + "/" + std::to_string(day) + "/" + id + "/" + column + "/1";
}

} // namespace

People::People(store::Database& database, std::string site, const ports::Crypto& crypto,
               ports::Chance& chance, const SiteKeys& keys)
    : database_(database), site_(std::move(site)), crypto_(crypto), chance_(chance), keys_(keys) {}

core::Bytes People::sealed(const core::Bytes& key, const std::string& where,
                           const std::string& plain) {
    core::Bytes nonce(ports::aeadNonceSize);
    chance_.fill(nonce);
    const core::Bytes cipher = crypto_.seal(key, nonce, core::asBytes(where), core::asBytes(plain));
    nonce.insert(nonce.end(), cipher.begin(), cipher.end());
    return nonce;
}

core::Result<std::string> People::opened(const core::Bytes& key, const std::string& where,
                                         core::ByteView sealedValue) const {
    if (sealedValue.size() < ports::aeadNonceSize)
        return core::fail(core::ErrorKind::Device, "cannot-open", "a sealed value is too short");
    const auto plain =
        crypto_.open(key, sealedValue.first(ports::aeadNonceSize), core::asBytes(where),
                     sealedValue.subspan(ports::aeadNonceSize));
    if (!plain)
        return core::fail(core::ErrorKind::Device, "cannot-open",
                          "a sealed value does not open: is this the keys folder of this store?");
    return std::string(plain->begin(), plain->end());
}

core::Result<core::Bytes> People::dataKey(const std::string& name) {
    if (const auto known = dataKeys_.find(name); known != dataKeys_.end()) return known->second;
    const std::string where = "data_key/" + name;
    store::Query query(database_, "SELECT wrapped FROM data_key WHERE name = ?");
    query.bind(name);
    core::Bytes key(ports::aeadKeySize);
    if (query.step()) {
        const auto plain = opened(keys_.masterKey, where, query.blob(0));
        if (!plain) return tl::unexpected(plain.error());
        key.assign(plain->begin(), plain->end());
    } else {
        chance_.fill(key);
        const core::Bytes wrapped =
            sealed(keys_.masterKey, where, std::string(key.begin(), key.end()));
        store::Query(database_, "INSERT INTO data_key (name, wrapped) VALUES (?, ?)")
            .bind(name)
            .bind(core::ByteView(wrapped))
            .run();
    }
    // Not remembered when the transaction may still be rolled back: a key made here is read again.
    return key;
}

void People::put(int day, const std::string& id, const Person& person) {
    const std::string keyName = "person/" + site_ + "/" + std::to_string(day / 100);
    const auto key = dataKey(keyName);
    MENZHEN_CHECK(key.has_value(), "the people's data key does not open: wrong keys folder");
    const auto column = [&](const char* name, const std::string& plain) {
        return plain.empty() ? core::Bytes{} : sealed(*key, place(site_, day, id, name), plain);
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
    const auto key = dataKey(query.text(0));
    if (!key) return tl::unexpected(key.error());
    static constexpr const char* columns[] = {"name",  "id_number",     "phone",
                                              "birth", "guardian_name", "guardian_number"};
    std::string plain[std::size(columns)];
    for (int i = 0; i < int(std::size(columns)); ++i) {
        const core::Bytes value = query.blob(i + 1);
        if (value.empty()) continue;
        auto text = opened(*key, place(site_, day, id, columns[i]), value);
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
    return cut(crypto_.hmacSha256(keys_.indexKey, core::asBytes("id/" + idNumber)));
}

core::Bytes People::phoneIndex(const std::string& phone, int birthDay) const {
    return cut(crypto_.hmacSha256(
        keys_.indexKey, core::asBytes("phone/" + phone + "/" + std::to_string(birthDay))));
}

} // namespace menzhen::clerk
