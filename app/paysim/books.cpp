// SPDX-License-Identifier: Apache-2.0
#include "app/paysim/books.h"

namespace menzhen::paysim {

namespace {

using Answer = nlohmann::ordered_json;

struct Sums {
    core::Fen charged = 0;
    core::Fen refunded = 0;
};

Answer moment(std::int64_t ms) {
    return ms == 0 ? Answer(nullptr) : Answer(ms);
}

Answer orderTold(Bank& bank, const Order& order, Sums& sums) {
    Answer refunds = Answer::array();
    core::Fen refunded = 0;
    for (const Refund& refund : bank.ledger().refunds(order.platform, order.number)) {
        if (refund.isDone(bank.now())) refunded += refund.fen;
        refunds.push_back({{"number", refund.refundNumber},
                           {"fen", refund.fen},
                           {"state", refundStateName(refund, bank.now())}});
    }
    const core::Fen charged = order.wasPaid() ? order.amountFen : 0;
    sums.charged += charged;
    sums.refunded += refunded;
    return {{"platform", order.platform},
            {"number", order.number},
            {"way", order.byCode ? "code" : "qr"},
            {"state", stateName(order.state)},
            {"amount_fen", order.amountFen},
            {"paid_at", moment(order.paidMs)},
            {"transaction", order.transaction},
            {"subject", order.subject},
            {"created_at", moment(order.createdMs)},
            {"ended_at", moment(order.endedMs)},
            {"charged_fen", charged},
            {"refunded_fen", refunded},
            {"kept_fen", charged - refunded},
            {"refunds", std::move(refunds)}};
}

} // namespace

nlohmann::ordered_json ledgerTold(Bank& bank) {
    Sums sums;
    Answer orders = Answer::array();
    for (const Order& order : bank.orders())
        orders.push_back(orderTold(bank, order, sums));
    const std::size_t count = orders.size();
    return {{"orders", std::move(orders)},
            {"totals",
             {{"orders", count},
              {"charged_fen", sums.charged},
              {"refunded_fen", sums.refunded},
              {"kept_fen", sums.charged - sums.refunded}}},
            {"now", bank.now()}};
}

} // namespace menzhen::paysim
