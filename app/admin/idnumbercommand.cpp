// SPDX-License-Identifier: Apache-2.0
// `menzhen idnumber`: is this a number that can exist, and whose birth date and sex does it carry?
#include "app/admin/commands.h"
#include "app/core/idnumber.h"
#include "app/core/mask.h"

#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace menzhen::admin {

namespace {

/// The latest day that it is anywhere on Earth (UTC+14): no child born today is refused as
/// "future".
core::Day latestToday() {
    using namespace std::chrono;
    const year_month_day date(floor<days>(system_clock::now() + hours(14)));
    return int(date.year()) * 10000 + int(unsigned(date.month())) * 100 + int(unsigned(date.day()));
}

nlohmann::ordered_json answerFor(const std::string& text, core::Day today) {
    const auto read = core::parseIdNumber(text, today);
    if (!read)
        return {{"valid", false}, {"reason", read.error().code}, {"detail", read.error().detail}};
    return {{"valid", true},
            {"kind", core::toText(read->kind)},
            {"number", read->number},
            {"mask", core::maskIdNumber(read->number)},
            {"birth", core::formatDay(read->birth)},
            {"sex", core::toText(read->sex)}};
}

void printPlain(const nlohmann::ordered_json& answer) {
    const auto field = [&](const char* key) { return answer.at(key).get<std::string>(); };
    if (answer.at("valid").get<bool>())
        std::printf("valid: %s, born %s, %s (%s)\n", field("kind").c_str(), field("birth").c_str(),
                    field("sex").c_str(), field("mask").c_str());
    else
        std::printf("not valid: %s: %s\n", field("reason").c_str(), field("detail").c_str());
}

} // namespace

int runIdNumber(const std::vector<std::string>& args) {
    bool json = false;
    core::Day today = latestToday();
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < args.size(); ++i) {
        if (args[i] == "--json") {
            json = true;
        } else if (args[i] == "--today") {
            const auto day = i + 1 < args.size() ? core::parseDay(args[++i]) : std::nullopt;
            if (!day) {
                std::fputs("menzhen idnumber: --today needs a day like 2026-11-23\n", stderr);
                return exitUsage;
            }
            today = *day;
        } else {
            texts.push_back(args[i]);
        }
    }
    if (texts.empty()) {
        std::fputs("menzhen idnumber: give at least one number\n", stderr);
        return exitUsage;
    }
    bool good = true;
    for (const std::string& text : texts) {
        const nlohmann::ordered_json answer = answerFor(text, today);
        good = good && answer.at("valid").get<bool>();
        if (json)
            std::puts(answer.dump().c_str());
        else
            printPlain(answer);
    }
    return good ? exitGood : exitBad;
}

} // namespace menzhen::admin
