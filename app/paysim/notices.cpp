// SPDX-License-Identifier: Apache-2.0
#include "app/paysim/notices.h"

#include "app/boot/logging.h"

#include <algorithm>

namespace menzhen::paysim {

Platform& Notices::platformOf(const std::string& name) {
    if (name == "alipay") return alipay_;
    return wechat_;
}

std::string Notices::bodyOf(const Order& order, const Refund* refund,
                            const std::string& wrong) const {
    if (order.platform == "alipay") return alipay_.notice(order, refund, wrong);
    return refund ? wechat_.refundNotice(order, *refund) : wechat_.paidNotice(order, wrong);
}

void Notices::paid(const Order& order) {
    // WeChat tells of no payment by code (payments.md 0.4).
    if (order.notifyUrl.empty() || (order.byCode && order.platform == "wechat")) return;
    const FaultSite site{order.platform, "notify", "notify", order.number};
    Notice notice{0, order.platform, order.notifyUrl, bodyOf(order, nullptr, {}), {}, 0, 0, 0};
    notice.dueMs = bank_.now() + bank_.faults().number("notify_delay_ms");
    std::vector<Notice> wrong;
    if (const auto fault = bank_.faults().strike(site, "notice-wrong")) {
        wrong.push_back(notice);
        wrong[0].body = bodyOf(order, nullptr, fault->text);
        wrong[0].how = "notice-wrong";
    }
    queue(notice, site, wrong);
}

void Notices::refunded(const Order& order, const Refund& refund) {
    // WeChat's refunds name a URL of their own; Alipay tells the order's.
    const std::string& url = order.platform == "wechat" ? refund.made : order.notifyUrl;
    if (url.empty()) return;
    const FaultSite site{order.platform, "notify-refund", "notify-refund", order.number};
    Notice notice{0, order.platform, url, bodyOf(order, &refund, {}), {}, 0, 0, 0};
    notice.dueMs = refund.dueMs + bank_.faults().number("notify_delay_ms");
    queue(notice, site, {});
}

void Notices::queue(const Notice& notice, const FaultSite& site, const std::vector<Notice>& wrong) {
    Faults& faults = bank_.faults();
    for (const Notice& one : wrong)
        add(one, notice.dueMs);
    for (const char* how : {"notice-forged", "notice-probe", "notice-stale", "notice-broken"}) {
        const auto fault = faults.strike(site, how);
        if (!fault) continue;
        Notice spoilt = notice;
        spoilt.how = how;
        spoilt.value = fault->value;
        add(spoilt, notice.dueMs);
    }
    if (faults.strike(site, "notice-missing")) return;
    Notice proper = notice;
    std::int64_t dueMs = notice.dueMs;
    if (const auto late = faults.strike(site, "notice-late")) dueMs += late->ms;
    if (const auto early = faults.strike(site, "notice-early")) {
        dueMs = bank_.now();
        heldMs_ = early->ms;
    }
    if (const auto replayed = faults.strike(site, "notice-replayed")) {
        proper.how = "notice-replayed";
        proper.value = std::max<std::int64_t>(replayed->ms, 1);
    }
    add(proper, dueMs);
    if (faults.strike(site, "notice-twice")) add(proper, dueMs);
}

void Notices::add(Notice notice, std::int64_t dueMs) {
    notice.dueMs = dueMs;
    schedule(bank_.ledger().addNotice(notice), dueMs);
}

void Notices::begin() {
    for (const std::int64_t row : bank_.ledger().waitingNotices())
        if (const auto notice = bank_.ledger().notice(row)) schedule(row, notice->dueMs);
}

void Notices::schedule(std::int64_t row, std::int64_t dueMs) {
    desk_.postAfter(std::max<std::int64_t>(dueMs - bank_.now(), 0), [this, row] { send(row); });
}

void Notices::send(std::int64_t row) {
    std::optional<Notice> notice;
    Letter letter;
    const auto read = bank_.ledger().transact([&] {
        notice = bank_.ledger().notice(row);
        if (notice) letter = platformOf(notice->platform).letter(*notice);
    });
    if (!read || !notice || notice->dueMs == 0) return;
    courier_.send(letter, [this, notice = *notice, letter](int status, const std::string& body) {
        desk_.post([this, notice, letter, status, body] { heard(notice, letter, status, body); });
    });
}

void Notices::heard(const Notice& notice, const Letter& letter, int status,
                    const std::string& body) {
    const Platform& platform = platformOf(notice.platform);
    const bool proper = notice.how.empty() || notice.how == "notice-replayed";
    const bool taken = platform.isAcknowledged(status, body);
    const std::int64_t pause = !proper || taken ? 0 : platform.pauseAfter(notice.tries + 1);
    const std::int64_t nextMs = pause > 0 ? bank_.now() + pause : 0;
    boot::logInfo("notice", notice.platform + " " + (proper ? "sent" : notice.how) + ", status " +
                                std::to_string(status) + (taken ? ", taken" : ", not taken"));
    const auto kept =
        bank_.ledger().transact([&] { bank_.ledger().noticeTried(notice.row, nextMs); });
    if (!kept) boot::logError("notice", kept.error().detail);
    if (nextMs > 0) schedule(notice.row, nextMs);
    if (taken && notice.how == "notice-replayed")
        desk_.postAfter(notice.value, [this, letter] {
            courier_.send(letter, [](int again, const std::string&) {
                boot::logInfo("notice", "replayed, status " + std::to_string(again));
            });
        });
}

} // namespace menzhen::paysim
