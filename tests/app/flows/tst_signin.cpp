// SPDX-License-Identifier: Apache-2.0
#include "app/flows/staffmemory.h"
#include "app/ops/staffpins.h"
#include "tests/app/flows/flowbench.h"

#include <gtest/gtest.h>

using namespace menzhen;
using nlohmann::json;
using test::FlowBench;
using test::Heard;
using SignedIn = tl::expected<flows::StaffView, flows::SignInRefusal>;

namespace {

constexpr std::int64_t dayMs = 86'400'000;

struct SignInDesk {
    FlowBench bench{"S1", "station"};
    flows::CallNext call{*bench.context};

    SignInDesk() {
        define("active");
        bench.clinic->must([](clerk::Clerk& c) -> core::Result<json> {
            if (const auto set = ops::setPin(c.log(), "d01", "123456"); !set)
                return tl::unexpected(set.error());
            return json();
        });
        bench.pull();
    }

    void define(const char* state) {
        bench.clinic->must([state](clerk::Clerk& c) -> core::Result<json> {
            const json row{
                {"id", "d01"}, {"name", "林知远"}, {"roles", "doctor"}, {"state", state}};
            const auto done =
                c.log().author({"record.defined", 0, {{"table", "staff"}, {"row", row}}, {}, {}});
            if (!done) return tl::unexpected(done.error());
            return json();
        });
    }

    SignedIn signIn(const std::string& pin) {
        call.signOut();
        Heard<SignedIn> heard;
        call.signIn("d01", pin, heard.ear());
        EXPECT_EQ(heard.times, 0);
        bench.advance(flows::signInBudgetMs + 100);
        EXPECT_EQ(heard.times, 1);
        return heard.value.value_or(SignedIn());
    }

    std::string codeOf(const std::string& pin) {
        const SignedIn answer = signIn(pin);
        return answer ? "good" : answer.error().error.code;
    }
};

} // namespace

TEST(FlowSignIn, WrongPinsSayHowManyTriesAreLeft) {
    SignInDesk desk;
    for (int left = ops::maxPinTries - 1; left >= 0; --left) {
        const auto refused = desk.signIn("000000");
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().error.code, "wrong-pin");
        EXPECT_EQ(refused.error().triesLeft, left);
    }
    EXPECT_EQ(desk.codeOf("123456"), "locked");
}

TEST(FlowSignIn, CutOffWhoWasHereThisWeekMaySignIn) {
    SignInDesk desk;
    desk.bench.cut();
    EXPECT_EQ(desk.codeOf("123456"), "not-known-here");
    EXPECT_FALSE(desk.call.staff());
    desk.bench.heal();
    EXPECT_EQ(desk.codeOf("123456"), "good");
    desk.bench.cut();
    const auto signedIn = desk.signIn("123456");
    ASSERT_TRUE(signedIn) << signedIn.error().error.code;
    EXPECT_EQ(signedIn->name, "林知远");
    EXPECT_EQ(signedIn->roles, "doctor");
    EXPECT_TRUE(desk.call.staff());
    // The link may not know yet that nobody answers.
    desk.bench.heal();
    desk.bench.link->weather = test::ClerkLink::Weather::Away;
    EXPECT_EQ(desk.codeOf("123456"), "good");
}

TEST(FlowSignIn, CutOffFiveTriesThenFifteenMinutes) {
    SignInDesk desk;
    ASSERT_EQ(desk.codeOf("123456"), "good");
    desk.bench.cut();
    for (int left = ops::maxPinTries - 1; left >= 0; --left) {
        const auto refused = desk.signIn("654321");
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().error.code, "wrong-pin");
        EXPECT_EQ(refused.error().triesLeft, left);
    }
    EXPECT_EQ(desk.codeOf("123456"), "locked");
    // A restart does not give new tries.
    flows::CallNext restarted(*desk.bench.context);
    Heard<SignedIn> heard;
    restarted.signIn("d01", "123456", heard.ear());
    desk.bench.run();
    EXPECT_EQ(heard.value->error().error.code, "locked");
    desk.bench.advance(ops::pinLockMs);
    EXPECT_EQ(desk.codeOf("123456"), "good");
    EXPECT_EQ(desk.codeOf("654321"), "wrong-pin"); // counted anew
}

TEST(FlowSignIn, AWeekLaterTheRegistryIsNeeded) {
    SignInDesk desk;
    ASSERT_EQ(desk.codeOf("123456"), "good");
    desk.bench.cut();
    desk.bench.advance(flows::staffKnownMs - dayMs);
    EXPECT_EQ(desk.codeOf("123456"), "good"); // which does not begin a new week
    desk.bench.advance(dayMs);
    EXPECT_EQ(desk.codeOf("123456"), "not-known-here");
}

TEST(FlowSignIn, AClockSetBackProvesNothing) {
    SignInDesk desk;
    ASSERT_EQ(desk.codeOf("123456"), "good");
    desk.bench.cut();
    desk.bench.clinic->clock.set(test::monday - 1, 480);
    EXPECT_EQ(desk.codeOf("123456"), "not-known-here");
}

TEST(FlowSignIn, WhoeverWasClosedStaysOut) {
    SignInDesk desk;
    ASSERT_EQ(desk.codeOf("123456"), "good");
    desk.define("closed");
    desk.bench.pull();
    desk.bench.cut();
    EXPECT_EQ(desk.codeOf("123456"), "not-known-here");
}

TEST(FlowSignIn, NothingOfThePinIsKeptInClear) {
    SignInDesk desk;
    ASSERT_EQ(desk.codeOf("123456"), "good");
    EXPECT_EQ(desk.bench.count("SELECT count(*) FROM known_staff"), 1);
    EXPECT_EQ(desk.bench.count("SELECT count(*) FROM known_staff WHERE instr(hash, '123456') > 0 "
                               "OR instr(salt, '123456') > 0 OR length(hash) <> 32"),
              0);
    EXPECT_EQ(desk.bench.count("SELECT count(*) FROM question"), 0);
}
