// SPDX-License-Identifier: Apache-2.0
// The device's side of a lost answer.
#include "db/sync/commands.h"
#include "tests/db/sync/tinyhall.h"

#include <filesystem>
#include <gtest/gtest.h>

using namespace menzhen;
using nlohmann::json;
using test::Clinic;
using test::monday;
using test::TinyDevice;

namespace {

core::Result<sync::QuestionDraft> nextDraft() {
    return sync::QuestionDraft{"queues/DEPA-D1/call-next", {{"station", "S1"}}};
}

struct Desk {
    TinyDevice device;
    sync::Commands commands;

    Desk(Clinic& clinic, const std::string& key)
        : device(clinic, "S1", test::storeOfTest("device"), 3, key),
          commands(*device.journal, clinic.clock, device.chance) {}
};

class Commands : public testing::Test {
protected:
    void SetUp() override {
        for (const char* tail : {"", "-wal", "-shm"})
            std::filesystem::remove(test::storeOfTest("device") + tail);
        clinic = Clinic::small(1, 4);
        key = test::publicKeyOf(*clinic);
    }

    static std::vector<sync::DraftOp> help(const char* id) {
        return {{"help.requested", monday, {{"help", id}, {"screen", "x"}}, {}, {}, {}}};
    }

    std::unique_ptr<Clinic> clinic;
    std::string key;
};

TEST_F(Commands, AreAskedAgainWithTheSameBytesAfterSilenceAndAfterACrash) {
    std::string body;
    std::string request;
    {
        Desk desk(*clinic, key);
        const auto first = desk.commands.ask("call-next", nextDraft);
        ASSERT_TRUE(first);
        EXPECT_FALSE(first->again);
        EXPECT_EQ(json::parse(first->body)["request"], first->request);
        body = first->body;
        request = first->request;
        const auto again = desk.commands.ask("call-next", [] {
            ADD_FAILURE() << "an open question is not drafted anew";
            return nextDraft();
        });
        ASSERT_TRUE(again);
        EXPECT_TRUE(again->again);
        EXPECT_EQ(again->body, body);
    }
    Desk restarted(*clinic, key);
    const auto open = restarted.commands.open("call-next");
    ASSERT_TRUE(open && *open);
    EXPECT_EQ((*open)->request, request);
    EXPECT_EQ((*open)->body, body);
    EXPECT_TRUE(*restarted.commands.answered(request));
    EXPECT_FALSE(*restarted.commands.answered(request)) << "an answer counts once";
    EXPECT_FALSE(restarted.commands.open("call-next")->has_value());
}

TEST_F(Commands, OfAnotherKindAreQuestionsOfTheirOwn) {
    Desk desk(*clinic, key);
    const auto one = desk.commands.ask("hold:A", nextDraft);
    const auto two = desk.commands.ask("hold:B", nextDraft);
    EXPECT_NE(one->request, two->request);
    EXPECT_TRUE(*desk.commands.answered(one->request));
    EXPECT_TRUE(*desk.commands.isOpen(two->request));
}

TEST_F(Commands, LateAnswerToAReplacedQuestionIsIgnored) {
    std::string request;
    {
        Desk desk(*clinic, key);
        ASSERT_TRUE(desk.device.settle());
        request = desk.commands.ask("call-next", nextDraft)->request;
        const auto done = desk.commands.standIn(request, help("00000000000000c1"));
        ASSERT_TRUE(done);
        EXPECT_EQ(done->ops[0].request, request) << "the registry must know what it stands in for";
        EXPECT_FALSE(*desk.commands.answered(request));
    }
    Desk restarted(*clinic, key);
    EXPECT_FALSE(*restarted.commands.answered(request));
    const auto second = restarted.commands.standIn(request, help("00000000000000c2"));
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, "no-question");
    EXPECT_NE(restarted.commands.ask("call-next", nextDraft)->request, request);
}

TEST_F(Commands, OpThatTheRulesRefuseLeavesTheQuestionOpen) {
    Desk desk(*clinic, key);
    ASSERT_TRUE(desk.device.settle());
    const std::string request = desk.commands.ask("call-next", nextDraft)->request;
    ASSERT_FALSE(desk.commands.standIn(
        request, {{"entry.finished", monday, {{"entry", "nobody"}}, {}, {}, {}}}));
    EXPECT_TRUE(*desk.commands.isOpen(request));
}

TEST_F(Commands, OfYesterdayAreForgotten) {
    Desk desk(*clinic, key);
    const std::string request = desk.commands.ask("call-next", nextDraft)->request;
    clinic->clock.set(20261124, 480);
    const auto today = desk.commands.ask("call-next", nextDraft);
    ASSERT_TRUE(today);
    EXPECT_NE(today->request, request);
    EXPECT_FALSE(*desk.commands.answered(request));
}

TEST_F(Commands, DraftThatIsRefusedIsNotStored) {
    Desk desk(*clinic, key);
    const auto refused = desk.commands.ask("call-next", []() -> core::Result<sync::QuestionDraft> {
        return core::refused("not-open");
    });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "not-open");
    EXPECT_FALSE(desk.commands.open("call-next")->has_value());
}

TEST_F(Commands, WhoseOutcomeTheLogBroughtAreNotAskedAgain) {
    Desk desk(*clinic, key);
    ASSERT_TRUE(desk.device.settle());
    const auto asked = desk.commands.ask("call-next", [] {
        return core::Result<sync::QuestionDraft>(sync::QuestionDraft{
            "queues/DEPA-D1/call-next", {{"station", "S1"}, {"half", "AM"}, {"room", "101"}}});
    });
    ASSERT_TRUE(asked);
    // Somebody waits; the registry calls them, and nobody hears its answer.
    const json held = clinic->must([](clerk::Clerk& c) {
        return c.hold({{"day", monday}, {"session", "DEPA-D1-AM"}, {"channel", "KIOSK"}});
    });
    const json ticket{{"ticket", "00000000000000a1"},
                      {"kind", "walkin"},
                      {"session", "DEPA-D1-AM"},
                      {"slot", held["slot"]},
                      {"hold", held["hold"]},
                      {"queue", "DEPA-D1"},
                      {"half", "AM"},
                      {"number", held["number"]},
                      {"band", held["band"]},
                      {"zone", "1A"},
                      {"short_code", "7G0MX2A4"},
                      {"masked", ""}};
    TinyDevice kiosk(*clinic, "K01", ":memory:", 4, test::publicKeyOf(*clinic));
    ASSERT_TRUE(kiosk.settle());
    clinic->clock.set(monday, 485);
    ASSERT_TRUE(kiosk.commit("ticket.issued", ticket));
    ASSERT_TRUE(kiosk.commit("entry.checked_in", {{"entry", "00000000000000a1"}}));
    ASSERT_TRUE(kiosk.settle());
    const auto answer = serve(
        *clinic, {"POST", "/v1/sites/T1/" + asked->path, asked->body, asked->request, {}, 500});
    ASSERT_EQ(json::parse(answer.body)["entry"]["id"], "00000000000000a1") << answer.body;
    EXPECT_FALSE(*desk.commands.isKnown(asked->request));
    ASSERT_TRUE(desk.device.settle());
    EXPECT_TRUE(*desk.commands.isKnown(asked->request));
    EXPECT_TRUE(*desk.commands.isOpen(asked->request)) << "its answer may still come and count";
    EXPECT_FALSE(desk.commands.open("call-next")->has_value());
    const auto next = desk.commands.ask("call-next", nextDraft);
    ASSERT_TRUE(next);
    EXPECT_FALSE(next->again);
    EXPECT_NE(next->request, asked->request);
    EXPECT_FALSE(*desk.commands.answered(asked->request)) << "too late now";
}

} // namespace
