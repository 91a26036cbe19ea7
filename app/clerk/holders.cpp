// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/holders.h"

#include "app/core/mask.h"

#include <algorithm>
#include <iterator>

namespace menzhen::clerk {

namespace {

using nlohmann::json;

constexpr const char* tokenMark = "MZH1";
constexpr std::size_t holderIdBytes = 8;
constexpr std::size_t patientIdBytes = 8;
constexpr std::int64_t msPerKey = 30LL * 24 * 60 * 60 * 1000; ///< a data key a month, or so
constexpr int daysOfYear = 10'000;                            ///< in yyyymmdd

std::string place(const std::string& holder, const std::string& id, const char* column) {
    return "patient/" + holder + "/" + id + "/" + column + "/1";
}

json rowOf(const store::Query& query) {
    return {{"id", query.text(0)},
            {"masked", query.text(1)},
            {"birth_year", query.integer(2)},
            {"relation", query.text(3)}};
}

} // namespace

bool isHolderToken(std::string_view text) {
    return text.size() == holderTokenBytes * 2 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

std::string tokenForCommand(const ports::Crypto& crypto, const SiteKeys& keys,
                            const std::string& path, const std::string& key,
                            const std::string& body) {
    const core::Digest digest = crypto.hmacSha256(
        keys.indexKey, core::asBytes("holder\n" + path + "\n" + key + "\n" + body));
    return core::toHex(core::ByteView(digest).first(holderTokenBytes));
}

std::string holderIdOf(const ports::Crypto& crypto, const std::string& token) {
    const core::Digest digest = crypto.sha256(core::asBytes(tokenMark + token));
    return core::toHex(core::ByteView(digest).first(holderIdBytes));
}

std::optional<std::string> knownHolder(store::Database& database, const ports::Crypto& crypto,
                                       const std::string& token) {
    if (!isHolderToken(token)) return std::nullopt;
    std::string id = holderIdOf(crypto, token);
    const core::Digest digest = crypto.sha256(core::asBytes(token));
    store::Query query(database, "SELECT token FROM holder WHERE id = ?");
    query.bind(id);
    if (!query.step() || !ports::equalSecrets(query.blob(0), digest)) return std::nullopt;
    return id;
}

bool followsVisit(store::Database& database, const std::string& holder, const std::string& site,
                  const std::string& visit) {
    store::Query query(database,
                       "SELECT 1 FROM visit_holder WHERE holder = ? AND site = ? AND visit = ?");
    query.bind(holder).bind(site).bind(visit);
    return query.step();
}

json patientsOf(store::Database& database, const std::string& holder) {
    store::Query query(database, "SELECT id, masked, birth_year, relation FROM patient WHERE "
                                 "holder = ? ORDER BY relation <> 'self', made_at, id");
    query.bind(holder);
    json list = json::array();
    while (query.step())
        list.push_back(rowOf(query));
    return list;
}

core::Result<Person> openPatient(store::Database& database, Sealing& sealing,
                                 const std::string& holder, const std::string& id) {
    store::Query query(database, "SELECT key_name, name, id_number, phone, birth, guardian_name, "
                                 "guardian_number FROM patient WHERE holder = ? AND id = ?");
    query.bind(holder).bind(id);
    if (!query.step()) return core::refused("unknown-patient", "no such patient of this holder");
    static constexpr const char* columns[] = {"name",  "id_number",     "phone",
                                              "birth", "guardian_name", "guardian_number"};
    std::string plain[std::size(columns)];
    for (int i = 0; i < int(std::size(columns)); ++i) {
        auto text = sealing.open(query.text(0), place(holder, id, columns[i]), query.blob(i + 1));
        if (!text) return tl::unexpected(text.error());
        plain[i] = std::move(*text);
    }
    Person person;
    person.name = plain[0];
    person.idNumber = plain[1];
    person.phone = plain[2];
    person.birthDay = plain[3].empty() ? 0 : std::stoi(plain[3]);
    person.guardianName = plain[4];
    person.guardianNumber = plain[5];
    return person;
}

void Holders::keep(const std::string& token, std::int64_t nowMs) {
    const core::Digest digest = crypto_.sha256(core::asBytes(token));
    store::Query(database_, "INSERT OR IGNORE INTO holder (id, token, made_at) VALUES (?, ?, ?)")
        .bind(holderIdOf(crypto_, token))
        .bind(core::ByteView(digest))
        .bind(nowMs)
        .run();
}

void Holders::follow(const std::string& holder, const std::string& site, int day,
                     const std::string& visit, std::int64_t nowMs) {
    store::Query(database_, "INSERT OR IGNORE INTO visit_holder (holder, site, visit, day, "
                            "made_at) VALUES (?, ?, ?, ?, ?)")
        .bind(holder)
        .bind(site)
        .bind(visit)
        .bind(day)
        .bind(nowMs)
        .run();
}

std::string Holders::idOfNumber(const std::string& holder, const Person& person) {
    store::Query query(database_, "SELECT id FROM patient WHERE holder = ? AND id_index = ?");
    const core::Bytes index = keyedIndex(crypto_, keys_, "patient/" + person.idNumber);
    query.bind(holder).bind(core::ByteView(index));
    return query.step() ? query.text(0) : std::string();
}

bool Holders::hasRoom(const std::string& holder, const Person& person, int most) {
    if (!idOfNumber(holder, person).empty()) return true;
    store::Query query(database_, "SELECT count(*) FROM patient WHERE holder = ?");
    query.bind(holder);
    query.step();
    return query.integer(0) < std::min(most + 1, maxPatientsEver); // the holder, and the dependants
}

core::Result<json> Holders::remember(const std::string& holder, const Person& person,
                                     const std::string& relation, int most, std::int64_t nowMs) {
    if (!hasRoom(holder, person, most))
        return core::refused("too-many-dependants", "forget somebody before remembering another");
    std::string id = idOfNumber(holder, person);
    if (id.empty()) {
        core::Bytes drawn(patientIdBytes);
        chance_.fill(drawn);
        id = core::toHex(drawn);
    }
    const std::string keyName = "patient/" + std::to_string(nowMs / msPerKey);
    const auto column = [&](const char* name, const std::string& plain) {
        return sealing_.seal(keyName, place(holder, id, name), plain);
    };
    const core::Bytes name = column("name", person.name);
    const core::Bytes number = column("id_number", person.idNumber);
    const core::Bytes phone = column("phone", person.phone);
    const core::Bytes birth = column("birth", std::to_string(person.birthDay));
    const core::Bytes guardianName = column("guardian_name", person.guardianName);
    const core::Bytes guardianNumber = column("guardian_number", person.guardianNumber);
    const core::Bytes index = keyedIndex(crypto_, keys_, "patient/" + person.idNumber);
    const json shown{{"id", id},
                     {"masked", core::maskName(person.name)},
                     {"birth_year", person.birthDay / daysOfYear},
                     {"relation", relation}};
    store::Query(database_, "INSERT OR REPLACE INTO patient (holder, id, key_name, name, "
                            "id_number, phone, birth, guardian_name, guardian_number, id_index, "
                            "masked, birth_year, relation, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, "
                            "?, ?, ?, ?, ?, ?, ?)")
        .bind(holder)
        .bind(id)
        .bind(keyName)
        .bind(core::ByteView(name))
        .bind(core::ByteView(number))
        .bind(core::ByteView(phone))
        .bind(core::ByteView(birth))
        .bind(core::ByteView(guardianName))
        .bind(core::ByteView(guardianNumber))
        .bind(core::ByteView(index))
        .bind(shown["masked"].get<std::string>())
        .bind(person.birthDay / daysOfYear)
        .bind(relation)
        .bind(nowMs)
        .run();
    return shown;
}

bool Holders::forget(const std::string& holder, const std::string& id) {
    {
        store::Query query(database_, "SELECT 1 FROM patient WHERE holder = ? AND id = ?");
        query.bind(holder).bind(id);
        if (!query.step()) return false;
    }
    store::Query(database_, "DELETE FROM patient WHERE holder = ? AND id = ?")
        .bind(holder)
        .bind(id)
        .run();
    return true;
}

} // namespace menzhen::clerk
