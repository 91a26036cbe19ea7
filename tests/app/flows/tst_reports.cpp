// SPDX-License-Identifier: Apache-2.0
// Reports at a kiosk: opened by the visit's code, counted once a paper, kept nowhere.
#include "app/flows/reports.h"

#include "app/clerk/reports.h"
#include "tests/app/flows/flowbench.h"

#include <gtest/gtest.h>

using namespace menzhen;
using flows::PrintReport;
using nlohmann::json;
using test::FlowBench;
using test::monday;

namespace {

constexpr const char* reportPatient = "999999198811201012";
constexpr auto reportLanguage = core::TicketLanguage::Zh;

struct ReportKiosk {
    ReportKiosk() : printing(*bench.context), reports(*bench.context, printing) {
        printing.start();
        booking = bench.book("CARD-D01-AM", 480, monday, reportPatient);
    }

    void handIn(const std::string& status, int minute) {
        clerk::Report report;
        report.id = "LAB-1";
        report.status = status;
        report.day = monday;
        report.number = booking["number"];
        report.nameZh = "隐秘检查";
        report.nameEn = "Hidden Examination";
        report.performer = "检验科";
        report.issuedMs = bench.clinic->clock.utcMsOf(monday, minute);
        report.findings = {{"隐秘指标", "Hidden value", "11.2", "10^9/L", "3.5-9.5", "H"}};
        report.conclusion = "隐秘结论";
        bench.clinic->must([&](clerk::Clerk& c) -> clerk::Answer {
            EXPECT_TRUE(clerk::takeReport(c, report));
            return json();
        });
    }

    core::Result<flows::ReportList> find(const flows::ReportKey& key) {
        test::Heard<core::Result<flows::ReportList>> heard;
        reports.find(key, heard.ear());
        EXPECT_EQ(heard.times, 0) << "never inside the call";
        bench.advance(flows::reportBudgetMs + 100);
        EXPECT_EQ(heard.times, 1);
        return *heard.value;
    }

    core::Result<flows::ReportOrdered> print(const flows::ReportKey& key, const std::string& id) {
        test::Heard<core::Result<flows::ReportOrdered>> heard;
        paper = {};
        reports.print(key, id, reportLanguage, heard.ear(), paper.ear());
        EXPECT_EQ(heard.times, 0) << "never inside the call";
        bench.advance(flows::reportBudgetMs + 100);
        EXPECT_EQ(heard.times, 1);
        return *heard.value;
    }

    flows::ReportKey byCode() const { return {booking["code"].get<std::string>(), {}, {}}; }

    FlowBench bench;
    flows::Printing printing;
    flows::Reports reports;
    json booking;
    test::Heard<PrintReport> paper;
};

} // namespace

TEST(FlowReports, row_M4_printedOnceAndAReprintIsCounted) {
    ReportKiosk kiosk;
    kiosk.handIn("final", 9 * 60 + 12);
    const auto found = kiosk.find(kiosk.byCode());
    ASSERT_TRUE(found) << found.error().code;
    ASSERT_EQ(found->list.size(), 1U);
    EXPECT_TRUE(found->opens && found->list[0].final);
    EXPECT_EQ(found->masked, "王*试");
    EXPECT_EQ(found->list[0].at, "2026-11-23 09:12");
    EXPECT_EQ(found->list[0].prints, 0);
    const auto ordered = kiosk.print(kiosk.byCode(), found->list[0].id);
    ASSERT_TRUE(ordered) << ordered.error().code;
    EXPECT_EQ(ordered->copy, 1);
    ASSERT_EQ(kiosk.paper.times, 1);
    EXPECT_EQ(kiosk.paper.value->result, PrintReport::Result::Printed);
    ASSERT_EQ(kiosk.bench.printer.jobs.size(), 1U);
    const auto& paper = kiosk.bench.printer.jobs[0].report;
    ASSERT_TRUE(paper);
    EXPECT_EQ(paper->name.zh, "隐秘检查");
    EXPECT_EQ(paper->maskedName, "王*试");
    EXPECT_EQ(paper->lines.at(0).value, "11.2");
    EXPECT_EQ(paper->visit, kiosk.booking["number"].get<std::string>() + ", 2026-11-23");
    EXPECT_EQ(paper->copy, 1);
    EXPECT_EQ(kiosk.print(kiosk.byCode(), found->list[0].id)->copy, 2);
    EXPECT_EQ(kiosk.bench.printer.jobs.at(1).report->copy, 2);
    EXPECT_EQ(kiosk.find(kiosk.byCode())->list[0].prints, 2);
}

TEST(FlowReports, WhatDidNotComeOutIsNotCountedTwice) {
    ReportKiosk kiosk;
    kiosk.handIn("partial", 9 * 60);
    const std::string id = kiosk.find(kiosk.byCode())->list.at(0).id;
    kiosk.bench.printer.outcome = core::fail(core::ErrorKind::Device, "printer-paper-out");
    ASSERT_EQ(kiosk.print(kiosk.byCode(), id)->copy, 1);
    EXPECT_EQ(kiosk.paper.value->result, PrintReport::Result::NotPrinted);
    kiosk.bench.printer.outcome = ports::PrintOutcome::Sent;
    EXPECT_EQ(kiosk.print(kiosk.byCode(), id)->copy, 1);
    EXPECT_EQ(kiosk.paper.value->result, PrintReport::Result::Sent);
    EXPECT_EQ(kiosk.print(kiosk.byCode(), id)->copy, 2);
    // An answer that was lost on its way was counted once.
    kiosk.bench.link->losesNext = "/print";
    EXPECT_EQ(kiosk.print(kiosk.byCode(), id).error().code, "offline-reports");
    EXPECT_EQ(kiosk.print(kiosk.byCode(), id)->copy, 3);
}

TEST(FlowReports, NothingOfOneStaysInTheDevice) {
    ReportKiosk kiosk;
    kiosk.handIn("final", 9 * 60);
    const std::string id = kiosk.find(kiosk.byCode())->list.at(0).id;
    ASSERT_TRUE(kiosk.print(kiosk.byCode(), id));
    EXPECT_EQ(kiosk.bench.count("SELECT count(*) FROM effect"), 0);
    EXPECT_EQ(kiosk.bench.count("SELECT count(*) FROM outbox"), 0);
    EXPECT_EQ(kiosk.bench.count("SELECT count(*) FROM meta WHERE instr(value, '隐秘') > 0"), 0);
    // A paper between a ticket's: the printer takes one after the other.
    ASSERT_EQ(kiosk.bench.printer.jobs.size(), 1U);
    EXPECT_EQ(kiosk.bench.printer.jobs[0].content.code, "");
}

TEST(FlowReports, AnIdentityNumberOpensNothing) {
    ReportKiosk kiosk;
    kiosk.handIn("final", 9 * 60);
    const auto found = kiosk.find({{}, {}, reportPatient});
    ASSERT_TRUE(found) << found.error().code;
    EXPECT_FALSE(found->opens);
    ASSERT_EQ(found->list.size(), 1U);
    EXPECT_EQ(found->list[0].id, "");
    EXPECT_EQ(found->list[0].name.en, "Report");
    EXPECT_EQ(kiosk.find({{}, {}, "999999198811201013"}).error().code, "id-check-digit");
}

TEST(FlowReports, ThePageOfATicketAndItsShortCodeOpenThem) {
    ReportKiosk kiosk;
    kiosk.handIn("registered", 9 * 60);
    const std::string code = kiosk.booking["short_code"];
    const auto byPage = kiosk.find({"https://mz.example/v#" + code, {}, {}});
    ASSERT_TRUE(byPage) << byPage.error().code;
    EXPECT_TRUE(byPage->list.at(0).registered);
    EXPECT_TRUE(kiosk.find({{}, code, {}})->opens);
    EXPECT_EQ(kiosk.find({"https://elsewhere.example/", {}, {}}).error().code, "not-ours");
    EXPECT_EQ(kiosk.find({"MZ1:NOBODY", {}, {}}).error().code, "unknown-visit");
}

TEST(FlowReports, CutOffTheySaySo) {
    ReportKiosk kiosk;
    kiosk.handIn("final", 9 * 60);
    const std::string id = kiosk.find(kiosk.byCode())->list.at(0).id;
    kiosk.bench.cut();
    EXPECT_EQ(kiosk.find(kiosk.byCode()).error().code, "offline-reports");
    EXPECT_EQ(kiosk.print(kiosk.byCode(), id).error().code, "offline-reports");
    EXPECT_EQ(kiosk.paper.times, 0);
}
