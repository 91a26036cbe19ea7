// SPDX-License-Identifier: Apache-2.0
// `menzhen payments open | unknown | abnormal | all --site SITEFILE`: how the money of this
// registry stands, by reference and order number. No name, no number of a person stands here.
// `menzhen payments costs [--day YYYY-MM-DD] --site SITEFILE`: what was taken with each brand on a
// day, and what the brand keeps of it by the contract that the site file names. The hospital bears
// it; no patient's bill has such a line.
#include "app/admin/commands.h"
#include "app/admin/sitecommand.h"
#include "app/core/calendar.h"
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

/// So many hundredths of a percent, to the nearest fen.
core::Fen costOf(core::Fen fen, int costBp) {
    constexpr core::Fen whole = 10'000;
    return (fen * costBp + whole / 2) / whole;
}

struct Brand {
    const char* name;
    int costBp = 0;
    std::int64_t payments = 0; ///< that were not given back
    core::Fen keptFen = 0;
    core::Fen returnedFen = 0; ///< the platforms keep nothing of what went back
    core::Fen costFen = 0;     ///< of each payment by itself, to the nearest fen
};

/// Of the payments that came on the site's `day`.
void count(store::Database& database, const std::string& site, std::int64_t fromMs,
           std::int64_t untilMs, Brand& brand) {
    store::Query query(
        database,
        "SELECT a.amount_fen, (SELECT coalesce(sum(r.fen), 0) FROM pay_refund r WHERE r.attempt = "
        "a.number AND r.phase <> 'closed') FROM bill b JOIN pay_attempt a ON a.bill = b.id WHERE "
        "b.site = ? AND a.phase = 'paid' AND a.paid_at >= ? AND a.paid_at < ? AND a.channel LIKE "
        "?");
    query.bind(site).bind(fromMs).bind(untilMs).bind(std::string(brand.name) + "-%");
    while (query.step()) {
        const core::Fen kept = query.integer(0) - query.integer(1);
        brand.returnedFen += query.integer(1);
        brand.keptFen += kept;
        brand.payments += kept > 0 ? 1 : 0;
        brand.costFen += costOf(kept, brand.costBp);
    }
}

void print(const Brand& brand, int day, bool json) {
    if (json)
        std::printf("%s\n", nlohmann::json{{"brand", brand.name},
                                           {"day", day},
                                           {"cost_bp", brand.costBp},
                                           {"payments", brand.payments},
                                           {"kept_fen", brand.keptFen},
                                           {"returned_fen", brand.returnedFen},
                                           {"cost_fen", brand.costFen}}
                                .dump()
                                .c_str());
    else
        std::printf("%-7s %d %6lld payments %12s yuan, given back %10s, cost %d.%02d %% = %s\n",
                    brand.name, day, static_cast<long long>(brand.payments),
                    core::formatFen(brand.keptFen).c_str(),
                    core::formatFen(brand.returnedFen).c_str(), brand.costBp / 100,
                    brand.costBp % 100, core::formatFen(brand.costFen).c_str());
}

int runCosts(const SiteWords& words) {
    auto store = SiteStore::open(words);
    if (!store) return complain("payments", store.error());
    const ports::Clock& clock = (*store)->clock();
    const std::string today = core::formatDay(clock.now().day);
    const auto day = core::parseDay(words.option("--day", today));
    if (!day)
        return complain("payments",
                        {core::ErrorKind::Data, "usage", "--day: YYYY-MM-DD is wanted"});
    const boot::PaymentSite& payments = (*store)->file().payments;
    std::vector<Brand> brands;
    if (payments.wechat) brands.push_back({"wechat", payments.wechat->costBp});
    if (payments.alipay) brands.push_back({"alipay", payments.alipay->costBp});
    const auto done = (*store)->database().read([&]() -> core::Result<void> {
        for (Brand& brand : brands)
            count((*store)->database(), (*store)->file().site, clock.utcMsOf(*day, 0),
                  clock.utcMsOf(core::addDays(*day, 1), 0), brand);
        return {};
    });
    if (!done) return complain("payments", done.error());
    for (const Brand& brand : brands)
        print(brand, *day, words.json);
    return exitGood;
}

} // namespace

int runPayments(const std::vector<std::string>& args) {
    const auto words = readSiteWords(args, {"--site", "--clock", "--day"});
    if (!words) return complain("payments", words.error());
    if (words->plain == std::vector<std::string>{"costs"}) return runCosts(*words);
    const char* condition = words->plain.size() == 1 ? conditionOf(words->plain.front()) : nullptr;
    if (condition == nullptr)
        return complain("payments", {core::ErrorKind::Data, "usage",
                                     "open, unknown, abnormal, all or costs is wanted"});
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
