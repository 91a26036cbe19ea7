// SPDX-License-Identifier: Apache-2.0
// The cashier's thread, the writer's and the platform's live together: many patients pay at once
// while pages and notifications come in, nothing is asked before it is stored, and it stops in the
// middle of it all. What is asked when, is tst_paymentrounds' and tst_payments' business.
#include "app/registry/cashier.h"

#include "app/clerk/payments.h"
#include "db/store/tasks.h"
#include "drivers/sim/payment.h"
#include "tests/app/registry/answertaker.h"
#include "tests/support/clinic.h"

#include <chrono>
#include <filesystem>
#include <gtest/gtest.h>

namespace menzhen::registry {

namespace {

using nlohmann::json;

constexpr int many = 24;
constexpr int speed = 20; ///< the cashier's time passes so much faster
constexpr std::chrono::seconds patience{60};

/// Goes by itself, from the clinic's time on.
class FastClock final : public ports::Clock {
public:
    explicit FastClock(const test::FakeClock& start) : start_(start) {}

    std::int64_t utcMs() const override { return start_.nowMs + passedMs(); }

    std::int64_t monotonicMs() const override { return start_.nowMs + passedMs(); }

    ports::LocalTime local(std::int64_t utcMs) const override { return start_.local(utcMs); }

    std::int64_t utcMsOf(int day, int minute) const override { return start_.utcMsOf(day, minute); }

private:
    std::int64_t passedMs() const {
        const auto passed = std::chrono::steady_clock::now() - began_;
        return speed * std::chrono::duration_cast<std::chrono::milliseconds>(passed).count();
    }

    const test::FakeClock& start_; ///< does not move meanwhile
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

/// The platform on a thread of its own, whose wallets pay every QR they see. Before it answers it
/// looks into the store: what moves money has to stand there already.
class PlatformThread final : public ports::PaymentGateway {
public:
    PlatformThread(std::unique_ptr<store::Database> store, const ports::Clock& clock)
        : store_(std::move(store)), clock_(clock), thread_([this] { run(); }) {}

    ~PlatformThread() override {
        {
            const std::lock_guard lock(guard_);
            stopping_ = true;
            wake_.notify_one();
        }
        thread_.join();
        for (auto& [question, done] : waiting_)
            done({}); // nobody answers
    }

    bool serves(ports::PaymentChannel) const override { return true; }

    void ask(const ports::PaymentQuestion& question, Done done) override {
        const std::lock_guard lock(guard_);
        waiting_.emplace_back(question, std::move(done));
        wake_.notify_one();
    }

    core::Result<ports::PaymentNotice> readNotice(ports::PaymentChannel channel,
                                                  const std::map<std::string, std::string>&,
                                                  const std::string& body,
                                                  std::int64_t nowMs) const override {
        const std::lock_guard lock(guard_);
        if (!platform_.wasPaid(body)) return core::refused("notice-signature", "forged");
        ports::PaymentQuestion question;
        question.number = body;
        return ports::PaymentNotice{
            channel, "N" + body, body, {}, platform_.answer(question, nowMs)};
    }

    /// From now on nobody can verify what it says.
    void signsWrongly() {
        const std::lock_guard lock(guard_);
        wrongly_ = true;
    }

    core::Fen kept() const {
        const std::lock_guard lock(guard_);
        core::Fen sum = 0;
        for (const std::string& number : platform_.numbers())
            sum += platform_.keptFen(number);
        return sum;
    }

    int unwritten() const {
        const std::lock_guard lock(guard_);
        return unwritten_;
    }

private:
    void run() {
        std::unique_lock lock(guard_);
        for (;;) {
            wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
            if (stopping_) return;
            auto [question, done] = std::move(waiting_.front());
            waiting_.pop_front();
            if (question.verb == core::PaymentVerb::Open && !isWritten(question)) ++unwritten_;
            const std::int64_t now = clock_.utcMs();
            ports::PaymentAnswer answer = platform_.answer(question, now);
            if (wrongly_) {
                answer = {};
                answer.code = "bad-signature";
            }
            if (question.verb == core::PaymentVerb::Open && platform_.scan(question.number, now))
                (void)platform_.pay(question.number, now);
            lock.unlock();
            done(answer);
            lock.lock();
        }
    }

    bool isWritten(const ports::PaymentQuestion& question) {
        bool written = false;
        (void)store_->read([&]() -> core::Result<void> {
            const auto row = clerk::loadBill(*store_, clerk::billOfNumber(question.number));
            const auto* a = row ? core::findAttempt(row->bill, question.number) : nullptr;
            written = a != nullptr && a->phase == core::AttemptPhase::Asking && a->sentAtMs != 0;
            return {};
        });
        return written;
    }

    std::unique_ptr<store::Database> store_; ///< the thread's
    const ports::Clock& clock_;
    mutable std::mutex guard_;
    std::condition_variable wake_;
    mutable sim::PaymentPlatform platform_;
    std::deque<std::pair<ports::PaymentQuestion, Done>> waiting_;
    int unwritten_ = 0;
    bool stopping_ = false;
    bool wrongly_ = false;
    std::thread thread_;
};

class RegistryCashier : public testing::Test {
protected:
    void SetUp() override {
        std::filesystem::remove_all(folder);
        std::filesystem::create_directory(folder);
        clinic = test::Clinic::small(1, 2 * many, path());
        site = clinic->clerk->site();
        for (int n = 0; n < many; ++n)
            holds.push_back(clinic->must([&](clerk::Clerk& c) {
                return c.hold({{"day", test::monday},
                               {"session", "DEPA-D1-AM"},
                               {"channel", "KIOSK"},
                               {"holder", "K" + std::to_string(n)}});
            })["hold"]);
        clock.emplace(clinic->clock);
        std::vector<std::unique_ptr<clerk::Clerk>> clerks;
        clerks.push_back(std::move(clinic->clerk));
        writer.emplace(*clinic->database, std::move(clerks), [](auto&, auto, auto&) {});
        auto owned = std::make_unique<PlatformThread>(openStore(), *clock);
        platform = owned.get();
        cashier.emplace(openStore(), std::move(owned), *writer, *clock,
                        std::vector<std::string>{site}, 1000);
        looking = openStore();
    }

    /// As the registry does it.
    void TearDown() override {
        cashier->stop();
        writer->stop();
        cashier.reset();
        looking.reset();
        writer.reset();
        clinic.reset();
        std::filesystem::remove_all(folder);
    }

    std::string path() const { return folder + "/registry.db"; }

    std::unique_ptr<store::Database> openStore() const {
        auto store = store::Database::open(path(), store::StoreKind::Registry);
        EXPECT_TRUE(store) << store.error().code;
        return std::move(*store);
    }

    void pay(int n, int number) {
        clerk::Work work;
        work.command = [hold = holds[static_cast<std::size_t>(n)], n](clerk::Clerk& clerk) {
            return clerk::openPayment(clerk, {{"hold", hold},
                                              {"channel", n % 2 == 0 ? "wechat-qr" : "alipay-qr"},
                                              {"terminal", "K1"}});
        };
        cashier->open(site, std::move(work), {}, responder(number));
    }

    Responder responder(int n) {
        return Responder(
            std::make_shared<AnswerSlot>(mailbox, taker, static_cast<std::uint64_t>(n), false));
    }

    json answer(int n) {
        const auto at = static_cast<std::size_t>(n);
        return json::parse(taker->answers.at(at).get_future().get().body);
    }

    std::vector<clerk::BillRow> bills() {
        std::vector<clerk::BillRow> rows;
        (void)looking->read([&]() -> core::Result<void> {
            rows = clerk::touchedBills(*looking, 0, 10 * many);
            return {};
        });
        return rows;
    }

    core::Fen booked() {
        core::Fen sum = 0;
        for (const clerk::BillRow& row : bills())
            sum += core::paidFen(row.bill);
        return sum;
    }

    std::string folder = testing::TempDir() + "menzhen-cashier-" + std::to_string(::getpid());
    std::unique_ptr<test::Clinic> clinic;
    std::string site;
    std::vector<std::string> holds;
    std::optional<FastClock> clock;
    std::shared_ptr<AtOnceMailbox> mailbox = std::make_shared<AtOnceMailbox>();
    std::shared_ptr<AnswerKeeper> taker = std::make_shared<AnswerKeeper>(10 * many);
    std::optional<Writer> writer;
    PlatformThread* platform = nullptr;
    std::optional<Cashier> cashier;
    std::unique_ptr<store::Database> looking;
};

TEST_F(RegistryCashier, ManyPayAtOnceWhilePagesAskAndPlatformsTell) {
    std::vector<std::thread> kiosks;
    for (int kiosk = 0; kiosk < 4; ++kiosk)
        kiosks.emplace_back([this, kiosk] {
            for (int n = kiosk; n < many; n += 4) {
                pay(n, n);
                const std::string bill = answer(n)["id"];
                for (int look = 0; look < 5; ++look) {
                    cashier->seen(bill);
                    cashier->wake();
                    (void)cashier->stats();
                }
                HttpRequest told;
                told.body = bill + "_1";
                cashier->notice(core::PaymentChannel::WechatQr, told, responder(many + n));
                told.body = "nobody";
                cashier->notice(core::PaymentChannel::AlipayQr, told, responder(2 * many + n));
            }
        });
    for (std::thread& kiosk : kiosks)
        kiosk.join();
    const core::Fen all = 1000 * many;
    const auto until = std::chrono::steady_clock::now() + patience;
    while (booked() < all && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    EXPECT_EQ(booked(), all);
    EXPECT_EQ(platform->kept(), all);
    EXPECT_EQ(platform->unwritten(), 0);
    EXPECT_EQ(cashier->stats().noticesRefused.at("notice-signature") >= many, true);
    for (const clerk::BillRow& row : bills())
        EXPECT_FALSE(row.bill.settledBy.empty());
}

TEST_F(RegistryCashier, StaffAreToldWhenNothingThatAPlatformSaysCanBeVerified) {
    platform->signsWrongly();
    pay(0, 0);
    const std::string bill = answer(0)["id"];
    const auto told = [this] {
        bool open = false;
        (void)looking->read([&]() -> core::Result<void> {
            open = store::hasOpenTask(*looking, site, "REG", "payment-setup");
            return {};
        });
        return open;
    };
    const auto until = std::chrono::steady_clock::now() + patience;
    while (!told() && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    EXPECT_TRUE(told());
    EXPECT_EQ(booked(), 0); // and nothing was believed of it
}

TEST_F(RegistryCashier, StopsInTheMiddleAndNothingWasAskedUnwritten) {
    for (int n = 0; n < many; ++n)
        pay(n, n);
    (void)answer(many / 2);
    cashier->stop(); // the writer still runs, and what it wrote last is still asked
    writer->stop();
    EXPECT_EQ(platform->unwritten(), 0);
    // Whatever the platform took stands here as an order that may have been paid.
    EXPECT_LE(booked(), platform->kept());
    core::Fen may = 0;
    for (const clerk::BillRow& row : bills())
        for (const core::PaymentAttempt& a : row.bill.attempts)
            if (a.sentAtMs != 0) may += a.amountFen;
    EXPECT_GE(may, platform->kept());
    pay(0, many); // nobody takes it any more, and everybody is told so
}

} // namespace

} // namespace menzhen::registry
