// SPDX-License-Identifier: Apache-2.0
// Ops that can be no facts: every one gets a verdict and a task for staff, and what follows it is
// taken (sync.md 1.2, 1.7).
#include "db/store/oplog.h"
#include "db/store/tasks.h"
#include "tests/support/clinic.h"

#include <gtest/gtest.h>

using namespace menzhen;
using nlohmann::json;
using test::Clinic;
using test::monday;

namespace {

class Poison : public testing::Test {
protected:
    void SetUp() override {
        clinic = Clinic::small(1, 4);
        introduce("K1");
    }

    void introduce(const std::string& id) {
        const std::string pem = clinic->crypto.publicPem(clinic->crypto.generateKey()->publicKey());
        clinic->must([&](clerk::Clerk& c) {
            return c.introduceDevice({{"id", id}, {"role", "kiosk"}, {"public_key", pem}});
        });
    }

    json help(int seq, const std::string& screen = "home") {
        char id[17];
        std::snprintf(id, sizeof id, "%016d", seq);
        return {{"device", "K1"},
                {"incarnation", 1},
                {"seq", seq},
                {"type", "help.requested"},
                {"version", 1},
                {"day", monday},
                {"occurred_at", clinic->clock.nowMs},
                {"fields", {{"help", id}, {"screen", screen}}}};
    }

    json send(json ops, std::int64_t from = 1) {
        const json body{
            {"device", "K1"}, {"incarnation", 1}, {"from", from}, {"ops", std::move(ops)}};
        return clinic->must([&](clerk::Clerk& c) { return c.acceptOps(body); });
    }

    std::string refused(json ops, std::int64_t from = 1, const json& more = json::object()) {
        json body{{"device", "K1"}, {"incarnation", 1}, {"from", from}, {"ops", std::move(ops)}};
        body.update(more);
        const auto answer = clinic->act([&](clerk::Clerk& c) { return c.acceptOps(body); });
        return answer ? "taken" : answer.error().code;
    }

    std::vector<store::Task> tasks() {
        std::vector<store::Task> list;
        (void)clinic->database->read([&]() -> core::Result<void> {
            list = store::tasks(*clinic->database, "T1", 0, 10'000, false);
            return {};
        });
        return list;
    }

    core::Bytes hashOf(const json& op) { return ops::hashOf(*ops::opFromJson(op), clinic->crypto); }

    std::string chainOf(const json& ops) {
        core::Bytes chain(32, 0);
        for (const json& op : ops)
            chain = ops::chainAfter(chain, hashOf(op), clinic->crypto);
        return core::toHex(chain);
    }

    std::unique_ptr<Clinic> clinic;
};

TEST_F(Poison, AnIntroductionThatComesLateMakesNoRestoredDevice) {
    const std::string pem = clinic->crypto.publicPem(clinic->crypto.generateKey()->publicKey());
    const auto incarnationOf = [&](const char* session, bool behind = false) {
        return clinic->must([&](clerk::Clerk& c) {
            return c.introduceDevice({{"id", "K2"},
                                      {"role", "kiosk"},
                                      {"public_key", pem},
                                      {"last_seq", 0},
                                      {"session", session},
                                      {"behind", behind}});
        })["incarnation"];
    };
    EXPECT_EQ(incarnationOf("a"), 1);
    json op = help(1);
    op["device"] = "K2";
    clinic->must([&](clerk::Clerk& c) {
        return c.acceptOps(
            {{"device", "K2"}, {"incarnation", 1}, {"from", 1}, {"session", "a"}, {"ops", {op}}});
    });
    EXPECT_EQ(incarnationOf("a"), 1) << "said before the op, heard after it";
    EXPECT_TRUE(tasks().empty());
    EXPECT_EQ(incarnationOf("b"), 1) << "said by a program that has ended since, perhaps";
    EXPECT_TRUE(tasks().empty());
    EXPECT_EQ(incarnationOf("b", true), 2) << "it heard that it knows less: an older store";
    EXPECT_EQ(tasks().size(), 1U);
}

TEST_F(Poison, OfEveryKindGetsAVerdictAndALetterAndHoldsNobodyUp) {
    json huge = help(4);
    huge["fields"]["more"] = std::string(ops::maxOpBytes, 'x');
    json hash = help(5);
    hash["hash"] = std::string(64, 'a');
    json site = help(6);
    site["site"] = "H9";
    json foreign = help(7);
    foreign["device"] = "K2";
    json place = help(99);
    json later = help(10);
    later["version"] = 7;
    json unknown = help(9);
    unknown["type"] = "made.up";
    const json answer = send({help(1),
                              json("no op at all"),
                              {{"device", "K1"}},
                              huge,
                              hash,
                              site,
                              foreign,
                              place,
                              unknown,
                              later,
                              help(11)});
    const std::vector<std::string> codes{"",
                                         "malformed-op",
                                         "malformed-op",
                                         "op-too-large",
                                         "wrong-hash",
                                         "other-site",
                                         "other-device",
                                         "out-of-place",
                                         "unknown-type",
                                         "later-version",
                                         ""};
    ASSERT_EQ(answer["verdicts"].size(), codes.size());
    for (std::size_t i = 0; i < codes.size(); ++i) {
        EXPECT_EQ(answer["verdicts"][i]["code"], codes[i]);
        EXPECT_EQ(answer["verdicts"][i]["seq"], i + 1);
    }
    EXPECT_EQ(answer["acknowledged"], 11);
    EXPECT_EQ(answer["verdicts"][10]["verdict"], "applied");
    const auto list = tasks();
    ASSERT_EQ(list.size(), 9U);
    EXPECT_EQ(list[0].body, R"("no op at all")");
    EXPECT_EQ(json::parse(list[3].body)["fields"], hash["fields"]) << "nothing of it is lost";
    EXPECT_EQ(list[7].verdict, "kept");
    // Again: the same verdicts, and neither the log nor the list grows.
    const std::int64_t rev = clinic->rev();
    EXPECT_EQ(send({help(1),
                    json("no op at all"),
                    {{"device", "K1"}},
                    huge,
                    hash,
                    site,
                    foreign,
                    place,
                    unknown,
                    later,
                    help(11)})["verdicts"],
              answer["verdicts"]);
    EXPECT_EQ(clinic->rev(), rev);
    EXPECT_EQ(tasks().size(), 9U);
}

TEST_F(Poison, GoesOverTheWireLikeAnyOp) {
    send({json("no op at all"), help(2)});
    const auto page =
        clinic->view([](clerk::Views& v) { return test::parsed(v.changes("lobby", 0, 1000, {})); });
    ASSERT_TRUE(page);
    const json& bad = *((*page)["ops"].end() - 2);
    EXPECT_EQ(bad["op"]["type"], "unreadable");
    EXPECT_EQ(bad["verdict"], "rejected");
    EXPECT_EQ(bad["outcome"], json::object());
    EXPECT_FALSE((*page)["ops"].dump().find("no op at all") != std::string::npos)
        << "what could not be read is not sent around";
}

TEST_F(Poison, ForkQuarantinesItsIncarnationAndKeepsBoth) {
    send({help(1), help(2)});
    EXPECT_EQ(refused({help(2, "scan")}, 2), "fork");
    EXPECT_EQ(refused({help(3)}, 3), "fork") << "an incarnation with two histories takes no more";
    EXPECT_EQ(refused({help(2, "scan")}, 2), "fork");
    EXPECT_EQ(refused({help(1), help(2)}), "taken") << "what is known is answered as before";
    const auto list = tasks();
    ASSERT_EQ(list.size(), 1U) << "one alarm";
    EXPECT_EQ(list[0].code, "fork");
    EXPECT_EQ(list[0].verdict, "alarm");
    EXPECT_EQ(json::parse(list[0].body)["fields"]["screen"], "scan");
}

TEST_F(Poison, ChainThatIsNotTheLogsIsAFork) {
    const json first{help(1), help(2)};
    EXPECT_EQ(refused(first, 1, {{"chain", chainOf(first)}}), "taken");
    const json right{help(1), help(2), help(3)};
    EXPECT_EQ(refused({help(3)}, 3, {{"chain", chainOf(right)}}), "taken");
    // Another past under the same keys, of which only the newest op is sent.
    const json wrong{help(1), help(2, "scan"), help(3), help(4)};
    EXPECT_EQ(refused({help(4)}, 4, {{"chain", chainOf(wrong)}}), "fork");
    EXPECT_EQ(
        clinic->must([&](clerk::Clerk& c) { return json(c.log().standing("K1", 1)->lastSeq); }), 3);
    EXPECT_EQ(tasks().size(), 1U);
}

TEST_F(Poison, ChainGoesOnAfterAnOpThatOnlyItsDeviceCanRead) {
    const json meant{help(1), help(2), help(3)};
    EXPECT_EQ(refused({help(1), json("damaged on its disk")}, 1,
                      {{"chain", chainOf({help(1), help(2)})}}),
              "taken");
    EXPECT_EQ(refused({help(3)}, 3, {{"chain", chainOf(meant)}}), "taken");
}

TEST_F(Poison, DeniedDevicesOpsAreForAPersonAndNotWithoutEnd) {
    send({help(1)});
    clinic->must([](clerk::Clerk& c) {
        c.log().device("K1")->state = "denied";
        c.log().putDevice(*c.log().device("K1"));
        return json();
    });
    const json answer = send({help(2), help(3)}, 2);
    EXPECT_EQ(answer["verdicts"][0]["code"], "denied-device");
    EXPECT_EQ(answer["acknowledged"], 3);
    EXPECT_EQ(tasks().size(), 2U);
    json many = json::array();
    for (int seq = 4; seq < 4 + clerk::maxDeniedOps; ++seq)
        many.push_back(help(seq));
    EXPECT_EQ(refused(many, 4), "denied");
}

TEST_F(Poison, BatchWithoutItsKeysTakesThemFromWhatCanBeRead) {
    const auto sendPlain = [&](json ops) {
        const json body{{"device", "K1"}, {"ops", std::move(ops)}};
        return clinic->act([&](clerk::Clerk& c) { return c.acceptOps(body); });
    };
    const auto good = sendPlain({json("?"), help(2)});
    ASSERT_TRUE(good);
    EXPECT_EQ((*good)["verdicts"][0]["code"], "malformed-op");
    EXPECT_EQ((*good)["acknowledged"], 2);
    const auto nothing = sendPlain({json("?")});
    ASSERT_FALSE(nothing);
    EXPECT_EQ(nothing.error().code, "bad-field");
}

TEST_F(Poison, ClockThatDoesNotCountIsFlagged) {
    json ahead = help(1);
    ahead["occurred_at"] = clinic->clock.nowMs + 3'600'000;
    json unset = help(2);
    unset["occurred_at"] = 1000;
    unset["clock"] = "unset";
    const json answer = send({ahead, unset, help(3)});
    EXPECT_EQ(answer["verdicts"][0]["code"], "clock-ahead");
    EXPECT_EQ(answer["verdicts"][1]["code"], "clock-unset");
    EXPECT_EQ(answer["verdicts"][1]["verdict"], "applied");
    EXPECT_EQ(answer["verdicts"][2]["code"], "");
    (void)clinic->database->read([&]() -> core::Result<void> {
        store::Query q(*clinic->database, "SELECT count(*), min(at), max(at) FROM help");
        q.step();
        EXPECT_EQ(q.integer(0), 3);
        EXPECT_EQ(q.integer(1), clinic->clock.nowMs);
        EXPECT_EQ(q.integer(2), clinic->clock.nowMs);
        return {};
    });
}

} // namespace
