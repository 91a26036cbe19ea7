// SPDX-License-Identifier: Apache-2.0
#include "app/registry/cashierroutes.h"

#include "app/registry/problems.h"

namespace menzhen::registry {

namespace {

constexpr std::size_t maxNoticeBytes = 32 * 1024;

using core::PaymentChannel;

constexpr PaymentChannel allChannels[] = {PaymentChannel::WechatQr, PaymentChannel::WechatCode,
                                          PaymentChannel::AlipayQr, PaymentChannel::AlipayCode};

/// What the body of POST payments says, as far as it can be read; its faults are the clerk's to
/// name.
struct Asked {
    std::optional<PaymentChannel> channel;
    std::string authCode;
};

Asked askedOf(const std::string& text) {
    const auto body = clerk::readBody(text);
    if (!body || !body->is_object()) return {};
    const auto textOf = [&](const char* name) {
        const auto found = body->find(name);
        return found != body->end() && found->is_string() ? found->get<std::string>()
                                                          : std::string();
    };
    return {core::channelFrom(textOf("channel")), textOf("auth_code")};
}

void counters(std::string& text, const std::string& name, const char* label,
              const std::map<std::string, std::uint64_t>& counts) {
    text += "# TYPE " + name + " counter\n";
    for (const auto& [of, count] : counts)
        text.append(name)
            .append("{")
            .append(label)
            .append("=\"")
            .append(of)
            .append("\"} ")
            .append(std::to_string(count))
            .append("\n");
}

void single(std::string& text, const std::string& name, const char* kind, std::int64_t value) {
    text += "# TYPE " + name + " " + kind + "\n" + name + " " + std::to_string(value) + "\n";
}

} // namespace

bool deliverPayment(Cashier* cashier, Writer& writer, const HttpRequest& request, clerk::Work& work,
                    const Responder& answer) {
    const std::string bill = request.parameter("id");
    if (request.onlyReads()) {
        if (cashier != nullptr) {
            cashier->seen(bill);
            cashier->wake();
        }
        return false;
    }
    const std::string site = request.parameter("site");
    if (!bill.empty()) {
        writer.post(site, std::move(work), answer, [cashier](const clerk::Answer&) {
            if (cashier != nullptr) cashier->wake();
        });
        return true;
    }
    const Asked asked = askedOf(request.body);
    if (!asked.channel) return false; // refused by its shape
    if (cashier == nullptr || !cashier->serves(*asked.channel)) {
        answer.send(problem(409, "channel-off", "this way to pay is not open: choose another"));
        return true;
    }
    const bool charges = !core::isQr(*asked.channel);
    cashier->open(site, std::move(work), charges ? asked.authCode : std::string(), answer);
    return true;
}

void addChannelRoute(Router& router, Cashier* cashier) {
    router.add("GET", "/v1/sites/{site}/payment-channels",
               [cashier](const HttpRequest&, const Responder& answer) {
                   nlohmann::json channels = nlohmann::json::array();
                   for (const PaymentChannel channel : allChannels)
                       if (cashier != nullptr && cashier->serves(channel))
                           channels.push_back(core::toText(channel));
                   answer.send(json(200, nlohmann::json{{"channels", channels}}.dump()));
               });
}

void addNotifyRoutes(Router& router, Cashier* cashier) {
    if (cashier == nullptr) return;
    for (const auto& [path, channel] : {std::pair("/pay/notify/wechat", PaymentChannel::WechatQr),
                                        std::pair("/pay/notify/alipay", PaymentChannel::AlipayQr)})
        router.add(
            "POST", path,
            [cashier, channel = channel](const HttpRequest& request, const Responder& answer) {
                cashier->notice(channel, request, answer);
            },
            {maxNoticeBytes, 0});
}

std::string cashierMetrics(const CashierStats& stats) {
    std::string text;
    counters(text, "menzhen_pay_questions_total", "verb", stats.asked);
    counters(text, "menzhen_pay_notice_refused_total", "reason", stats.noticesRefused);
    single(text, "menzhen_pay_notices_total", "counter", static_cast<std::int64_t>(stats.notices));
    single(text, "menzhen_pay_notices_repeated_total", "counter",
           static_cast<std::int64_t>(stats.noticesRepeated));
    single(text, "menzhen_pay_unanswered_total", "counter",
           static_cast<std::int64_t>(stats.unanswered));
    single(text, "menzhen_pay_misset_total", "counter", static_cast<std::int64_t>(stats.missets));
    single(text, "menzhen_pay_open", "gauge", static_cast<std::int64_t>(stats.open));
    single(text, "menzhen_pay_unknown", "gauge", static_cast<std::int64_t>(stats.unknown));
    single(text, "menzhen_pay_clock_skew_ms", "gauge", stats.skewMs);
    return text;
}

} // namespace menzhen::registry
