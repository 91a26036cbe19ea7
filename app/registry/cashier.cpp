// SPDX-License-Identifier: Apache-2.0
#include "app/registry/cashier.h"

#include "app/boot/logging.h"
#include "app/clerk/payments.h"
#include "app/registry/problems.h"

#include <algorithm>
#include <chrono>
#include <pthread.h>

namespace menzhen::registry {

namespace {

constexpr std::int64_t msPerSecond = 1000;

} // namespace

using core::PaymentAsk;
using core::PaymentVerb;

Cashier::Cashier(std::unique_ptr<store::Database> store,
                 std::unique_ptr<ports::PaymentGateway> gateway, Writer& writer,
                 const ports::Clock& clock, std::vector<std::string> sites, int queryRate)
    : store_(std::move(store)), gateway_(std::move(gateway)), writer_(writer), clock_(clock),
      sites_(std::move(sites)), rate_(queryRate) {
    thread_ = std::thread([this] { run(); });
}

Cashier::~Cashier() {
    stop();
    gateway_.reset(); // its last answers still find everything here
}

void Cashier::stop() {
    {
        const std::lock_guard lock(guard_);
        stopping_ = true;
        wake_.notify_one();
    }
    if (thread_.joinable()) thread_.join();
}

void Cashier::wake() {
    const std::lock_guard lock(guard_);
    woken_ = true;
    wake_.notify_one();
}

bool Cashier::serves(core::PaymentChannel channel) const {
    if (!gateway_->serves(channel)) return false;
    const std::lock_guard lock(guard_);
    const auto rests = restsUntilMs_.find(channel);
    return rests == restsUntilMs_.end() || clock_.monotonicMs() >= rests->second;
}

void Cashier::seen(const std::string& bill) {
    const std::lock_guard lock(guard_);
    seen_.push_back(bill);
}

CashierStats Cashier::stats() const {
    const std::lock_guard lock(guard_);
    return stats_;
}

void Cashier::open(const std::string& site, clerk::Work work, const std::string& authCode,
                   const Responder& answer) {
    // The number under which the code is charged is known once the bill is written; it is handed
    // over inside the command, so that the charge never finds it missing.
    if (work.command)
        work.command = [this, inner = std::move(work.command),
                        authCode](clerk::Clerk& clerk) -> clerk::Answer {
            clerk::Answer opened = inner(clerk);
            if (!opened || authCode.empty()) return opened;
            const auto row =
                clerk::loadBill(clerk.log().database(), (*opened)["id"].get<std::string>());
            const core::PaymentAttempt* shown = row ? core::shownAttempt(row->bill) : nullptr;
            if (shown == nullptr || shown->phase != core::AttemptPhase::Queued) return opened;
            const std::lock_guard lock(guard_);
            if (codes_.size() >= maxCodesKept) codes_.clear(); // each is dropped, none is charged
            codes_[shown->number] = authCode;
            return opened;
        };
    writer_.post(site, std::move(work), answer, [this](const clerk::Answer& opened) {
        if (opened) seen((*opened)["id"].get<std::string>());
        wake();
    });
}

void Cashier::run() {
    pthread_setname_np(pthread_self(), "cashier");
    for (;;) {
        std::deque<Outcome> outcomes;
        std::vector<std::string> seen;
        {
            std::unique_lock lock(guard_);
            const std::int64_t pause = waitMs();
            wake_.wait_for(lock, std::chrono::milliseconds(pause),
                           [&] { return stopping_ || woken_ || !outcomes_.empty(); });
            if (stopping_) return;
            outcomes.swap(outcomes_);
            seen.swap(seen_);
            woken_ = false;
        }
        look();
        const std::int64_t now = clock_.utcMs();
        for (const std::string& bill : seen)
            rounds_.seen(bill, now);
        for (const Outcome& outcome : outcomes)
            hear(outcome);
        for (const PaymentAsk& ask : rounds_.due(now, allowance(), maxQuestionsOfBrand))
            hand(ask);
        const std::lock_guard lock(guard_);
        stats_.open = rounds_.open();
        stats_.unknown = rounds_.unknown();
    }
}

/// Until something is due, or the rate allows more of what is. Under the guard.
std::int64_t Cashier::waitMs() {
    if (touch_ < 0) return 0;
    const std::int64_t ahead = rounds_.nextMs() - clock_.utcMs();
    if (ahead > 0) return std::min<std::int64_t>(ahead, cashierLookMs);
    return std::max<std::int64_t>(static_cast<std::int64_t>(1000 / rate_), 2);
}

/// How many questions the rate allows now: spread over the second; what a busy machine held up for
/// a tenth of one is made up for.
std::size_t Cashier::allowance() {
    const std::int64_t now = clock_.monotonicMs();
    if (filledAtMs_ != 0) tokens_ += rate_ * static_cast<double>(now - filledAtMs_) / 1000.0;
    filledAtMs_ = now;
    tokens_ = std::min(tokens_, std::max(1.0, rate_ / 10));
    const std::size_t room = maxQuestionsAtOnce - std::min(maxQuestionsAtOnce, rounds_.underWay());
    const std::size_t most = std::min(static_cast<std::size_t>(tokens_), room);
    return most;
}

void Cashier::look() {
    std::vector<clerk::BillRow> rows;
    std::int64_t last = touch_;
    const auto read = store_->read([&]() -> core::Result<void> {
        if (touch_ < 0) {
            last = clerk::lastTouch(*store_);
            rows = clerk::liveBills(*store_, clock_.utcMs());
        } else {
            rows = clerk::touchedBills(*store_, touch_, maxTouchedPerLook);
            if (!rows.empty()) last = rows.back().touch;
        }
        return {};
    });
    if (!read) {
        boot::logWarning("payments", "the bills cannot be read: " + read.error().code);
        return;
    }
    if (touch_ < 0 && !rows.empty())
        boot::logInfo("payments", std::to_string(rows.size()) + " open payments are asked for");
    touch_ = last;
    const std::int64_t now = clock_.utcMs();
    for (clerk::BillRow& row : rows)
        rounds_.take(std::move(row.bill), now);
}

void Cashier::hand(const PaymentAsk& ask) {
    tokens_ -= 1;
    if (ask.verb == PaymentVerb::Query) return this->ask(ask, rounds_.handOut(ask, clock_.utcMs()));
    bool forgotten = false;
    if (ask.verb == PaymentVerb::Charge) {
        const std::lock_guard lock(guard_);
        forgotten = !codes_.contains(ask.number);
    }
    if (forgotten) return dropCharge(ask);
    writeThenAsk(ask);
}

/// A restart has forgotten the code: nothing was sent, and nothing can be.
void Cashier::dropCharge(const PaymentAsk& ask) {
    clerk::Work work;
    work.command = [ask](clerk::Clerk& clerk) { return clerk::dropPayment(clerk, ask.number); };
    writer_.post(siteOf(ask.number), std::move(work),
                 [this, ask](const clerk::Answer&) { settle(ask); });
}

void Cashier::writeThenAsk(const PaymentAsk& ask) {
    const auto question = std::make_shared<core::PaymentQuestion>();
    clerk::Work work;
    work.command = [ask, question](clerk::Clerk& clerk) -> clerk::Answer {
        auto written = clerk::writePaymentStep(clerk, ask);
        if (!written) return tl::unexpected(written.error());
        *question = std::move(*written);
        return nlohmann::json::object();
    };
    writer_.post(siteOf(ask.number), std::move(work),
                 [this, ask, question](const clerk::Answer& written) {
                     if (!written) return settle(ask);
                     if (ask.verb == PaymentVerb::Charge) {
                         const std::lock_guard lock(guard_);
                         question->authCode = codes_[ask.number];
                         codes_.erase(ask.number);
                     }
                     this->ask(ask, *question);
                 });
}

void Cashier::ask(const PaymentAsk& what, const core::PaymentQuestion& question) {
    const std::int64_t now = clock_.utcMs();
    {
        const std::lock_guard lock(guard_);
        ++stats_.asked[std::string(core::toText(what.verb))];
    }
    gateway_->ask(question,
                  [this, what, now, channel = question.channel](const core::PaymentAnswer& answer) {
                      {
                          const std::lock_guard lock(guard_);
                          if (answer.said == core::PaymentSaid::Unknown) ++stats_.unanswered;
                          if (answer.said == core::PaymentSaid::Misset) {
                              ++stats_.missets;
                              restsUntilMs_[channel] = clock_.monotonicMs() + channelRestMs;
                          }
                          if (answer.skewMs != 0) stats_.skewMs = answer.skewMs;
                      }
                      push({what, now, answer, false, channel});
                  });
}

void Cashier::push(Outcome outcome) {
    const std::lock_guard lock(guard_);
    outcomes_.push_back(std::move(outcome));
    wake_.notify_one();
}

void Cashier::settle(const PaymentAsk& what) {
    push({what, 0, {}, true});
}

void Cashier::hear(const Outcome& outcome) {
    const std::int64_t now = clock_.utcMs();
    if (outcome.settled) return rounds_.done(outcome.ask, now);
    const core::PaymentAnswer& answer = outcome.answer;
    look(outcome.ask, answer);
    lookAtKeys(outcome);
    if (!rounds_.hear(outcome.ask, outcome.askedAtMs, answer, now))
        return rounds_.done(outcome.ask, now);
    clerk::Work work;
    work.command = [ask = outcome.ask, asked = outcome.askedAtMs, answer](clerk::Clerk& clerk) {
        return clerk::hearPayment(clerk, ask, asked, answer);
    };
    // When it cannot be written it is asked for again: nothing depends on one answer.
    writer_.post(siteOf(outcome.ask.number), std::move(work),
                 [this, ask = outcome.ask](const clerk::Answer&) { settle(ask); });
}

/// What staff and whoever keeps the registry have to know of an answer.
void Cashier::look(const PaymentAsk& what, const core::PaymentAnswer& answer) {
    const bool skewed = answer.skewMs > mostSkewMs || answer.skewMs < -mostSkewMs;
    const std::string skew = "a payment platform's clock is " +
                             std::to_string(answer.skewMs / msPerSecond) +
                             " s ahead of ours: set the clock";
    const bool refused = answer.said == core::PaymentSaid::Misset;
    if (skewed && refused)
        alarm("payment-clock", skew);
    else if (refused)
        alarm("payment-setup", "a payment platform refuses our set-up (" + answer.code +
                                   "): that channel rests for a minute");
    else if (skewed)
        boot::logWarning("payments", skew); // of a time that nobody signed: no task for staff
    // The platform's own id of an answer that was no yes is what its support asks for.
    const bool no = answer.said == core::PaymentSaid::Failed ||
                    answer.said == core::PaymentSaid::Misset ||
                    answer.said == core::PaymentSaid::RefundAbnormal ||
                    (answer.said == core::PaymentSaid::Unknown && !answer.request.empty());
    if (no)
        boot::logInfo("payments", std::string(core::toText(what.verb)) + " of " + what.number +
                                      ": " + answer.code + " " + answer.request);
}

/// A platform's key that does not fit shows in nothing else: each answer alone may be an accident.
void Cashier::lookAtKeys(const Outcome& outcome) {
    const std::string& code = outcome.answer.code;
    if (code == "no-answer") return; // says nothing of keys
    Unverified& seen = unverified_[outcome.channel];
    const std::int64_t now = clock_.monotonicMs();
    const bool unverified = outcome.answer.said == core::PaymentSaid::Unknown &&
                            (code == "bad-signature" || code == "unknown-key");
    if (!unverified) {
        seen = {};
        return;
    }
    if (seen.answers++ == 0) seen.sinceMs = now;
    if (seen.answers >= unverifiedLeast && now - seen.sinceMs >= unverifiedForMs)
        alarm("payment-setup", "no answer of a payment platform can be verified (" + code +
                                   "): is its key in the site file the right one?");
}

/// To the log, and once to staff.
void Cashier::alarm(const std::string& code, const std::string& detail) {
    const std::int64_t now = clock_.monotonicMs();
    const auto last = alarmedAtMs_.find(code);
    if (last != alarmedAtMs_.end() && now - last->second < alarmAgainMs) return;
    alarmedAtMs_[code] = now;
    boot::logWarning("payments", detail);
    clerk::Work work;
    work.command = [code, detail](clerk::Clerk& clerk) {
        return clerk::reportPayments(clerk, code, detail);
    };
    writer_.post(siteOf({}), std::move(work), [](const clerk::Answer&) {});
}

/// "HA" of "HA0123456789abcdef_1"; the first site for numbers that are not ours.
std::string Cashier::siteOf(const std::string& number) const {
    const std::string bill = clerk::billOfNumber(number);
    for (const std::string& site : sites_)
        if (clerk::isBillOf(bill, site)) return site;
    return sites_.empty() ? std::string() : sites_.front();
}

void Cashier::refuse(const std::string& platform, const core::Error& error,
                     const Responder& answer) {
    {
        const std::lock_guard lock(guard_);
        ++stats_.noticesRefused[error.code];
    }
    boot::logWarning("payments", "a notification of " + platform + " is refused: " + error.code);
    HttpResponse response;
    response.status = error.kind == core::ErrorKind::Busy ? 503 : 400;
    if (platform == "alipay") {
        response.contentType = "text/plain";
        response.body = "failure";
    } else {
        response.body = nlohmann::json{{"code", "FAIL"}, {"message", error.code}}.dump();
    }
    answer.send(std::move(response));
}

void Cashier::notice(core::PaymentChannel channel, const HttpRequest& request,
                     const Responder& answer) {
    const std::string platform = core::isAlipay(channel) ? "alipay" : "wechat";
    auto read = gateway_->readNotice(channel, request.headers, request.body, clock_.utcMs());
    if (!read) return refuse(platform, read.error(), answer);
    {
        const std::lock_guard lock(guard_);
        ++stats_.notices;
    }
    const clerk::NoticeHeard heard{platform, read->notice, read->number, read->refundNumber,
                                   std::move(read->answer)};
    clerk::Work work;
    work.command = [heard](clerk::Clerk& clerk) { return clerk::hearNotice(clerk, heard); };
    writer_.post(siteOf(heard.number), std::move(work),
                 [this, platform, answer](const clerk::Answer& taken) {
                     wake();
                     if (!taken) return refuse(platform, taken.error(), answer);
                     if ((*taken)["repeated"].get<bool>()) {
                         const std::lock_guard lock(guard_);
                         ++stats_.noticesRepeated;
                     }
                     if (taken->contains("refused"))
                         return refuse(
                             platform,
                             {core::ErrorKind::Refused, (*taken)["refused"].get<std::string>(), {}},
                             answer);
                     HttpResponse response;
                     response.status = platform == "alipay" ? 200 : 204;
                     response.contentType = "text/plain";
                     if (platform == "alipay") response.body = "success";
                     answer.send(std::move(response));
                 });
}

} // namespace menzhen::registry
