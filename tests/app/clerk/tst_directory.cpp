// SPDX-License-Identifier: Apache-2.0
// Lists and search over all hospitals of a registry.
#include "app/clerk/directory.h"

#include "db/store/records.h"

#include <fstream>
#include <functional>
#include <gtest/gtest.h>
#include <set>
#include <sstream>

using namespace menzhen;
using clerk::Directory;
using clerk::Hit;
using store::Record;

namespace {

constexpr const char* regionsText = R"({"regions":[
    {"code":"33","name_zh":"浙江","name_en":"Zhejiang","cities":["岚江市"]},
    {"code":"54","name_zh":"西藏","name_en":"Tibet","cities":[]}]})";

class DirectoryOfTwo : public testing::Test {
protected:
    void SetUp() override {
        database = std::move(*store::Database::open(":memory:", store::StoreKind::Registry));
        directory = Directory(std::move(*clerk::readRegions(regionsText)));
        write([&] {
            hospital("HA", "岚江市中心医院", "Lanjiang Central Hospital", "岚江市");
            hospital("HB", "银杏妇儿医院", "Ginkgo Hospital", "无名市");
            doctor("HA", "CARD", "心血管内科", "Cardiology", "CARD-D01", "林知远", "Lin Zhiyuan");
            doctor("HB", "PEDI", "儿科", "Paediatrics", "PEDI-D01", "林小满", "Lin Xiaoman");
        });
        refresh(0);
    }

    void write(const std::function<void()>& work) {
        ASSERT_TRUE(database->transact([&]() -> core::Result<void> {
            work();
            return {};
        }));
    }

    void hospital(const std::string& site, const std::string& zh, const std::string& en,
                  const std::string& city) {
        store::Query(*database, "INSERT INTO site (site, rev) VALUES (?, 1)").bind(site).run();
        Record row("organization");
        row.set("id", site).set("name_zh", zh).set("name_en", en).set("city_zh", city);
        store::upsert(*database, site, row, 0);
    }

    void doctor(const std::string& site, const std::string& department, const std::string& zh,
                const std::string& en, const std::string& id, const std::string& nameZh,
                const std::string& nameEn) {
        Record d("department");
        d.set("id", department).set("zh", zh).set("en", en);
        store::upsert(*database, site, d, 0);
        Record p("practitioner");
        p.set("id", id).set("department", department).set("name_zh", nameZh).set("name_en", nameEn);
        store::upsert(*database, site, p, 0);
    }

    void refresh(std::int64_t monotonicMs) {
        ASSERT_TRUE(database->read([&]() -> core::Result<void> {
            directory.refresh(*database, monotonicMs);
            return {};
        }));
    }

    std::string found(const std::string& text, std::size_t limit = 20) {
        std::string all;
        for (const Hit& hit : directory.search(text, limit))
            all += (all.empty() ? "" : " ") + hit.site + "/" + hit.id;
        return all;
    }

    std::unique_ptr<store::Database> database;
    Directory directory;
};

TEST_F(DirectoryOfTwo, FindsPiecesOfChineseNames) {
    EXPECT_EQ(found("血管"), "HA/CARD");
    EXPECT_EQ(found("内科"), "HA/CARD");
    EXPECT_EQ(found("林"), "HA/CARD-D01 HB/PEDI-D01");
    EXPECT_EQ(found("小满"), "HB/PEDI-D01");
    EXPECT_EQ(found("没有"), "");
}

TEST_F(DirectoryOfTwo, FindsEnglishWhateverTheLetters) {
    EXPECT_EQ(found("CARDIO"), "HA/CARD");
    EXPECT_EQ(found(" zhiyuan "), "HA/CARD-D01");
}

TEST_F(DirectoryOfTwo, NamesThatBeginWithTheTextComeFirst) {
    write([&] {
        doctor("HA", "AAAA", "小儿外科", "x", "AAAA-D01", "高小满", "Gao");
        store::Query(*database, "UPDATE site SET rev = 2").run();
        store::Query(*database, "INSERT INTO op VALUES ('HA', 2, 'REG', 1, 2, 'record.defined', 1, "
                                "0, 0, 0, '', '', x'', 'applied', '', '{}', '{}', '')")
            .run();
    });
    refresh(500); // too soon: the store is not asked again
    EXPECT_EQ(found("小满"), "HB/PEDI-D01");
    refresh(5000);
    EXPECT_EQ(found("小满"), "HA/AAAA-D01 HB/PEDI-D01");
    EXPECT_EQ(found("儿科"), "HB/PEDI");
    EXPECT_EQ(found("林小"), "HB/PEDI-D01");
    EXPECT_EQ(found("高"), "HA/AAAA-D01");
}

TEST_F(DirectoryOfTwo, HospitalsThenDepartmentsThenDoctors) {
    write([&] {
        doctor("HB", "GINK", "银杏科", "Ginkgo clinic", "GINK-D01", "金果", "Ginkgo Jin");
        store::Query(*database, "UPDATE site SET rev = 2").run();
        store::Query(*database, "INSERT INTO op VALUES ('HB', 2, 'REG', 1, 2, 'record.defined', 1, "
                                "0, 0, 0, '', '', x'', 'applied', '', '{}', '{}', '')")
            .run();
    });
    refresh(5000);
    EXPECT_EQ(found("ginkgo"), "HB/HB HB/GINK HB/GINK-D01");
    EXPECT_EQ(found("ginkgo", 2), "HB/HB HB/GINK");
    EXPECT_EQ(found(""), "");
    EXPECT_EQ(found("\n"), "");
}

TEST_F(DirectoryOfTwo, HospitalsByRegionAndText) {
    ASSERT_EQ(directory.hospitals("", "").size(), 2U);
    ASSERT_EQ(directory.hospitals("33", "").size(), 1U);
    EXPECT_EQ(directory.hospitals("33", "")[0]->site, "HA");
    EXPECT_TRUE(directory.hospitals("54", "").empty());
    ASSERT_EQ(directory.hospitals("", "银杏").size(), 1U);
    EXPECT_EQ(directory.hospitals("", "无名")[0]->region, "");
}

TEST_F(DirectoryOfTwo, row_A5_FindsOneAmongTwelveHundredHospitalsAndTenThousandDoctors) {
    constexpr int hospitals = 1200;
    constexpr int doctorsEach = 9;
    write([&] {
        for (int i = 0; i < hospitals; ++i) {
            const std::string site = "X" + std::to_string(i);
            hospital(site, "第" + std::to_string(i) + "人民医院", "Hospital " + std::to_string(i),
                     "岚江市");
            for (int d = 0; d < doctorsEach; ++d) {
                const std::string id = "P" + std::to_string(i * doctorsEach + d);
                doctor(site, "D", "全科", "General practice", id, "周" + id, "Doctor " + id);
            }
        }
    });
    directory = Directory(std::move(*clerk::readRegions(regionsText)));
    refresh(0);
    EXPECT_EQ(directory.hospitals("33", "").size(), 1U + hospitals);
    EXPECT_EQ(found("第1199人民"), "X1199/X1199");
    EXPECT_EQ(found("周P10799"), "X1199/P10799");
    EXPECT_EQ(directory.search("周", 20).size(), 20U);
    EXPECT_EQ(found("林知远"), "HA/CARD-D01");
}

TEST(Regions, row_A10_are27EachOnce) {
    std::ifstream file(std::string(MENZHEN_RESOURCES) + "/regions.json");
    std::stringstream text;
    text << file.rdbuf();
    const auto regions = clerk::readRegions(text.str());
    ASSERT_TRUE(regions) << regions.error().detail;
    EXPECT_EQ(regions->size(), 27U);
    std::set<std::string> codes;
    for (const clerk::Region& region : *regions)
        codes.insert(region.code);
    EXPECT_EQ(codes.size(), 27U);
}

TEST(Regions, AWrongFileIsRefused) {
    EXPECT_FALSE(clerk::readRegions("[]"));
    EXPECT_FALSE(clerk::readRegions(R"({"regions":[{"code":"33"}]})"));
    EXPECT_FALSE(clerk::readRegions(R"({"regions":[{"code":"1","name_zh":"a","name_en":"b"}]})"));
}

} // namespace
