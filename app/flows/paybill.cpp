// SPDX-License-Identifier: Apache-2.0
#include "app/flows/paybill.h"

#include "app/ops/fields.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

namespace menzhen::flows {

namespace {

using nlohmann::json;

constexpr std::size_t paymentKeyBytes = 16;
constexpr std::size_t maxQrBytes = 512;
constexpr std::size_t maxChannels = 8;
constexpr std::array<std::string_view, 11> states{"opening",  "waiting",   "paying",  "asking",
                                                  "paid",     "failed",    "closing", "closed",
                                                  "refunded", "refunding", "staff"};

core::Result<Bill> badBill(const std::string& detail) {
    return core::fail(core::ErrorKind::Device, "bad-answer", detail);
}

core::Result<Bill> readBill(const json& answer) {
    ops::FieldReader read(answer);
    Bill bill;
    bill.id = read.text("id", 1, 64);
    bill.state = read.text("state", 1, 16);
    bill.channel = read.optionalText("channel", 16);
    bill.qr = read.optionalText("qr", maxQrBytes);
    bill.amountFen = read.integer("amount_fen", 1, core::maxAmountFen);
    bill.expiresAtMs = read.integer("expires_at", 0, ops::maxInteger);
    bill.nowMs = read.integer("now", 0, ops::maxInteger);
    bill.reference = read.text("reference", 1, 32);
    bill.mayRetry = read.optionalFlag("may_retry", false);
    if (const auto error = read.error()) return badBill(error->detail);
    // A word that this version does not know is no promise about money.
    if (std::find(states.begin(), states.end(), bill.state) == states.end()) bill.state = "asking";
    const auto lines = answer.find("lines");
    if (lines == answer.end() || !lines->is_array() || lines->size() > maxBillLines)
        return badBill("lines");
    core::Fen sum = 0;
    for (const json& one : *lines) {
        ops::FieldReader line(one);
        BillLine made;
        made.label = {line.text("label_zh", 1, 128), line.optionalText("label_en", 128)};
        made.amountFen = line.integer("fen", 0, core::maxAmountFen);
        if (const auto error = line.error()) return badBill(error->detail);
        made.amountText = core::formatFen(made.amountFen);
        sum += made.amountFen;
        bill.lines.push_back(std::move(made));
    }
    if (sum != bill.amountFen) return badBill("the lines are not the total");
    bill.amountText = core::formatFen(bill.amountFen);
    return bill;
}

Answered heard(PayBill::Told done) {
    return [done = std::move(done)](const core::Result<json>& answer, const json&) {
        if (answer)
            done(readBill(*answer));
        else
            done(tl::unexpected(answer.error()));
    };
}

} // namespace

void PayBill::channels(std::function<void(std::vector<std::string>)> done) {
    Command ask;
    ask.method = "GET";
    ask.path = "payment-channels";
    ask.timeoutMs = payBudgetMs;
    command(context_, std::move(ask),
            [done = std::move(done)](const core::Result<json>& answer, const json&) {
                std::vector<std::string> open;
                if (answer && answer->contains("channels") && answer->at("channels").is_array())
                    for (const json& one : answer->at("channels"))
                        if (one.is_string() && open.size() < maxChannels)
                            open.push_back(one.get<std::string>());
                done(std::move(open));
            });
}

void PayBill::open(const PayWish& wish, Told done) {
    if (key_.empty() || !(wish == wish_)) {
        wish_ = wish;
        key_ = context_.drawId(paymentKeyBytes);
    }
    json body{{"hold", wish.hold}, {"channel", wish.channel}, {"terminal", context_.device()}};
    if (!wish.authCode.empty()) body["auth_code"] = wish.authCode;
    Command ask;
    ask.path = "payments";
    ask.body = body.dump();
    ask.key = key_;
    ask.timeoutMs = payBudgetMs;
    command(context_, std::move(ask),
            heard([this, key = key_, done = std::move(done)](core::Result<Bill> bill) {
                // Answered: the same wish is another attempt from now on.
                const bool silent = !bill && bill.error().kind == core::ErrorKind::Offline;
                if (!silent && key == key_) {
                    key_.clear();
                    wish_ = {};
                }
                done(std::move(bill));
            }));
}

void PayBill::look(const std::string& bill, Told done) {
    Command ask;
    ask.method = "GET";
    ask.path = "payments/" + bill;
    ask.timeoutMs = payBudgetMs;
    command(context_, std::move(ask), heard(std::move(done)));
}

void PayBill::leave(const std::string& bill, bool payAtWindow) {
    key_.clear();
    wish_ = {};
    Command gone;
    gone.path = "payments/" + bill + "/close";
    gone.body = payAtWindow ? R"({"window":true})" : "{}";
    gone.key = context_.drawId(paymentKeyBytes);
    gone.timeoutMs = payBudgetMs;
    command(context_, std::move(gone), [](const core::Result<json>&, const json&) {});
}

} // namespace menzhen::flows
