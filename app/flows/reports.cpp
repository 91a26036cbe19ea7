// SPDX-License-Identifier: Apache-2.0
#include "app/flows/reports.h"

#include "app/core/calendar.h"
#include "app/core/idnumber.h"
#include "app/core/shortcode.h"
#include "app/flows/hall.h"
#include "app/ops/fields.h"
#include "db/store/database.h"

#include <nlohmann/json.hpp>

namespace menzhen::flows {

namespace {

using nlohmann::json;

constexpr std::size_t requestBytes = 8;
constexpr std::size_t maxReportName = 2000;
constexpr std::size_t maxReportText = 16'000;

core::Error offlineReports() {
    return {core::ErrorKind::Refused, "offline-reports", "the registry alone has reports"};
}

core::Error namedReports(const core::Error& error) {
    return error.kind == core::ErrorKind::Offline ? offlineReports() : error;
}

/// What opens a visit, as the registry wants it.
core::Result<json> bodyOf(const ReportKey& key, int today) {
    if (!key.idNumber.empty()) {
        const auto id = core::parseIdNumber(key.idNumber, today);
        if (!id) return tl::unexpected(id.error());
        return json{{"id_number", id->number}};
    }
    std::string typed = key.shortCode;
    if (key.scanned.starts_with("MZ1:")) return json{{"code", key.scanned}};
    if (!key.scanned.empty()) {
        const auto page = key.scanned.rfind("/v#");
        if (page == std::string::npos) return core::refused("not-ours", "no code of a visit");
        typed = key.scanned.substr(page + 3);
    }
    const auto code = core::readShortCode(typed);
    if (!code) return tl::unexpected(code.error());
    return json{{"short_code", *code}};
}

std::string timeOf(const FlowContext& context, std::int64_t utcMs) {
    const ports::LocalTime local = context.clock.local(utcMs);
    return core::formatDay(local.day) + " " + core::formatMinute(local.minute);
}

TicketName nameOf(ops::FieldReader& read) {
    TicketName name;
    name.zh = read.text("name_zh", 1, maxReportName);
    name.en = read.optionalText("name_en", maxReportName);
    return name;
}

core::Result<ReportHead> readHead(const FlowContext& context, const json& one) {
    ops::FieldReader read(one);
    ReportHead head;
    head.id = read.optionalText("id", 64);
    head.name = nameOf(read);
    const std::string status = read.text("status", 1, 16);
    head.registered = status == "registered";
    head.final = status == "final";
    head.amended = read.optionalFlag("amended", false);
    head.at = timeOf(context, read.integer("at", 0, ops::maxInteger));
    head.number = read.text("number", 1, 12);
    head.day = static_cast<int>(read.integer("day", 19700101, 99991231));
    head.prints = static_cast<int>(read.integer("prints", 0, 1'000'000));
    if (const auto error = read.error())
        return core::fail(core::ErrorKind::Device, "bad-answer", error->detail);
    return head;
}

core::Result<ReportList> readList(const FlowContext& context, const json& answer) {
    const auto list = answer.find("reports");
    if (list == answer.end() || !list->is_array())
        return core::fail(core::ErrorKind::Device, "bad-answer", "no reports in it");
    ops::FieldReader read(answer);
    ReportList found;
    found.opens = read.optionalFlag("opens", false);
    found.masked = read.optionalText("masked", 64);
    if (const auto error = read.error())
        return core::fail(core::ErrorKind::Device, "bad-answer", error->detail);
    for (const json& one : *list) {
        auto head = readHead(context, one);
        if (!head) return tl::unexpected(head.error());
        found.list.push_back(std::move(*head));
    }
    return found;
}

} // namespace

Reports::Reports(FlowContext& context, Printing& printing)
    : context_(context), printing_(printing), alive_(std::make_shared<bool>(true)) {}

Reports::~Reports() {
    *alive_ = false;
}

void Reports::find(const ReportKey& key, Answer<ReportList> done) {
    const auto later = [&](core::Error error) {
        context_.later(0, [done, error = std::move(error)] { done(tl::unexpected(error)); });
    };
    const auto body = bodyOf(key, context_.today());
    if (!body) return later(body.error());
    if (context_.cutOff()) return later(offlineReports());
    Command ask;
    ask.path = "reports/list";
    ask.body = body->dump();
    ask.timeoutMs = reportBudgetMs;
    command(context_, std::move(ask),
            [this, alive = alive_, done = std::move(done)](const core::Result<json>& answer,
                                                           const json&) {
                if (!*alive) return;
                if (!answer) return done(tl::unexpected(namedReports(answer.error())));
                done(readList(context_, *answer));
            });
}

bool Reports::canPrint() const {
    using ports::PrinterCondition;
    const auto condition = printing_.printerState().condition;
    return context_.printer != nullptr && condition != PrinterCondition::PaperOut &&
           condition != PrinterCondition::CoverOpen && condition != PrinterCondition::Offline &&
           condition != PrinterCondition::Error;
}

void Reports::print(const ReportKey& key, const std::string& id, core::TicketLanguage language,
                    Answer<ReportOrdered> done, Printing::Done printed) {
    const auto later = [&](core::Error error) {
        context_.later(0, [done, error = std::move(error)] { done(tl::unexpected(error)); });
    };
    auto body = bodyOf(key, context_.today());
    if (!body) return later(body.error());
    if (context_.cutOff()) return later(offlineReports());
    // Nothing is counted that cannot come out.
    if (!canPrint())
        return later({core::ErrorKind::Device, "report-no-paper", "the printer cannot print"});
    if (requests_.size() >= maxReportsAsked) requests_.clear();
    std::string& request = requests_[id];
    if (request.empty()) request = context_.drawId(requestBytes);
    (*body)["request"] = request;
    Command ask;
    ask.path = "reports/" + id + "/print";
    ask.body = body->dump();
    ask.timeoutMs = reportBudgetMs;
    command(context_, std::move(ask),
            [this, alive = alive_, id, language, done = std::move(done),
             printed = std::move(printed)](const core::Result<json>& answer, const json&) {
                if (!*alive) return;
                if (!answer) return done(tl::unexpected(namedReports(answer.error())));
                core::ReportContent content = read(*answer, language);
                if (content.name.zh.empty())
                    return done(core::fail(core::ErrorKind::Device, "bad-answer", "no report"));
                done(ReportOrdered{content.copy});
                printing_.printPassing(
                    std::move(content), [this, alive, id, printed](const PrintReport& report) {
                        if (*alive && report.result != PrintReport::Result::NotPrinted)
                            requests_.erase(id);
                        printed(report);
                    });
            });
}

/// Without a name when the answer is no report.
core::ReportContent Reports::read(const json& answer, core::TicketLanguage language) const {
    ops::FieldReader read(answer);
    core::ReportContent content;
    content.language = language;
    content.name = nameOf(read);
    content.maskedName = read.optionalText("masked", 64);
    const int day = static_cast<int>(read.integer("day", 19700101, 99991231));
    content.visit = read.text("number", 1, 12);
    content.issuedAt = timeOf(context_, read.integer("at", 0, ops::maxInteger));
    content.performer = read.optionalText("performer", maxReportName);
    content.final = read.optionalFlag("final", false);
    content.amended = read.optionalFlag("amended", false);
    content.conclusion = read.optionalText("conclusion", maxReportText);
    content.copy = static_cast<int>(read.integer("copy", 1, 1'000'000));
    const auto lines = answer.find("lines");
    if (read.error() || lines == answer.end() || !lines->is_array()) return {};
    for (const json& one : *lines) {
        ops::FieldReader fields(one);
        core::ReportLine line;
        line.name = {fields.optionalText("name_zh", maxReportName),
                     fields.optionalText("name_en", maxReportName)};
        line.value = fields.optionalText("value", maxReportName);
        line.unit = fields.optionalText("unit", maxReportName);
        line.range = fields.optionalText("range", maxReportName);
        line.flag = fields.optionalText("flag", maxReportName);
        if (fields.error()) return {};
        content.lines.push_back(std::move(line));
    }
    content.visit += ", " + core::formatDay(day);
    (void)context_.database().read([&]() -> core::Result<void> {
        content.hospital = hospitalName(context_);
        return {};
    });
    const ports::LocalTime now = context_.clock.now();
    content.printedAt = core::formatDay(now.day) + " " + core::formatMinute(now.minute);
    content.printedBy = context_.device();
    return content;
}

} // namespace menzhen::flows
