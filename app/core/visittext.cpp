// SPDX-License-Identifier: Apache-2.0
#include "app/core/visittext.h"

namespace menzhen::core {

namespace {

std::string placeZh(const VisitWhere& where) {
    std::string text = where.building;
    if (where.floor != 0) text += std::to_string(where.floor) + "楼";
    if (!where.zone.empty()) text += where.zone + "区";
    return text.empty() ? "请在医院询问" : text;
}

std::string placeEn(const VisitWhere& where) {
    std::string text = where.building;
    const auto add = [&](const std::string& more) { text += (text.empty() ? "" : ", ") + more; };
    if (where.floor != 0) add("floor " + std::to_string(where.floor));
    if (!where.zone.empty()) add("zone " + where.zone);
    return text.empty() ? "please ask at the hospital" : text;
}

std::string bandOf(const VisitWhen& when) {
    return formatMinute(when.from) + "-" + formatMinute(when.to);
}

} // namespace

std::string visitTextZh(const VisitWhen& when, const VisitWhere& where, const std::string& number) {
    const std::string head = where.hospital + ":" + number + "号,就诊日 " + formatDay(when.day) +
                             ",时段 " + bandOf(when) + "。";
    if (where.byVideo)
        return head + "视频就诊,无需到院:到时在手机就诊页进入。最晚进入 " +
               formatMinute(when.latest) + "。";
    return head + "地点:" + placeZh(where) + "。最晚取号 " + formatMinute(when.latest) + "。";
}

std::string visitTextEn(const VisitWhen& when, const VisitWhere& where, const std::string& number) {
    const std::string head = where.hospital + ": number " + number + " on " + formatDay(when.day) +
                             ", " + bandOf(when) + ". ";
    if (where.byVideo)
        return head + "By video, no need to come: open it on the visit's page. Join by " +
               formatMinute(when.latest) + ".";
    return head + "Place: " + placeEn(where) + ". Get your ticket by " + formatMinute(when.latest) +
           ".";
}

} // namespace menzhen::core
