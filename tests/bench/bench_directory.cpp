// SPDX-License-Identifier: Apache-2.0
// Search as one types over 1,200 hospitals and 10,000 doctors (domain.md A5: 200 ms at the server),
// from the request's text to the answer's, and what it costs to fill the directory at start.
#include "app/clerk/browsing.h"
#include "db/store/records.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

namespace {

using namespace menzhen;
using store::Record;

constexpr int hospitals = 1200;
constexpr int doctors = 10'000;
constexpr int departmentsEach = 10;
constexpr double limitMs = 200;

constexpr std::array<const char*, 10> specialties{"心血管内科", "呼吸内科", "消化内科", "神经内科",
                                                  "骨科",       "眼科",     "儿科",     "妇科",
                                                  "皮肤科",     "中医科"};
constexpr std::array<const char*, 10> surnames{"王", "李", "张", "刘", "陈",
                                               "杨", "赵", "黄", "周", "吴"};
constexpr std::array<const char*, 10> given{"知远", "小满", "若水", "清和", "明远",
                                            "晓峰", "文静", "思源", "雨桐", "建国"};

class StillClock final : public ports::Clock {
public:
    std::int64_t utcMs() const override { return 0; }

    std::int64_t monotonicMs() const override { return 0; }

    ports::LocalTime local(std::int64_t) const override { return {}; }

    std::int64_t utcMsOf(int, int) const override { return 0; }
};

void fill(store::Database& database) {
    for (int i = 0; i < hospitals; ++i) {
        const std::string site = "X" + std::to_string(i);
        store::Query(database, "INSERT INTO site (site, rev) VALUES (?, 1)").bind(site).run();
        Record o("organization");
        o.set("id", site).set("name_zh", "第" + std::to_string(i) + "人民医院");
        o.set("name_en", "Hospital No. " + std::to_string(i)).set("city_zh", "某市");
        store::upsert(database, site, o, 0);
        for (int d = 0; d < departmentsEach; ++d) {
            Record row("department");
            row.set("id", "D" + std::to_string(d)).set("zh", std::string(specialties[d]));
            row.set("en", "Department " + std::to_string(d));
            store::upsert(database, site, row, 0);
        }
    }
    for (int i = 0; i < doctors; ++i) {
        const auto n = static_cast<std::size_t>(i);
        Record p("practitioner");
        p.set("id", "P" + std::to_string(i)).set("department", "D" + std::to_string(i % 10));
        p.set("name_zh", std::string(surnames[n / 10 % 10]) + given[n % 10] + std::to_string(i));
        p.set("name_en", "Doctor " + std::to_string(i));
        store::upsert(database, "X" + std::to_string(i % hospitals), p, 0);
    }
}

double msSince(std::chrono::steady_clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
        .count();
}

void tell(const char* what, double value, bool limited) {
    std::printf("{\"bench\":\"directory\",\"what\":\"%s\",\"value\":%.2f,\"unit\":\"ms\"%s}\n",
                what, value, limited ? ",\"limit\":200,\"better\":\"lower\"" : "");
}

} // namespace

int main() {
    auto database = store::Database::open(":memory:", store::StoreKind::Registry);
    if (!database) return 1;
    const auto filled = (*database)->transact([&]() -> core::Result<void> {
        fill(**database);
        return {};
    });
    if (!filled) return 1;
    const StillClock clock;
    clerk::Recall recall;
    std::vector<double> took;
    const auto searched = (*database)->read([&]() -> core::Result<void> {
        const auto begin = std::chrono::steady_clock::now();
        clerk::Views views(**database, "", clock, &recall);
        (void)clerk::searchNames(views, "x", 1);
        tell("filling it at start", msSince(begin), false);
        for (int round = 0; round < 20; ++round)
            for (const char* text : {"心", "内科", "王知远", "小满9", "医院", "hospital no. 7",
                                     "doctor 99", "没有这个人"}) {
                const auto start = std::chrono::steady_clock::now();
                (void)clerk::searchNames(views, text, 20).dump();
                took.push_back(msSince(start));
            }
        return {};
    });
    if (!searched) return 1;
    std::sort(took.begin(), took.end());
    tell("search, P50", took[took.size() / 2], false);
    tell("search, P99", took[took.size() * 99 / 100], true);
    return took.back() <= limitMs ? 0 : 1;
}
