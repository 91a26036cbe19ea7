// SPDX-License-Identifier: Apache-2.0
#include "app/paysim/wechat2.h"

#include "app/paysim/beijingtime.h"
#include "app/paysim/signing.h"
#include "app/paysim/wechatshape.h"

#include <charconv>

namespace menzhen::paysim {

namespace {

constexpr const char* platformName = "wechat";
constexpr std::size_t nonceCharacters = 32;

std::string value(const XmlFields& fields, const std::string& name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string() : found->second;
}

core::Fen fenOf(const std::string& text) {
    core::Fen fen = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), fen);
    return error == std::errc{} && end == text.data() + text.size() && fen <= core::maxAmountFen
               ? fen
               : 0;
}

XmlFields failure(const std::string& code, const std::string& words) {
    return {{"result_code", "FAIL"}, {"err_code", code}, {"err_code_des", words}};
}

std::string madeOf(const XmlFields& fields) {
    return "v2|" + value(fields, "total_fee") + "|" + value(fields, "auth_code") + "|" +
           value(fields, "body");
}

std::string groupOf(const std::string& verb) {
    if (verb == "codepay") return "charge";
    return verb == "reverse" ? "end" : verb;
}

} // namespace

FaultSite Wechat2::siteOf(const HttpRequest& request, const std::string& verb) const {
    const auto fields = readFlatXml(request.body);
    return {platformName, verb, groupOf(verb),
            fields ? value(*fields, "out_trade_no") : std::string()};
}

std::string Wechat2::signatureOf(const XmlFields& fields, const std::string& signType) const {
    std::string text;
    for (const auto& [name, one] : fields)
        if (name != "sign" && !one.empty()) text.append(name).append("=").append(one).append("&");
    text += "key=" + keys_.apiV2Key;
    return digestHex(signType == "HMAC-SHA256" ? Digest::HmacSha256 : Digest::Md5, keys_.apiV2Key,
                     text);
}

std::optional<std::string> Wechat2::refuses(const XmlFields& fields) const {
    for (const char* name : {"appid", "mch_id", "nonce_str", "sign"})
        if (value(fields, name).empty()) return "缺少参数" + std::string(name);
    if (value(fields, "appid") != keys_.appid) return "appid不存在";
    if (value(fields, "mch_id") != keys_.mchid) return "商户号mch_id与appid不匹配";
    const std::string signType = value(fields, "sign_type");
    if (!signType.empty() && signType != "MD5" && signType != "HMAC-SHA256")
        return "sign_type不正确";
    if (value(fields, "sign") != signatureOf(fields, signType)) return "签名错误";
    return std::nullopt;
}

HttpResponse Wechat2::answer(const Call& call, XmlFields fields, const XmlFields& request) const {
    Faults& faults = bank_.faults();
    const auto strikes = [&](const char* name) { return faults.strike(call.site, name); };
    fields["return_code"] = "SUCCESS";
    fields["return_msg"] = "OK";
    fields["appid"] = keys_.appid;
    fields["mch_id"] = strikes("wrong-merchant") ? "1900000001" : keys_.mchid;
    fields["nonce_str"] = randomWord(nonceCharacters);
    fields.emplace("result_code", "SUCCESS");
    fields["sign"] = strikes("wrong-key") || strikes("wrong-key-id")
                         ? randomHex(nonceCharacters)
                         : signatureOf(fields, value(request, "sign_type"));
    if (strikes("bad-signature")) fields["sign"].back() ^= 1;
    if (strikes("tampered-body")) fields["result_code"] = "SUCCESS ";
    if (strikes("no-signature")) fields.erase("sign");
    std::string body = strikes("no-json") ? "this is no XML" : writeFlatXml(fields);
    return {200, std::move(body), "text/xml; charset=utf-8", {}, {}, {}};
}

HttpResponse Wechat2::take(const Call& call) {
    Faults& faults = bank_.faults();
    const auto plain = [](const std::string& words) {
        return HttpResponse{200,
                            writeFlatXml({{"return_code", "FAIL"}, {"return_msg", words}}),
                            "text/xml; charset=utf-8",
                            {},
                            {},
                            {}};
    };
    const auto fields = readFlatXml(call.request.body);
    if (!fields) return plain("XML格式错误");
    if (const auto why = refuses(*fields)) return plain(*why);
    const XmlFields systemError = failure("SYSTEMERROR", "系统错误");
    if (faults.strike(call.site, "system-error")) return answer(call, systemError, *fields);
    if (faults.strike(call.site, "rate-limited"))
        return answer(call, failure("FREQUENCY_LIMITED", "频率超限"), *fields);
    if (const auto wanted = faults.strike(call.site, "business-error"))
        return answer(call, failure(wanted->text, "业务错误"), *fields);
    XmlFields result = done(call, *fields);
    if (faults.strike(call.site, "system-error-done")) result = systemError;
    return answer(call, std::move(result), *fields);
}

XmlFields Wechat2::done(const Call& call, const XmlFields& fields) {
    const std::string& verb = call.site.verb;
    if (verb == "codepay") return micropay(call, fields);
    if (verb == "query") return orderquery(call, fields);
    if (verb == "reverse") return reverse(call, fields);
    return verb == "refund" ? refund(call, fields) : refundquery(call, fields);
}

XmlFields Wechat2::micropay(const Call& call, const XmlFields& fields) {
    Order order;
    order.platform = platformName;
    order.number = value(fields, "out_trade_no");
    order.byCode = true;
    order.amountFen = fenOf(value(fields, "total_fee"));
    order.subject = value(fields, "body");
    order.attach = value(fields, "attach");
    order.authCode = value(fields, "auth_code");
    order.made = madeOf(fields);
    order.createdMs = bank_.now();
    if (!isNumber(order.number, 6, 32, "_-|*")) return failure("PARAM_ERROR", "商户订单号不正确");
    if (order.amountFen < 1) return failure("PARAM_ERROR", "金额不正确");
    if (order.subject.empty() || value(fields, "spbill_create_ip").empty())
        return failure("LACK_PARAMS", "缺少参数");
    if (const auto known = bank_.order(platformName, order.number))
        return chargedBefore(*known, order.made);
    return charge(call, std::move(order));
}

XmlFields Wechat2::chargedBefore(const Order& order, const std::string& made) {
    if (order.made != made) return failure("OUT_TRADE_NO_USED", "商户订单号重复");
    if (order.wasPaid() && order.state == OrderState::Paid)
        return failure("ORDERPAID", "该订单已支付");
    if (order.state == OrderState::Paying) return failure("USERPAYING", "需要用户输入支付密码");
    if (order.state == OrderState::Reversed) return failure("ORDERREVERSED", "该订单已撤销");
    return failure("OUT_TRADE_NO_USED", "商户订单号重复");
}

XmlFields Wechat2::charge(const Call& call, Order order) {
    const CodeVerdict verdict =
        bank_.judgeCode(platformName, order.authCode, order.amountFen, call.site);
    if (verdict == CodeVerdict::Unknown) return failure("AUTH_CODE_INVALID", "付款码无效");
    if (verdict == CodeVerdict::Used || verdict == CodeVerdict::Expired)
        return failure("AUTHCODEEXPIRE", "付款码已过期，请用户刷新后重新出示");
    const auto refused = bank_.faults().strike(call.site, "refuse-charge");
    if (refused || verdict == CodeVerdict::Poor) {
        const std::string& after = bank_.faults().word("refused_charge");
        order.state = after == "notpay" ? OrderState::Unpaid : OrderState::Failed;
        bank_.useCode(order, CodeVerdict::Poor);
        if (after != "missing") bank_.ledger().save(order);
        const bool named = refused && !refused->text.empty();
        return failure(named ? refused->text : "NOTENOUGH", "用户账户余额不足");
    }
    order.state = OrderState::Paying;
    bank_.ledger().save(order);
    bank_.useCode(order, verdict);
    if (verdict != CodeVerdict::Pays) return failure("USERPAYING", "需要用户输入支付密码");
    bank_.pay(order, {});
    XmlFields paid = trade(order, &call.site);
    paid.erase("trade_state");
    paid.erase("trade_state_desc");
    return paid;
}

XmlFields Wechat2::trade(const Order& order, const FaultSite* site) const {
    const auto strikes = [&](const char* name) {
        return site && bank_.faults().strike(*site, name);
    };
    const std::string state = strikes("unknown-state") ? "SUPERSEDED" : wechat_.tradeState(order);
    const std::string total = std::to_string(order.amountFen + (strikes("wrong-amount") ? 1 : 0));
    XmlFields fields{
        {"out_trade_no", order.number}, {"trade_state", state}, {"trade_state_desc", state}};
    if (!order.wasPaid()) return fields;
    fields["transaction_id"] = order.transaction;
    fields["trade_type"] = order.byCode ? "MICROPAY" : "NATIVE";
    fields["openid"] = "oSandbox" + order.user;
    fields["is_subscribe"] = "N";
    fields["bank_type"] = "OTHERS";
    fields["total_fee"] = total;
    fields["cash_fee"] = total;
    fields["fee_type"] = "CNY";
    fields["time_end"] = compactTime(order.paidMs);
    fields["attach"] = order.attach;
    return fields;
}

XmlFields Wechat2::orderquery(const Call& call, const XmlFields& fields) {
    const std::string transaction = value(fields, "transaction_id");
    const auto order = transaction.empty()
                           ? bank_.order(platformName, value(fields, "out_trade_no"))
                           : bank_.ledger().orderOfTransaction(platformName, transaction);
    if (!order || bank_.faults().strike(call.site, "not-exist"))
        return failure("ORDERNOTEXIST", "此交易订单号不存在");
    return trade(*order, &call.site);
}

XmlFields Wechat2::reverse(const Call& call, const XmlFields& fields) {
    Faults& faults = bank_.faults();
    XmlFields done{{"recall", "N"}};
    auto order = bank_.order(platformName, value(fields, "out_trade_no"));
    if (!order && faults.word("reverse_unknown") == "missing") {
        XmlFields missing = failure("ORDERNOTEXIST", "此交易订单号不存在");
        missing["recall"] = "N";
        return missing;
    }
    if (!order) return done;
    if (!order->byCode) return failure("TRADE_ERROR", "只有付款码支付的订单可以撤销");
    if (faults.strike(call.site, "recall")) return {{"recall", "Y"}};
    if (faults.strike(call.site, "paid-in-race") && order->state == OrderState::Paying)
        bank_.pay(*order, {});
    if (faults.strike(call.site, "end-lies")) return done;
    if (order->state != OrderState::Reversed) bank_.end(*order, OrderState::Reversed, "REVERSE");
    if (const auto late = faults.strike(call.site, "late-success"))
        bank_.later(late->ms, [this, number = order->number] {
            if (auto reversed = bank_.order(platformName, number)) bank_.pay(*reversed, {});
        });
    return done;
}

XmlFields Wechat2::refund(const Call& call, const XmlFields& fields) {
    const auto order = bank_.order(platformName, value(fields, "out_trade_no"));
    if (!order) return failure("ORDERNOTEXIST", "订单号不存在");
    const std::string number = value(fields, "out_refund_no");
    const core::Fen fen = fenOf(value(fields, "refund_fee"));
    if (number.empty() || fen < 1) return failure("PARAM_ERROR", "参数错误");
    auto refund = bank_.ledger().refundNamed(platformName, number);
    if (refund && (refund->number != order->number || refund->fen != fen))
        return failure("PARAM_ERROR", "同一退款单号的参数与首次请求不一致");
    if (!refund) {
        if (!order->wasPaid() || order->state != OrderState::Paid)
            return failure("TRADE_STATE_ERROR", "订单状态错误");
        if (fenOf(value(fields, "total_fee")) != order->amountFen)
            return failure("PARAM_ERROR", "订单金额与原订单不一致");
        if (fen > bank_.refundable(*order)) return failure("REFUND_FEE_MISMATCH", "退款金额超限");
        if (bank_.faults().strike(call.site, "refund-not-enough"))
            return failure("NOTENOUGH", "商户余额不足");
        Refund wanted;
        wanted.refundNumber = number;
        wanted.fen = fen;
        wanted.reason = value(fields, "refund_desc");
        refund = bank_.refund(*order, std::move(wanted), call.site);
    }
    return {{"transaction_id", order->transaction},
            {"out_trade_no", order->number},
            {"out_refund_no", number},
            {"refund_id", refund->refundId},
            {"refund_fee", std::to_string(fen)},
            {"total_fee", std::to_string(order->amountFen)},
            {"cash_fee", std::to_string(order->amountFen)}};
}

XmlFields Wechat2::refundquery(const Call& call, const XmlFields& fields) {
    const auto refund = bank_.ledger().refundNamed(platformName, value(fields, "out_refund_no"));
    const auto order = refund ? bank_.order(platformName, refund->number) : std::nullopt;
    if (!order || bank_.faults().strike(call.site, "not-exist"))
        return failure("REFUNDNOTEXIST", "退款订单查询失败");
    const std::string state = refundStateName(*refund, bank_.now());
    return {{"transaction_id", order->transaction},
            {"out_trade_no", order->number},
            {"total_fee", std::to_string(order->amountFen)},
            {"cash_fee", std::to_string(order->amountFen)},
            {"refund_count", "1"},
            {"out_refund_no_0", refund->refundNumber},
            {"refund_id_0", refund->refundId},
            {"refund_fee_0", std::to_string(refund->fen)},
            {"refund_recv_accout_0", "支付用户零钱"},
            {"refund_status_0", state == "done"     ? "SUCCESS"
                                : state == "going"  ? "PROCESSING"
                                : state == "closed" ? "REFUNDCLOSE"
                                                    : "CHANGE"}};
}

} // namespace menzhen::paysim
