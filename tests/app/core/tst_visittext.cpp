// SPDX-License-Identifier: Apache-2.0
#include "app/core/visittext.h"

#include <gtest/gtest.h>

using namespace menzhen::core;

namespace {

constexpr VisitWhen when{20261123, 540, 570, 690};

TEST(VisitText, row_A3_holdsBandPlaceAndLatestTime) {
    const VisitWhere zh{"岚江市中心医院", "门诊楼", 3, "3A"};
    EXPECT_EQ(visitTextZh(when, zh, "C003"), "岚江市中心医院:C003号,就诊日 2026-11-23,时段 "
                                             "09:00-09:30。地点:门诊楼3楼3A区。最晚取号 11:30。");
    const VisitWhere en{"Lanjiang Central Hospital", "Outpatient building", 3, "3A"};
    EXPECT_EQ(
        visitTextEn(when, en, "C003"),
        "Lanjiang Central Hospital: number C003 on 2026-11-23, 09:00-09:30. Place: Outpatient "
        "building, floor 3, zone 3A. Get your ticket by 11:30.");
}

TEST(VisitText, AVisitByVideoNamesNoPlace) {
    VisitWhere where{"岚江市中心医院", "门诊楼", 3, ""};
    where.byVideo = true;
    EXPECT_EQ(visitTextZh(when, where, "C003"),
              "岚江市中心医院:C003号,就诊日 2026-11-23,时段 "
              "09:00-09:30。视频就诊,无需到院:到时在手机就诊页进入。最晚进入 11:30。");
    where.hospital = "Lanjiang Central Hospital";
    EXPECT_EQ(
        visitTextEn(when, where, "C003"),
        "Lanjiang Central Hospital: number C003 on 2026-11-23, 09:00-09:30. By video, no need "
        "to come: open it on the visit's page. Join by 11:30.");
}

TEST(VisitText, LeavesOutWhatIsNotKnown) {
    EXPECT_NE(visitTextEn(when, {"H", "", 0, "3A"}, "C003").find("Place: zone 3A."),
              std::string::npos);
    EXPECT_NE(visitTextEn(when, {"H", "", 0, ""}, "C003").find("please ask"), std::string::npos);
    EXPECT_NE(visitTextZh(when, {"H", "", 2, ""}, "C003").find("2楼"), std::string::npos);
}

} // namespace
