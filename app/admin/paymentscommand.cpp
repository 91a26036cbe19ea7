// SPDX-License-Identifier: Apache-2.0
// `menzhen payments open | unknown | abnormal | all --site SITEFILE`: how the money of this
// registry stands, by reference and order number. No name, no number of a person stands here.
#include "app/admin/commands.h"
#include "app/admin/sitecommand.h"
#include "app/core/payment.h"
#include "db/store/database.h"

#include <cstdio>
#include <nlohmann/json.hpp>

namespace menzhen::admin {

namespace {

constexpr std::int64_t mostListed = 10'000;

/// SQL of our own, after "WHERE b.site = ?".
const char* conditionOf(const std::string& which) {
    if (which == "open") return "AND b.live = 1";
    if (which == "unknown")
        return "AND b.live = 1 AND (a.held_paid = 1 OR a.phase IN ('asking', 'fading'))";
    if (which == "abnormal")
        return "AND EXISTS (SELECT 1 FROM pay_refund r WHERE r.attempt = a.number AND (r.phase = "
               "'abnormal' OR (r.phase = 'closed' AND r.place = 2)))";
    return which == "all" ? "" : nullptr;
}

void print(const store::Query& q, bool json) {
    const std::string refunds = q.text(8);
    if (json)
        std::printf("%s\n", nlohmann::json{{"reference", q.text(0)},
                                           {"day", q.integer(1)},
                                           {"number", q.text(2)},
                                           {"channel", q.text(3)},
                                           {"phase", q.text(4)},
                                           {"amount_fen", q.integer(5)},
                                           {"made_at", q.integer(6)},
                                           {"settles", q.integer(7) != 0},
                                           {"refunds", refunds},
                                           {"code", q.text(9)},
                                           {"request", q.text(10)}}
                                .dump()
                                .c_str());
    else
        std::printf("%s %lld %-28s %-11s %-8s %10s %s%s %s\n", q.text(0).c_str(),
                    static_cast<long long>(q.integer(1)), q.text(2).c_str(), q.text(3).c_str(),
                    q.text(4).c_str(), core::formatFen(q.integer(5)).c_str(),
                    q.integer(7) != 0 ? "settles" : "-", refunds.empty() ? "" : " refund ",
                    refunds.c_str());
}

} // namespace

int runPayments(const std::vector<std::string>& args) {
    const auto words = readSiteWords(args, {"--site", "--clock"});
    if (!words) return complain("payments", words.error());
    const char* condition = words->plain.size() == 1 ? conditionOf(words->plain.front()) : nullptr;
    if (condition == nullptr)
        return complain("payments", {core::ErrorKind::Data, "usage",
                                     "open, unknown, abnormal or all is wanted"});
    auto store = SiteStore::open(*words);
    if (!store) return complain("payments", store.error());
    const std::string& site = (*store)->file().site;
    const auto done = (*store)->write(site, false, [&](ops::SiteLog& log) -> core::Result<void> {
        store::Query query(
            log.database(),
            "SELECT b.reference, b.day, a.number, a.channel, a.phase, a.amount_fen, a.made_at, "
            "b.settled_by = a.number, coalesce((SELECT group_concat(r.number || ' ' || r.phase, "
            "', ') FROM pay_refund r WHERE r.attempt = a.number), ''), a.code, a.request FROM bill "
            "b JOIN "
            "pay_attempt a ON a.bill = b.id WHERE b.site = ? " +
                std::string(condition) + " ORDER BY b.opened_at DESC, a.place LIMIT ?");
        query.bind(site).bind(mostListed);
        while (query.step())
            print(query, words->json);
        return {};
    });
    return done ? exitGood : complain("payments", done.error());
}

} // namespace menzhen::admin
