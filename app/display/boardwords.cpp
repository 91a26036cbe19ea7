// SPDX-License-Identifier: Apache-2.0
#include "app/display/boardwords.h"

#include "app/core/announcement.h"
#include "app/core/calendar.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace menzhen::display {

namespace {

struct ReasonRow {
    const char* reason;
    const char* zh;
    const char* en;
};

// The reason classes of a station's pause key; anything else a hospital types is shown as typed.
constexpr std::array<ReasonRow, 5> kReasons{{
    {"break", "短暂休息", "short break"},
    {"ward", "病房急诊", "ward emergency"},
    {"meeting", "会议", "meeting"},
    {"emergency", "急诊抢救", "emergency"},
    {"late", "医生晚到", "doctor is late"},
}};

constexpr std::array<const char*, 7> kDaysZh{"一", "二", "三", "四", "五", "六", "日"};
constexpr std::array<const char*, 7> kDaysEn{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

bool allDigits(const std::string& text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

TicketName reasonWords(const std::string& reason) {
    for (const ReasonRow& row : kReasons)
        if (reason == row.reason) return {row.zh, row.en};
    return {reason, reason};
}

std::string sentence(const core::BoardRow& row, const core::SpokenWords& words,
                     core::SpokenLanguage language) {
    const core::CallWords call{row.number, row.room, row.mask, language, row.mask.empty()};
    const auto said = core::announcementOf(call, words, {});
    return said ? said->sentence : std::string();
}

} // namespace

TicketName dateWords(int day) {
    if (!core::isDay(day)) return {};
    const auto weekday = static_cast<std::size_t>(core::weekdayOf(day)) - 1;
    const int month = day / 100 % 100;
    const std::string date = std::to_string(day % 100);
    return {std::to_string(month) + "月" + date + "日 星期" + kDaysZh[weekday],
            std::string(kDaysEn[weekday]) + " " + date + " " +
                kMonths[static_cast<std::size_t>(month) - 1]};
}

TicketName zoneWords(const std::string& zone) {
    return {zone + " 候诊区", "Waiting area " + zone};
}

TicketName roomWords(const std::string& room) {
    if (room.empty()) return {"分诊台", "Desk"};
    if (allDigits(room)) return {room + " 诊室", "Room " + room};
    return {room, "Room " + room};
}

std::string timeText(const ports::LocalTime& at) {
    return core::formatMinute(at.minute);
}

std::string timeTextSeconds(const ports::LocalTime& at) {
    char text[4];
    std::snprintf(text, sizeof text, ":%02d", std::clamp(at.second, 0, 59));
    return timeText(at) + text;
}

TicketName updatedWords(const std::string& time) {
    return {time + " 更新", "updated " + time};
}

TicketName lostWords(const std::string& time) {
    return {time + " 起连接中断:请听语音叫号,或到分诊台询问",
            "Connection lost at " + time + ". Listen for your call, or ask at the desk."};
}

TicketName goneWords(const std::string& zone) {
    return {"请到 " + zone + " 分诊台询问您的顺序,您的号仍然有效",
            "Please ask at the desk of area " + zone + ". Your number keeps its place."};
}

TicketName pausedWords(const std::string& reason, const std::string& until) {
    TicketName words = reasonWords(reason);
    if (until.empty()) return words;
    const std::string dot = words.zh.empty() ? "" : " · ";
    return {words.zh + dot + "预计 " + until + " 恢复", words.en + dot + "back about " + until};
}

Message startingMessage() {
    return {{"正在准备", "Getting ready"},
            {"请稍候,或到分诊台询问", "One moment, or ask at the desk"}};
}

Message untrustedMessage(const std::string& fingerprint) {
    return {{"本屏尚未启用", "This screen is not in use yet"},
            {"请管理员确认设备指纹 " + fingerprint,
             "For the administrator: trust this device, fingerprint " + fingerprint}};
}

Message problemMessage(const std::string& problem) {
    return {
        {"本屏暂停使用,请到分诊台询问", "This screen is out of service, please ask at the desk"},
        {"管理员:" + problem, "For the administrator: " + problem}};
}

Message quietMessage(const flows::BoardHall& hall, const std::string& zone, int minute) {
    const flows::BoardSession* next = nullptr;
    bool running = false;
    for (const flows::BoardSession& session : hall.sessions) {
        running = running || (session.startMinute <= minute && minute < session.endMinute);
        if (session.startMinute > minute && (!next || session.startMinute < next->startMinute))
            next = &session;
    }
    if (next && !running) {
        const std::string time = core::formatMinute(next->startMinute);
        const bool morning = next->half == "AM";
        return {{(morning ? "上午 " : "下午 ") + time + " 开诊",
                 (morning ? "Morning session opens " : "Afternoon session opens ") + time},
                {"取号后请在 " + zone + " 候诊区等候叫号",
                 "With your ticket, please wait here for your call"}};
    }
    if (!running && !hall.sessions.empty())
        return {{"今日门诊已结束", "Today's sessions have ended"},
                {"如需帮助,请到一楼服务台", "If you need help, please go to the information desk"}};
    return {{"暂无候诊", "No one is waiting"},
            {"取号后,您的号码会显示在这里", "After you take a ticket your number appears here"}};
}

TicketName keepWaitingWords(const std::vector<std::string>& numbers) {
    std::string all;
    for (const std::string& number : numbers)
        all += number + " ";
    return {all + "请继续候诊", all + "please keep waiting"};
}

TicketName callSentence(const core::BoardRow& row, const core::SpokenWords& words) {
    TicketName said{sentence(row, words, core::SpokenLanguage::Chinese),
                    sentence(row, words, core::SpokenLanguage::English)};
    const TicketName room = roomWords(row.room);
    if (said.zh.empty()) said.zh = "请 " + row.number + " 号到 " + room.zh;
    if (said.en.empty()) said.en = "Number " + row.number + ", please go to " + room.en;
    return said;
}

} // namespace menzhen::display
