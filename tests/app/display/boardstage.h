// SPDX-License-Identifier: Apache-2.0
// A board for tests: a clock that the test moves, the demo hospital's zone 3A, and a voice that
// remembers what it was asked to say.
#pragma once

#include "app/display/boardmodel.h"

#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace menzhen::test {

inline constexpr int monday = 20261123;

/// UTC plus eight hours. monotonicMs() starts at 1 s and goes with the wall clock.
class BoardClock final : public ports::Clock {
public:
    std::int64_t utcMs() const override { return mUtcMs; }

    std::int64_t monotonicMs() const override { return mUtcMs - startMs + 1000; }

    ports::LocalTime local(std::int64_t utcMs) const override {
        const std::int64_t second = (utcMs - midnightMs) / 1000;
        return {monday, static_cast<int>(second / 60), static_cast<int>(second % 60)};
    }

    std::int64_t utcMsOf(int, int minute) const override {
        return midnightMs + std::int64_t{minute} * 60'000;
    }

    void set(int hour, int minute, int second = 0) {
        mUtcMs = utcMsOf(monday, hour * 60 + minute) + second * 1000;
    }

    void pass(std::int64_t ms) { mUtcMs += ms; }

private:
    static constexpr std::int64_t midnightMs = 1'795'363'200'000; // 2026-11-22T16:00Z
    static constexpr std::int64_t startMs = midnightMs;
    std::int64_t mUtcMs = midnightMs + 10 * 3'600'000;
};

inline core::SpokenWords spokenWords() {
    std::ifstream file(MENZHEN_RESOURCES "/voice/pinyin.txt");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    return *core::SpokenWords::parse(text, "pinyin.txt");
}

inline core::BoardRow row(const std::string& number, const std::string& mask, const char* state,
                          const std::string& room, const std::string& queue, int place,
                          std::int64_t calledAtMs = 0) {
    return {"e-" + number,
            queue,
            number,
            mask,
            *core::entryStateFrom(state),
            room,
            place,
            calledAtMs,
            calledAtMs > 0 ? 1 : 0};
}

inline flows::BoardSession session(const std::string& room, const std::string& queue, bool morning,
                                   const std::string& departmentZh, const std::string& departmentEn,
                                   const std::string& doctor) {
    return {room,
            queue,
            morning ? "AM" : "PM",
            morning ? 480 : 810,
            morning ? 720 : 1020,
            {departmentZh, departmentEn},
            {doctor, ""},
            {doctor.empty() ? "" : "主任医师", ""}};
}

inline flows::BoardHall hall() {
    flows::BoardHall hall;
    hall.hospital = {"岚江市中心医院(虚构)", "Lanjiang Central Hospital (fictional)"};
    hall.floor = 3;
    for (const bool morning : {true, false}) {
        const auto add = [&](const char* room, const char* queue, const char* zh, const char* en,
                             const char* doctor) {
            hall.sessions.push_back(session(room, queue, morning, zh, en, doctor));
        };
        add("301", "CARD-D01", "心血管内科", "Cardiology", "林示例");
        add("302", "CARD-D02", "心血管内科", "Cardiology", "何演示");
        add("303", "CARD-D03", "心血管内科", "Cardiology", "罗样本");
        add("305", "RESP-D01", "呼吸与危重症医学科", "Respiratory Medicine", "梁测试");
        add("306", "RESP-D02", "呼吸与危重症医学科", "Respiratory Medicine", "宋范例");
        add("307", "RESP-D03", "呼吸与危重症医学科", "Respiratory Medicine", "唐虚构");
    }
    return hall;
}

/// A morning at half past nine: two pages of rooms, somebody called in most.
inline flows::BoardNews morning(const BoardClock& clock) {
    flows::BoardNews news;
    news.contact = {true, false, true, clock.utcMs(), ""};
    news.hall = hall();
    const std::int64_t called = clock.utcMs() - 300'000;
    news.rows = {row("C012", "张*三", "called", "301", "CARD-D01", 0, called),
                 row("C014", "欧阳*构", "staged", "301", "CARD-D01", 1),
                 row("C016", "李*", "staged", "301", "CARD-D01", 2),
                 row("C017", "王*试", "staged", "301", "CARD-D01", 3),
                 row("C113", "阿依*丽", "called", "302", "CARD-D02", 0, called),
                 row("C115", "赵*", "staged", "302", "CARD-D02", 1),
                 row("C116", "钱*", "staged", "302", "CARD-D02", 2),
                 row("C213", "S*** O***", "called", "303", "CARD-D03", 0, called),
                 row("C214", "孙*", "staged", "303", "CARD-D03", 1),
                 row("R031", "", "called", "305", "RESP-D01", 0, called),
                 row("R033", "", "staged", "305", "RESP-D01", 1),
                 row("R102", "周*五", "staged", "306", "RESP-D02", 1),
                 row("C008", "吴*", "missed", "301", "CARD-D01", 0, called - 600'000),
                 row("C109", "郑*", "missed", "302", "CARD-D02", 0, called - 900'000),
                 row("R027", "", "missed", "305", "RESP-D01", 0, called - 500'000)};
    news.stations = {
        {"S1", "301", "CARD-D01", "open", "", 0}, {"S2", "302", "CARD-D02", "open", "", 0},
        {"S3", "303", "CARD-D03", "open", "", 0}, {"S5", "305", "RESP-D01", "open", "", 0},
        {"S6", "306", "RESP-D02", "open", "", 0}, {"S7", "307", "RESP-D03", "open", "", 0}};
    return news;
}

/// 43 inches and 5 m unless the test says otherwise.
class BoardStage {
public:
    explicit BoardStage(double widthMm = 941, double heightMm = 529, double seatM = 5)
        : layout(*display::boardLayout(widthMm, heightMm, seatM)) {
        clock.set(9, 30);
        restart();
    }

    void restart() {
        asked.clear();
        model = std::make_unique<display::BoardModel>(
            clock, words, display::BoardSetting{"3A", layout, "4f09c21b7d5e88aa10"},
            [this](const core::BoardRow& called, const std::string& key) {
                asked.emplace_back(called.number, key);
            });
    }

    /// `number` is called now, in its room or `room`.
    void call(flows::BoardNews& news, const std::string& number, const std::string& room = {}) {
        news.fresh.clear();
        for (core::BoardRow& one : news.rows) {
            if (one.number != number) continue;
            one.state = core::EntryState::Called;
            if (!room.empty()) one.room = room;
            one.calledUtcMs = clock.utcMs();
            ++one.calls;
            one.place = 0;
            news.fresh.push_back(one);
        }
        model->show(news);
        news.fresh.clear();
    }

    BoardClock clock;
    core::SpokenWords words = spokenWords();
    display::BoardLayout layout;
    std::vector<std::pair<std::string, std::string>> asked; ///< number and key
    std::unique_ptr<display::BoardModel> model;
};

} // namespace menzhen::test
