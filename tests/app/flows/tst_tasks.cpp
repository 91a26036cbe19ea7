// SPDX-License-Identifier: Apache-2.0
#include "app/flows/tasks.h"
#include "db/sync/journal.h"
#include "tests/app/flows/flowbench.h"

#include <gtest/gtest.h>

using namespace menzhen;
using nlohmann::json;
using test::FlowBench;
using test::Heard;
using test::monday;

namespace {

using Tasks = core::Result<std::vector<flows::TaskView>>;

struct Desk {
    FlowBench bench{"S1", "station"};

    Desk() {
        bench.clinic->must([](clerk::Clerk& c) -> core::Result<json> {
            const json row{
                {"id", "m1"}, {"name", "Wu"}, {"roles", "nurse,manager"}, {"state", "active"}};
            const auto done =
                c.log().author({"record.defined", 0, {{"table", "staff"}, {"row", row}}, {}, {}});
            if (!done) return tl::unexpected(done.error());
            return json();
        });
        // A ticket of a doctor who has no session today, and a check-in of nobody.
        send({"ticket.issued",
              {{"ticket", "00112233445566aa"},
               {"kind", "extra"},
               {"queue", "CARD-D02"},
               {"half", "AM"},
               {"number", "C12-01"},
               {"band", 480},
               {"short_code", "7G0MX2A4"}}});
        send({"entry.checked_in", {{"entry", "nobody"}}});
    }

    void send(const std::pair<std::string, json>& fact) {
        bench.clinic->must([&](clerk::Clerk& c) {
            const json op{{"device", "S1"},
                          {"incarnation", 1},
                          {"seq", ++seq_},
                          {"type", fact.first},
                          {"version", 1},
                          {"day", monday},
                          {"occurred_at", c.log().clock().utcMs()},
                          {"fields", fact.second}};
            return c.acceptOps({{"device", "S1"}, {"ops", json::array({op})}});
        });
    }

    Tasks list() {
        Heard<Tasks> heard;
        flows::openTasks(*bench.context, heard.ear());
        bench.advance(flows::tasksBudgetMs + 10);
        EXPECT_EQ(heard.times, 1);
        return heard.value.value_or(Tasks());
    }

    std::string settle(std::int64_t id, const std::string& by) {
        Heard<core::Result<void>> heard;
        flows::settleTask(*bench.context, id, by, heard.ear());
        bench.advance(flows::tasksBudgetMs + 10);
        EXPECT_EQ(heard.times, 1);
        return *heard.value ? "settled" : heard.value->error().code;
    }

private:
    int seq_ = 0;
};

} // namespace

TEST(FlowTasks, SayWhoseTicketItWasAndWhatWasDone) {
    Desk desk;
    const auto tasks = desk.list();
    ASSERT_TRUE(tasks) << tasks.error().code;
    ASSERT_EQ(tasks->size(), 2U);
    EXPECT_EQ((*tasks)[0].number, "C12-01");
    EXPECT_EQ((*tasks)[0].code, "unknown-plan");
    EXPECT_EQ((*tasks)[0].verdict, "compensated");
    EXPECT_EQ((*tasks)[0].device, "S1");
    EXPECT_EQ((*tasks)[1].number, "");
    EXPECT_EQ((*tasks)[1].verdict, "rejected");
}

TEST(FlowTasks, AManagerSettlesThem) {
    Desk desk;
    const std::int64_t first = desk.list()->front().id;
    EXPECT_EQ(desk.settle(first, "nobody"), "not-a-manager");
    EXPECT_EQ(desk.settle(first, "m1"), "settled");
    EXPECT_EQ(desk.settle(first, "m1"), "unknown-task");
    EXPECT_EQ(desk.list()->size(), 1U);
}

TEST(FlowTasks, CutOffThereIsNoList) {
    Desk desk;
    desk.bench.cut();
    EXPECT_EQ(desk.list().error().kind, core::ErrorKind::Offline);
}
