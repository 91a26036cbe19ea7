// SPDX-License-Identifier: Apache-2.0
// Every hospital, department and doctor of a registry in memory, for lists and for search as one
// types. A name is found by any piece of it: Chinese words are not split by spaces, and SQLite's
// trigram index finds nothing of two characters, which most words are. 1,200 hospitals with 10,000
// doctors are 4 MB and 2 ms a search (tests/bench/bench_directory.cpp).
// Filled from the store, a site anew when its standing data changed. Throws SQLite::Exception
// inside read(). Thread: the connection's.
#pragma once

#include "app/clerk/regions.h"
#include "db/store/database.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace menzhen::clerk {

inline constexpr std::int64_t directoryFreshMs = 1000; ///< how often the store is asked at most
inline constexpr std::size_t maxHits = 50;

enum class HitKind { Hospital, Department, Doctor };

struct Hit {
    HitKind kind = HitKind::Hospital;
    std::string site;
    std::string id;
    std::string nameZh;
    std::string nameEn;
    std::string ofZh; ///< the hospital; of a doctor: department and hospital
    std::string ofEn;
};

struct HospitalRow {
    std::string site;
    std::string nameZh;
    std::string nameEn;
    std::string cityZh;
    std::string region;
    std::string kind;
};

class Directory {
public:
    explicit Directory(std::vector<Region> regions = {}) : regions_(std::move(regions)) {}

    const std::vector<Region>& regions() const { return regions_; }

    /// Looks what changed, at most once in directoryFreshMs. `monotonicMs` never goes back.
    void refresh(store::Database& database, std::int64_t monotonicMs);

    /// By site. `region` and `text` (a piece of a name or city) may be empty: all.
    std::vector<const HospitalRow*> hospitals(const std::string& region,
                                              const std::string& text) const;
    const HospitalRow* hospital(const std::string& site) const;
    /// Hospitals first, then departments, then doctors; of each, names that begin with the text
    /// before others. At most `limit` and maxHits.
    std::vector<Hit> search(const std::string& text, std::size_t limit) const;

private:
    struct Named {
        Hit hit;
        std::string folded; ///< both names, as text is compared
    };

    struct Site {
        std::int64_t rev = -1; ///< up to which the log was looked at
        HospitalRow row;
        std::string folded; ///< of names and city
        std::vector<Named> departments;
        std::vector<Named> doctors;
    };

    void load(store::Database& database, const std::string& site, Site& into) const;

    std::vector<Region> regions_;
    std::map<std::string, Site> sites_;
    std::int64_t lookedAtMs_ = 0;
    bool looked_ = false;
};

/// ASCII letters small, spaces at the ends gone.
std::string folded(std::string_view text);

} // namespace menzhen::clerk
