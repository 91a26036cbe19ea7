// SPDX-License-Identifier: Apache-2.0
#include "app/paysim/wallet.h"

#include "app/core/timeunits.h"
#include "app/paysim/qrpicture.h"

#include <algorithm>
#include <array>

namespace menzhen::paysim {

namespace {

using registry::HttpRequest;
using registry::HttpResponse;
using Json = nlohmann::json;
using Answer = nlohmann::ordered_json;

constexpr std::size_t maxOpenShown = 20;
constexpr std::array<std::string_view, 5> moods{"ok", "password", "poor", "slow", "cancels"};

HttpResponse told(const Answer& answer) {
    return registry::json(200, answer.dump());
}

HttpResponse refusal(const core::Error& error) {
    const int status = error.code == "qr-unknown" || error.code == "code-unknown" ? 404
                       : error.kind == core::ErrorKind::Data                      ? 400
                                                                                  : 409;
    return registry::problem(status, error.code, error.detail);
}

std::string text(const Json& body, const char* name) {
    if (!body.is_object() || !body.contains(name) || !body.at(name).is_string()) return {};
    return body.at(name).get<std::string>();
}

Json bodyOf(const HttpRequest& request) {
    return Json::parse(request.body, nullptr, false);
}

Answer shown(const Order& order) {
    return {{"platform", order.platform},       {"number", order.number},
            {"payee", "Menzhen demo hospital"}, {"subject", order.subject},
            {"amount_fen", order.amountFen},    {"state", stateName(order.state)},
            {"transaction", order.transaction}};
}

std::optional<core::Error> unpayable(const Order& order, const std::string& qr, std::int64_t now) {
    const auto no = [](const char* code, const char* detail) {
        return core::Error{core::ErrorKind::Refused, code, detail};
    };
    if (order.wasPaid()) return no("already-paid", "This order is paid.");
    if (order.state == OrderState::Closed) return no("order-closed", "This order is closed.");
    if (order.qr != qr) return no("qr-dead", "There is a newer QR for this order.");
    if (now >= order.qrUntilMs) return no("qr-expired", "This QR is too old.");
    if (order.lastMomentMs != 0 && now > order.lastMomentMs)
        return no("order-expired", "The time to pay is over.");
    return std::nullopt;
}

} // namespace

core::Result<Order> Wallet::scanned(const Json& body) {
    const std::string qr = text(body, "qr");
    auto order = bank_.aged(bank_.ledger().orderOfQr(qr));
    if (!order)
        return core::fail(core::ErrorKind::Data, "qr-unknown", "No platform knows this QR.");
    if (auto why = unpayable(*order, qr, bank_.now())) return tl::unexpected(*why);
    const std::string given = text(body, "user");
    const std::string user = given.empty() ? "patient" : given;
    if (!order->user.empty() && order->user != user)
        return core::refused("another-user", "Somebody else has scanned this QR.");
    if (order->user == user && order->state != OrderState::Unscanned) return std::move(*order);
    order->user = user;
    if (order->state == OrderState::Unscanned) {
        order->state = OrderState::Unpaid;
        order->transaction = bank_.transactionNumber(order->platform);
    }
    bank_.ledger().save(*order);
    return std::move(*order);
}

HttpResponse Wallet::scan(const HttpRequest& request) {
    const auto order = scanned(bodyOf(request));
    return order ? told(shown(*order)) : refusal(order.error());
}

HttpResponse Wallet::pay(const HttpRequest& request) {
    const Json body = bodyOf(request);
    auto order = scanned(body);
    if (!order) return refusal(order.error());
    if (text(body, "mood") == "poor")
        return refusal({core::ErrorKind::Refused, "not-enough", "The wallet is empty."});
    if (bank_.isBeingPaid(*order))
        return refusal({core::ErrorKind::Refused, "being-paid", "It is being paid already."});
    const auto takes = body.find("takes_ms");
    if (takes == body.end() || !takes->is_number_integer()) {
        bank_.pay(*order, order->user);
        return told(shown(*order));
    }
    bank_.payLater(*order, order->user, takes->get<std::int64_t>());
    Answer answer = shown(*order);
    answer["state"] = "paying";
    return told(answer);
}

HttpResponse Wallet::newCode(const HttpRequest& request) {
    const std::string& platform = request.queryValue("platform");
    const std::string& given = request.queryValue("mood");
    const std::string mood = given.empty() ? "ok" : given;
    if ((platform != "wechat" && platform != "alipay") ||
        std::find(moods.begin(), moods.end(), mood) == moods.end())
        return registry::problem(400, "wallet",
                                 "platform is wechat or alipay; mood is ok, password, poor, slow "
                                 "or cancels");
    const WalletCode code = bank_.newCode(platform, mood);
    return told(
        {{"auth_code", code.code},
         {"platform", platform},
         {"mood", mood},
         {"expires_at", code.madeMs + bank_.faults().number("code_life_s") * core::msPerSecond}});
}

HttpResponse Wallet::codeState(const HttpRequest& request) {
    const auto code = bank_.ledger().code(request.parameter("code"));
    if (!code) return refusal({core::ErrorKind::Data, "code-unknown", "There is no such code."});
    const std::int64_t until =
        code->madeMs + bank_.faults().number("code_life_s") * core::msPerSecond;
    Answer answer{{"auth_code", code->code},
                  {"platform", code->platform},
                  {"mood", code->mood},
                  {"expires_at", until},
                  {"state", bank_.now() > until ? "expired" : "shown"}};
    if (code->number.empty()) return told(answer);
    answer["state"] = "refused";
    if (const auto order = bank_.order(code->platform, code->number)) {
        answer.update(shown(*order));
        if (order->state == OrderState::Paying)
            answer["state"] = bank_.isBeingPaid(*order) ? "paying" : "asks-password";
    }
    return told(answer);
}

HttpResponse Wallet::confirm(const HttpRequest& request) {
    const auto code = bank_.ledger().code(text(bodyOf(request), "auth_code"));
    if (!code) return refusal({core::ErrorKind::Data, "code-unknown", "There is no such code."});
    auto order = bank_.order(code->platform, code->number);
    if (!order || order->state != OrderState::Paying)
        return refusal({core::ErrorKind::Refused, "nothing-asked", "Nobody asks for a password."});
    bank_.pay(*order, {});
    return told(shown(*order));
}

HttpResponse Wallet::cancel(const HttpRequest& request) {
    const auto code = bank_.ledger().code(text(bodyOf(request), "auth_code"));
    if (!code) return refusal({core::ErrorKind::Data, "code-unknown", "There is no such code."});
    auto order = bank_.order(code->platform, code->number);
    if (!order || order->state != OrderState::Paying)
        return refusal({core::ErrorKind::Refused, "nothing-asked", "Nobody asks for a password."});
    bank_.stopPaying(*order);
    order->state = order->platform == "wechat" ? OrderState::Failed : OrderState::Unpaid;
    bank_.ledger().save(*order);
    return told(shown(*order));
}

HttpResponse Wallet::show(const HttpRequest& request) {
    const std::string code = text(bodyOf(request), "auth_code");
    if (!bank_.ledger().code(code))
        return refusal({core::ErrorKind::Data, "code-unknown", "There is no such code."});
    if (cameraFolder_.empty())
        return registry::problem(404, "no-camera", "This sandbox stands before no camera.");
    if (const auto put = putBeforeCamera(cameraFolder_, code); !put)
        return registry::problem(500, put.error().code, put.error().detail);
    return told({{"shown", true}});
}

HttpResponse Wallet::open() {
    Answer list = Answer::array();
    std::vector<Order> orders = bank_.orders();
    for (auto order = orders.rbegin(); order != orders.rend() && list.size() < maxOpenShown;
         ++order) {
        const bool open =
            order->state == OrderState::Unscanned || order->state == OrderState::Unpaid;
        if (order->byCode || !open || unpayable(*order, order->qr, bank_.now())) continue;
        list.push_back({{"platform", order->platform},
                        {"subject", order->subject},
                        {"amount_fen", order->amountFen},
                        {"qr", order->qr},
                        {"made_at", order->createdMs}});
    }
    return told({{"open", list}, {"camera", !cameraFolder_.empty()}});
}

HttpResponse Wallet::picture(const HttpRequest& request) {
    std::string svg = qrSvg(request.queryValue("text"));
    if (svg.empty()) return registry::problem(400, "qr-text", "This is no text for a QR.");
    return {200, std::move(svg), "image/svg+xml", {}, {}, {}};
}

} // namespace menzhen::paysim
