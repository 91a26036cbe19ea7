// SPDX-License-Identifier: Apache-2.0
// A patient without a code is found by the identity number: by the registry, and without it.
#include "app/flows/identityfind.h"

#include "app/flows/checkin.h"
#include "tests/app/flows/flowbench.h"

#include <gtest/gtest.h>

using namespace menzhen;
using nlohmann::json;
using test::FlowBench;
using test::monday;

namespace {

constexpr const char* booked = "999999198811201012"; // FlowBench::book
constexpr const char* stranger = "999999197901311034";

struct Looking {
    explicit Looking(FlowBench& b) : bench(b), finder(*b.context) {}

    core::Result<flows::Scanned> find(const std::string& number) {
        test::Heard<core::Result<flows::Scanned>> heard;
        finder.find(number, heard.ear());
        EXPECT_EQ(heard.times, 0) << "never inside the call";
        bench.advance(flows::lookupBudgetMs + 100);
        EXPECT_EQ(heard.times, 1);
        return *heard.value;
    }

    core::Result<flows::Scanned> find(const flows::BirthKey& key) {
        test::Heard<core::Result<flows::Scanned>> heard;
        finder.findByBirth(key, heard.ear());
        EXPECT_EQ(heard.times, 0) << "never inside the call";
        bench.advance(flows::lookupBudgetMs + 100);
        EXPECT_EQ(heard.times, 1);
        return *heard.value;
    }

    void fetchKeys() {
        finder.turn();
        bench.run();
    }

    FlowBench& bench;
    flows::IdentityFind finder;
};

std::string idOf(const json& booking) {
    return booking["id"].get<std::string>();
}

TEST(IdentityFind, TheRegistryFindsTheEarliestOfToday) {
    FlowBench bench;
    Looking looking(bench);
    const json late = bench.book("GAST-D02-AM", 600, monday, booked);
    const json early = bench.book("CARD-D01-AM", 480, monday, booked);
    const json other = bench.book("CARD-D01-AM", 480);
    bench.pull();
    const auto found = looking.find(booked);
    ASSERT_TRUE(found) << found.error().code;
    EXPECT_EQ(found->kind, flows::Scanned::Kind::Booking);
    EXPECT_EQ(found->day, monday);
    EXPECT_EQ(found->id, idOf(early));
    EXPECT_NE(idOf(other), idOf(late));
    ASSERT_FALSE(looking.find(stranger));
    EXPECT_EQ(looking.find(stranger).error().code, "unknown-identity");
    EXPECT_EQ(bench.link->sent.back().path, "/v1/sites/HA/bookings/find");
}

TEST(IdentityFind, CutOffTheDaysKeyFindsTheSame) {
    FlowBench bench;
    Looking looking(bench);
    const json booking = bench.book("CARD-D01-AM", 480, monday, booked);
    bench.pull();
    looking.fetchKeys();
    EXPECT_EQ(bench.count("SELECT count(*) FROM meta WHERE name LIKE 'day-key.%'"), 2);
    bench.cut();
    const std::size_t asked = bench.link->sent.size();
    const auto found = looking.find(booked);
    ASSERT_TRUE(found) << found.error().code;
    EXPECT_EQ(found->id, idOf(booking));
    EXPECT_EQ(looking.find(stranger).error().code, "unknown-identity");
    EXPECT_EQ(bench.link->sent.size(), asked) << "nothing is asked into a dead line";
    flows::Printing printing(*bench.context);
    flows::CheckIn checkIn(*bench.context, printing);
    const auto visit = checkIn.find(*found);
    ASSERT_TRUE(visit);
    EXPECT_EQ(visit->number, booking["number"]);
}

TEST(IdentityFind, ASilentRegistryIsNotWaitedForTwice) {
    FlowBench bench;
    Looking looking(bench);
    const json booking = bench.book("CARD-D01-AM", 480, monday, booked);
    bench.pull();
    looking.fetchKeys();
    bench.link->weather = test::ClerkLink::Weather::Away; // the link does not know yet
    const auto found = looking.find(booked);
    ASSERT_TRUE(found) << found.error().code;
    EXPECT_EQ(found->id, idOf(booking));
}

TEST(IdentityFind, WithoutAKeyItSaysSo) {
    FlowBench bench;
    Looking looking(bench);
    bench.cut();
    EXPECT_EQ(looking.find(booked).error().code, "offline-no-key");
}

TEST(IdentityFind, KeysGoWhenTheirDayIsOver) {
    FlowBench bench;
    Looking looking(bench);
    looking.fetchKeys();
    const std::string todays = bench.text("SELECT value FROM meta WHERE name = 'day-key.20261123'");
    EXPECT_EQ(todays.size(), 64U);
    bench.clinic->clock.set(20261124, 400);
    looking.fetchKeys();
    EXPECT_EQ(bench.count("SELECT count(*) FROM meta WHERE name = 'day-key.20261123'"), 0);
    EXPECT_EQ(bench.count("SELECT count(*) FROM meta WHERE name LIKE 'day-key.%'"), 2);
}

TEST(IdentityFind, FiveAMinuteAndNoWrongNumberIsAsked) {
    FlowBench bench;
    Looking looking(bench);
    EXPECT_EQ(looking.find("999999198811201013").error().code, "id-check-digit");
    EXPECT_TRUE(bench.link->sent.empty());
    for (std::size_t i = 0; i < core::lookupsPerMinute; ++i)
        EXPECT_EQ(looking.find(stranger).error().code, "unknown-identity");
    EXPECT_EQ(looking.find(stranger).error().code, "too-many-lookups");
    bench.advance(60'000);
    EXPECT_EQ(looking.find(stranger).error().code, "unknown-identity");
}

constexpr const char* bookedPhone = "19900000102"; // FlowBench::book
constexpr const char* bookedBirth = "19881120";

TEST(IdentityFind, row_A2_EachOfTheFourKeysFindsTheBooking) {
    FlowBench bench;
    Looking looking(bench);
    const json booking = bench.book("CARD-D01-AM", 480, monday, booked);
    bench.pull();
    const auto code = booking["short_code"].get<std::string>();
    const auto byQr = flows::readScan(*bench.context, booking["code"].get<std::string>());
    ASSERT_TRUE(byQr);
    EXPECT_EQ(byQr->id, idOf(booking));
    for (const auto& found : {looking.find(booked), looking.find({bookedPhone, {}, bookedBirth}),
                              looking.find({{}, code, bookedBirth})}) {
        ASSERT_TRUE(found) << found.error().code;
        EXPECT_EQ(found->kind, flows::Scanned::Kind::Booking);
        EXPECT_EQ(found->id, idOf(booking));
        EXPECT_EQ(found->day, monday);
    }
}

TEST(IdentityFind, UnknownAndWrongAreOneAnswer) {
    FlowBench bench;
    Looking looking(bench);
    const json booking = bench.book("CARD-D01-AM", 600, monday, booked);
    const json tomorrow = bench.book("GAST-D02-AM", 480, 20261124, booked);
    const auto code = booking["short_code"].get<std::string>();
    for (const flows::BirthKey& key :
         {flows::BirthKey{bookedPhone, {}, "19881121"}, flows::BirthKey{{}, code, "19881121"},
          flows::BirthKey{"13800000000", {}, bookedBirth}}) {
        const auto found = looking.find(key);
        ASSERT_FALSE(found);
        EXPECT_EQ(found.error().code, "unknown-keys");
    }
    bench.advance(60'000);
    const auto later = looking.find({{}, tomorrow["short_code"].get<std::string>(), bookedBirth});
    ASSERT_TRUE(later);
    EXPECT_EQ(later->day, 20261124);
    bench.clinic->must([&](clerk::Clerk& c) { return c.cancelBooking(idOf(booking)); });
    EXPECT_EQ(looking.find({{}, code, bookedBirth}).error().code, "unknown-keys");
    EXPECT_EQ(looking.find({bookedPhone, {}, bookedBirth}).error().code, "unknown-keys");
}

TEST(IdentityFind, BirthDatesAreCheckedHereAndAskedOnlineAlone) {
    FlowBench bench;
    Looking looking(bench);
    const json booking = bench.book("CARD-D01-AM", 480, monday, booked);
    const auto code = booking["short_code"].get<std::string>();
    for (const char* birth : {"19880230", "18991231", "20261124", "1988112", "1988112a"})
        EXPECT_EQ(looking.find({bookedPhone, {}, birth}).error().code, "bad-birth-date") << birth;
    for (const char* phone : {"", "1990000010", "29900000102", "1990000010a"})
        EXPECT_EQ(looking.find({phone, {}, bookedBirth}).error().code, "bad-phone") << phone;
    EXPECT_EQ(looking.find({{}, "ZZZZ", bookedBirth}).error().code, "short-code-length");
    EXPECT_TRUE(bench.link->sent.empty());
    bench.link->weather = test::ClerkLink::Weather::Away; // the link does not know yet
    EXPECT_EQ(looking.find({{}, code, bookedBirth}).error().code, "offline-keys");
    bench.cut();
    const std::size_t asked = bench.link->sent.size();
    EXPECT_EQ(looking.find({bookedPhone, {}, bookedBirth}).error().code, "offline-keys");
    EXPECT_EQ(bench.link->sent.size(), asked);
}

TEST(IdentityFind, AllKeysShareOneLimitHereAndAtTheRegistry) {
    FlowBench bench;
    Looking looking(bench);
    for (std::size_t i = 0; i < core::lookupsPerMinute; ++i)
        EXPECT_EQ(looking.find({bookedPhone, {}, bookedBirth}).error().code, "unknown-keys");
    EXPECT_EQ(looking.find({bookedPhone, {}, bookedBirth}).error().code, "too-many-lookups");
    EXPECT_EQ(looking.find(stranger).error().code, "too-many-lookups");
    ports::LinkRequest ask;
    ask.method = "POST";
    ask.path = "/v1/sites/HA/bookings/find";
    ask.body = json{{"phone", bookedPhone}, {"birth", 19881120}}.dump();
    for (std::size_t i = 0; i < core::lookupsPerMinute; ++i)
        EXPECT_EQ(bench.clinic->answer(ask, "K01").status, 200);
    ask.body = json{{"id_number", stranger}}.dump();
    EXPECT_EQ(json::parse(bench.clinic->answer(ask, "K01").body)["code"], "too-many-lookups");
}

TEST(IdentityFind, TheRegistryTakesOneKeyAtATime) {
    FlowBench bench;
    const auto codeOf = [&](const json& body) {
        ports::LinkRequest ask;
        ask.method = "POST";
        ask.path = "/v1/sites/HA/bookings/find";
        ask.body = body.dump();
        return json::parse(bench.clinic->answer(ask, "K01").body).value("code", "");
    };
    EXPECT_EQ(codeOf({{"phone", bookedPhone}}), "bad-field");
    EXPECT_EQ(codeOf({{"phone", bookedPhone}, {"birth", 19880230}}), "bad-field");
    EXPECT_EQ(codeOf({{"phone", bookedPhone}, {"birth", 20270101}}), "bad-field");
    EXPECT_EQ(codeOf({{"phone", bookedPhone}, {"short_code", "X"}, {"birth", 19881120}}),
              "bad-field");
    EXPECT_EQ(codeOf({{"short_code", "ZZZZ-ZZZ1"}, {"birth", 19881120}}), "short-code-check");
    EXPECT_EQ(codeOf({{"birth", 19881120}}), "bad-field");
}

TEST(IdentityFind, TheRegistryAnswersKiosksAloneAndFiveAMinute) {
    FlowBench bench;
    const json station{{"id", "S1"},
                       {"role", "counter"},
                       {"public_key", bench.clinic->crypto.publicPem(
                                          bench.clinic->crypto.generateKey()->publicKey())}};
    bench.clinic->must([&](clerk::Clerk& c) { return c.introduceDevice(station); });
    ports::LinkRequest ask;
    ask.method = "POST";
    ask.path = "/v1/sites/HA/bookings/find";
    ask.body = json{{"id_number", stranger}}.dump();
    EXPECT_EQ(json::parse(bench.clinic->answer(ask, "S1").body)["code"], "not-a-kiosk");
    for (std::size_t i = 0; i < core::lookupsPerMinute; ++i)
        EXPECT_EQ(bench.clinic->answer(ask, "K01").status, 200);
    EXPECT_EQ(json::parse(bench.clinic->answer(ask, "K01").body)["code"], "too-many-lookups");
    ports::LinkRequest keys;
    keys.method = "GET";
    keys.path = "/v1/sites/HA/day-keys";
    EXPECT_EQ(json::parse(bench.clinic->answer(keys, "S1").body)["code"], "not-a-kiosk");
    EXPECT_EQ(json::parse(bench.clinic->answer(keys, "K01").body)["days"].size(), 2U);
}

} // namespace
