// SPDX-License-Identifier: Apache-2.0
// Laboratory, imaging and pharmacy: numbers that the registry counts, each on one ticket.
#include "app/flows/servicenumber.h"

#include "app/flows/scan.h"
#include "app/flows/ticketscan.h"
#include "tests/app/flows/flowbench.h"

#include <algorithm>
#include <gtest/gtest.h>

using namespace menzhen;
using test::FlowBench;
using test::monday;

namespace {

struct Counter {
    explicit Counter(FlowBench& b) : bench(b), printing(*b.context), numbers(*b.context, printing) {
        printing.start();
    }

    core::Result<flows::IssuedTicket> take(const std::string& queue) {
        test::Heard<core::Result<flows::IssuedTicket>> heard;
        test::Heard<flows::PrintReport> paper;
        numbers.take(queue, core::TicketLanguage::Zh, heard.ear(), paper.ear());
        EXPECT_EQ(heard.times, 0) << "never inside the call";
        bench.advance(flows::numberBudgetMs + 100);
        EXPECT_EQ(heard.times, 1);
        EXPECT_EQ(paper.times, *heard.value ? 1 : 0);
        return *heard.value;
    }

    FlowBench& bench;
    flows::Printing printing;
    flows::ServiceNumber numbers;
};

TEST(ServiceNumber, ListsWhatHasNoDoctors) {
    FlowBench bench;
    Counter counter(bench);
    const auto list = counter.numbers.services();
    ASSERT_TRUE(list);
    std::vector<std::string> ids;
    for (const flows::ServiceChoice& one : *list) {
        ids.push_back(one.id);
        EXPECT_FALSE(one.name.empty() || one.where.zone.empty()) << one.id;
        EXPECT_TRUE(one.whyNot.empty());
        EXPECT_EQ(one.waiting, 0);
    }
    EXPECT_NE(std::find(ids.begin(), ids.end(), "LABO"), ids.end());
    EXPECT_EQ(std::find(ids.begin(), ids.end(), "CARD"), ids.end());
}

TEST(ServiceNumber, EachTicketHasTheNextNumberAndIsInTheQueue) {
    FlowBench bench;
    Counter counter(bench);
    const auto first = counter.take("LABO");
    ASSERT_TRUE(first) << first.error().code;
    EXPECT_EQ(first->place.number, "L0001");
    EXPECT_EQ(first->place.state, "waiting");
    EXPECT_EQ(first->place.ahead, 0);
    EXPECT_TRUE(first->checkInFrom.empty());
    EXPECT_TRUE(first->place.bandText.empty()) << "such a queue has no bands";
    const auto second = counter.take("LABO");
    ASSERT_TRUE(second);
    EXPECT_EQ(second->place.number, "L0002");
    EXPECT_EQ(second->place.ahead, 1);
    const auto list = counter.numbers.services();
    for (const flows::ServiceChoice& one : *list)
        EXPECT_EQ(one.waiting, one.id == "LABO" ? 2 : 0) << one.id;
    ASSERT_EQ(bench.printer.jobs.size(), 2U);
    const core::TicketContent& paper = bench.printer.jobs.front().content;
    EXPECT_EQ(paper.number, "L0001");
    EXPECT_TRUE(paper.service && paper.doctor.empty() && paper.band.empty());
    EXPECT_FALSE(paper.department.zh.empty() || paper.zone.empty() || paper.shortCode.empty());
    EXPECT_EQ(paper.fee, core::TicketFee::None);
    bench.sync();
    for (const std::string& verdict : bench.verdicts)
        EXPECT_EQ(verdict, "applied");
    // Its code leads back to its place, at every kiosk.
    const auto scanned = flows::readScan(*bench.context, paper.code);
    ASSERT_TRUE(scanned) << scanned.error().error.code;
    const auto own = flows::scanTicket(*bench.context, *scanned);
    ASSERT_TRUE(own);
    EXPECT_EQ(own->place.number, "L0001");
    EXPECT_EQ(own->place.session.department.zh, paper.department.zh);
    EXPECT_EQ(own->place.session.where.zone, paper.zone);
}

TEST(ServiceNumber, ALostAnswerBringsTheSameNumberTheNextTime) {
    FlowBench bench;
    Counter counter(bench);
    bench.link->weather = test::ClerkLink::Weather::AnswerLost;
    EXPECT_EQ(counter.take("LABO").error().code, "offline-service");
    EXPECT_TRUE(bench.printer.jobs.empty());
    bench.link->weather = test::ClerkLink::Weather::Fine;
    const auto ticket = counter.take("LABO");
    ASSERT_TRUE(ticket);
    EXPECT_EQ(ticket->place.number, "L0001") << "no number is lost, none is twice";
    EXPECT_EQ(counter.take("LABO")->place.number, "L0002");
}

TEST(ServiceNumber, CutOffItSaysWhereToGo) {
    FlowBench bench;
    Counter counter(bench);
    bench.cut();
    const std::size_t asked = bench.link->sent.size();
    EXPECT_EQ(counter.take("LABO").error().code, "offline-service");
    EXPECT_EQ(bench.link->sent.size(), asked) << "nothing is asked into a dead line";
    const auto list = counter.numbers.services();
    for (const flows::ServiceChoice& one : *list)
        EXPECT_EQ(one.whyNot, "offline-service") << one.id;
}

TEST(ServiceNumber, OneAtATimeAndNoClinic) {
    FlowBench bench;
    Counter counter(bench);
    test::Heard<core::Result<flows::IssuedTicket>> first, second;
    test::Heard<flows::PrintReport> paper;
    counter.numbers.take("LABO", core::TicketLanguage::Zh, first.ear(), paper.ear());
    counter.numbers.take("LABO", core::TicketLanguage::Zh, second.ear(), paper.ear());
    bench.advance(flows::numberBudgetMs + 100);
    EXPECT_EQ(second.value->error().code, "asking");
    EXPECT_TRUE(first.value->has_value());
    EXPECT_EQ(counter.take("CARD").error().code, "queue-has-slots");
}

} // namespace
