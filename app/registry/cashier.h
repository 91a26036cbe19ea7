// SPDX-License-Identifier: Apache-2.0
// The one who asks the payment platforms: reads which bills are open, asks what is due inside
// `query_rate`, brings answers to the writer in small transactions, and hands out no question that
// moves money before it stands in the store. It decides nothing (core/payment.h does), and calls
// never wait for it. Everything works when no notification ever comes.
//
// Thread: its own; the other members from any.
#pragma once

#include "app/clerk/paymentrounds.h"
#include "app/ports/paymentgateway.h"
#include "app/registry/writer.h"

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace menzhen::registry {

inline constexpr int cashierLookMs = 500;              ///< at bills that others have touched
inline constexpr std::int64_t channelRestMs = 60'000;  ///< after "our configuration is refused"
inline constexpr std::int64_t mostSkewMs = 5 * 60'000; ///< beyond: alarm; every check stays on
/// So long and so often nobody can verify what a platform answers: a key does not fit, or somebody
/// sits between.
inline constexpr std::int64_t unverifiedForMs = 90'000;
inline constexpr int unverifiedLeast = 10;
inline constexpr int maxTouchedPerLook = 500;
inline constexpr std::int64_t alarmAgainMs = 10 * 60'000; ///< a task that staff settled too soon
/// Under way at the platforms: as many as a large hall has open payments, each answered slowly.
inline constexpr std::size_t maxQuestionsAtOnce = 200;
/// ... of these at one brand: where one hangs, the other has its own places.
inline constexpr std::size_t maxQuestionsOfBrand = maxQuestionsAtOnce / 2;
inline constexpr std::size_t maxCodesKept = 1000; ///< payment codes that wait to be charged

struct CashierStats {
    std::map<std::string, std::uint64_t> asked;          ///< by verb
    std::map<std::string, std::uint64_t> noticesRefused; ///< by reason
    std::uint64_t notices = 0;                           ///< that were verified
    std::uint64_t noticesRepeated = 0; ///< of those: known before; they changed nothing
    std::uint64_t unanswered = 0;      ///< no answer, or none that could be believed
    std::uint64_t missets = 0;
    std::uint64_t open = 0;
    std::uint64_t unknown = 0;
    std::int64_t skewMs = 0; ///< the last that a platform's answer showed
};

class Cashier {
public:
    /// `sites` in the writer's hands; `queryRate` questions a second. All but `store` and
    /// `gateway` outlive it.
    Cashier(std::unique_ptr<store::Database> store, std::unique_ptr<ports::PaymentGateway> gateway,
            Writer& writer, const ports::Clock& clock, std::vector<std::string> sites,
            int queryRate);
    ~Cashier(); ///< stops
    Cashier(const Cashier&) = delete;
    Cashier& operator=(const Cashier&) = delete;

    /// Configured, and not resting after a refusal of our set-up.
    bool serves(core::PaymentChannel channel) const;
    /// POST payments: `work` opens the bill; the code, which is stored nowhere, is kept until it
    /// is charged.
    void open(const std::string& site, clerk::Work work, const std::string& authCode,
              const Responder& answer);
    /// Somebody looks at this bill.
    void seen(const std::string& bill);
    /// Something may have changed in the store.
    void wake();
    /// A notification as it came. Answered as the platform wants it, after the commit.
    void notice(core::PaymentChannel channel, const HttpRequest& request, const Responder& answer);
    CashierStats stats() const;
    void stop();

private:
    /// What came back, or could not be asked.
    struct Outcome {
        core::PaymentAsk ask;
        std::int64_t askedAtMs = 0;
        core::PaymentAnswer answer;
        bool settled = false; ///< it stands in the store, or nothing was asked
        core::PaymentChannel channel = core::PaymentChannel::WechatQr;
    };

    /// Answers in a row that could not be verified, since when (monotonic).
    struct Unverified {
        int answers = 0;
        std::int64_t sinceMs = 0;
    };

    void run();
    void look();
    void hear(const Outcome& outcome);
    void hand(const core::PaymentAsk& ask);
    void writeThenAsk(const core::PaymentAsk& ask);
    void dropCharge(const core::PaymentAsk& ask);
    void ask(const core::PaymentAsk& what, const core::PaymentQuestion& question);
    void settle(const core::PaymentAsk& what);
    void look(const core::PaymentAsk& what, const core::PaymentAnswer& answer);
    void lookAtKeys(const Outcome& outcome);
    void alarm(const std::string& code, const std::string& detail);
    void push(Outcome outcome);
    void refuse(const std::string& platform, const core::Error& error, const Responder& answer);
    std::size_t allowance();
    std::string siteOf(const std::string& number) const;
    std::int64_t waitMs();

    std::unique_ptr<store::Database> store_;
    std::unique_ptr<ports::PaymentGateway> gateway_;
    Writer& writer_;
    const ports::Clock& clock_;
    std::vector<std::string> sites_;
    double rate_;
    double tokens_ = 0; ///< the cashier's thread, as all that follows up to the guard
    std::int64_t filledAtMs_ = 0;
    clerk::PaymentRounds rounds_;
    std::int64_t touch_ = -1;
    std::map<std::string, std::int64_t> alarmedAtMs_; ///< monotonic, by code
    std::map<core::PaymentChannel, Unverified> unverified_;

    mutable std::mutex guard_;
    std::condition_variable wake_;
    std::deque<Outcome> outcomes_;
    std::vector<std::string> seen_;
    std::map<std::string, std::string> codes_;                  ///< by order number
    std::map<core::PaymentChannel, std::int64_t> restsUntilMs_; ///< monotonic
    CashierStats stats_;
    bool woken_ = true;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace menzhen::registry
