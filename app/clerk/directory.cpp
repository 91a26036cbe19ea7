// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/directory.h"

#include "db/store/records.h"

#include <algorithm>

namespace menzhen::clerk {

namespace {

using store::Record;

/// Between two names of one entry: in no name, and nobody can type it.
constexpr char between = '\n';

bool begins(const std::string& folded, const std::string& text) {
    if (folded.starts_with(text)) return true;
    const std::size_t second = folded.find(between);
    return second != std::string::npos && folded.compare(second + 1, text.size(), text) == 0;
}

bool standingDataChanged(store::Database& database, const std::string& site, std::int64_t after,
                         std::int64_t through) {
    store::Query query(database, "SELECT 1 FROM op WHERE site = ? AND rev > ? AND rev <= ? AND day "
                                 "= 0 LIMIT 1");
    query.bind(site).bind(after).bind(through);
    return query.step();
}

/// First those that begin with the text, then those that hold it.
class Found {
public:
    void take(const Hit& hit, const std::string& folded, const std::string& text,
              std::size_t limit) {
        if (folded.find(text) == std::string::npos) return;
        auto& list = begins(folded, text) ? first_ : then_;
        if (list.size() < limit) list.push_back(hit);
    }

    void moveTo(std::vector<Hit>& hits, std::size_t limit) {
        for (auto* list : {&first_, &then_})
            for (Hit& hit : *list)
                if (hits.size() < limit) hits.push_back(std::move(hit));
    }

private:
    std::vector<Hit> first_;
    std::vector<Hit> then_;
};

} // namespace

std::string folded(std::string_view text) {
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    std::string small(text);
    for (char& c : small)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return small;
}

void Directory::refresh(store::Database& database, std::int64_t monotonicMs) {
    if (looked_ && monotonicMs - lookedAtMs_ < directoryFreshMs) return;
    looked_ = true;
    lookedAtMs_ = monotonicMs;
    std::vector<std::pair<std::string, std::int64_t>> positions;
    {
        store::Query query(database, "SELECT site, rev FROM site ORDER BY site");
        while (query.step())
            positions.emplace_back(query.text(0), query.integer(1));
    }
    for (const auto& [name, rev] : positions) {
        Site& site = sites_[name];
        if (site.rev == rev) continue;
        if (site.rev < 0 || rev < site.rev || standingDataChanged(database, name, site.rev, rev))
            load(database, name, site);
        site.rev = rev;
    }
}

void Directory::load(store::Database& database, const std::string& name, Site& into) const {
    const auto organization = store::find(database, name, "organization", {name});
    if (!organization) return;
    into.row = {name,
                organization->text("name_zh"),
                organization->text("name_en"),
                organization->text("city_zh"),
                regionOfCity(regions_, organization->text("city_zh")),
                organization->text("kind")};
    const HospitalRow& row = into.row;
    into.folded = folded(row.nameZh) + between + folded(row.nameEn) + between + folded(row.cityZh);
    into.departments.clear();
    into.doctors.clear();
    std::map<std::string, std::pair<std::string, std::string>> departments;
    for (const Record& d : store::select(database, name, "department", "ORDER BY id")) {
        departments[d.text("id")] = {d.text("zh"), d.text("en")};
        into.departments.push_back({{HitKind::Department, name, d.text("id"), d.text("zh"),
                                     d.text("en"), row.nameZh, row.nameEn},
                                    folded(d.text("zh")) + between + folded(d.text("en"))});
    }
    for (const Record& p : store::select(database, name, "practitioner", "ORDER BY id")) {
        const auto& [zh, en] = departments[p.text("department")];
        into.doctors.push_back(
            {{HitKind::Doctor, name, p.text("id"), p.text("name_zh"), p.text("name_en"),
              zh + " · " + row.nameZh, en + " · " + row.nameEn},
             folded(p.text("name_zh")) + between + folded(p.text("name_en"))});
    }
}

std::vector<const HospitalRow*> Directory::hospitals(const std::string& region,
                                                     const std::string& text) const {
    const std::string wanted = folded(text);
    std::vector<const HospitalRow*> found;
    for (const auto& [name, site] : sites_) {
        if (site.row.site.empty()) continue;
        if (!region.empty() && site.row.region != region) continue;
        if (site.folded.find(wanted) != std::string::npos) found.push_back(&site.row);
    }
    return found;
}

const HospitalRow* Directory::hospital(const std::string& site) const {
    const auto found = sites_.find(site);
    return found == sites_.end() || found->second.row.site.empty() ? nullptr : &found->second.row;
}

std::vector<Hit> Directory::search(const std::string& text, std::size_t limit) const {
    const std::string wanted = folded(text);
    const std::size_t most = std::min(limit, maxHits);
    std::vector<Hit> hits;
    if (wanted.empty() || wanted.find(between) != std::string::npos) return hits;
    Found hospitals;
    Found departments;
    Found doctors;
    for (const auto& [name, site] : sites_) {
        const HospitalRow& row = site.row;
        if (row.site.empty()) continue;
        if (site.folded.find(wanted) != std::string::npos)
            hospitals.take({HitKind::Hospital, name, name, row.nameZh, row.nameEn, row.cityZh, {}},
                           site.folded, wanted, most);
        for (const Named& d : site.departments)
            departments.take(d.hit, d.folded, wanted, most);
        for (const Named& p : site.doctors)
            doctors.take(p.hit, p.folded, wanted, most);
    }
    for (Found* found : {&hospitals, &departments, &doctors})
        found->moveTo(hits, most);
    return hits;
}

} // namespace menzhen::clerk
