// SPDX-License-Identifier: Apache-2.0
#include "drivers/payment/carrier.h"

#include "app/core/check.h"
#include "drivers/payment/ratebucket.h"
#include "drivers/payment/transfer.h"

#include <array>
#include <chrono>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace menzhen::payment {

namespace {

constexpr std::int64_t idleMostMs = 1'000;
constexpr int lastRounds = 8;

struct Job {
    Carrier::Prepare prepare;
    Carrier::Done done;
};

struct MultiCloser {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

std::int64_t steadyMs() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

/// Once a process, before the first handle.
CURLM* newMulti() {
    static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
    CURLM* const multi = code == CURLE_OK ? curl_multi_init() : nullptr;
    MENZHEN_CHECK(multi != nullptr, "libcurl cannot be started");
    return multi;
}

HttpAnswer faulty(const char* fault) {
    HttpAnswer answer;
    answer.fault = fault;
    return answer;
}

} // namespace

class Carrier::Worker {
public:
    explicit Worker(CarrierSettings settings)
        : settings_(std::move(settings)), bucket_(settings_.queryRate), multi_(newMulti()),
          thread_([this] { run(); }) {}

    ~Worker() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        curl_multi_wakeup(multi_.get());
        thread_.join();
    }

    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    void send(Lane lane, Job job) {
        {
            const std::lock_guard lock(mutex_);
            auto& queue = queues_.at(static_cast<std::size_t>(lane));
            if (queue.size() < maxQueued && !stopping_)
                queue.push_back(std::move(job));
            else
                posts_.push_back([done = std::move(job.done)] { done(faulty("busy")); });
        }
        curl_multi_wakeup(multi_.get());
    }

    void post(std::function<void()> work) {
        {
            const std::lock_guard lock(mutex_);
            posts_.push_back(std::move(work));
        }
        curl_multi_wakeup(multi_.get());
    }

private:
    void run() {
        while (!stopping()) {
            runPosts();
            while (auto job = next())
                start(std::move(*job));
            int running = 0;
            curl_multi_perform(multi_.get(), &running);
            reap();
            curl_multi_poll(multi_.get(), nullptr, 0, static_cast<int>(waitMs()), nullptr);
        }
        end();
    }

    bool stopping() {
        const std::lock_guard lock(mutex_);
        return stopping_;
    }

    void runPosts() {
        std::vector<std::function<void()>> posts;
        {
            const std::lock_guard lock(mutex_);
            posts.swap(posts_);
        }
        for (const auto& work : posts)
            work();
    }

    /// What may be sent now: actions first, then questions as the rate allows.
    std::optional<Job> next() {
        if (transfers_.size() >= maxInFlight) return std::nullopt;
        const std::lock_guard lock(mutex_);
        for (const Lane lane : {Lane::Action, Lane::Query}) {
            auto& queue = queues_.at(static_cast<std::size_t>(lane));
            if (queue.empty()) continue;
            if (lane == Lane::Query && !bucket_.take(steadyMs())) continue;
            Job job = std::move(queue.front());
            queue.pop_front();
            return job;
        }
        return std::nullopt;
    }

    void start(Job job) {
        auto transfer = std::make_unique<Transfer>(job.prepare(), std::move(job.done), settings_);
        CURL* const easy = transfer->easy();
        if (!easy || curl_multi_add_handle(multi_.get(), easy) != CURLM_OK)
            return transfer->finish(CURLE_OUT_OF_MEMORY);
        transfers_.emplace(easy, std::move(transfer));
    }

    void reap() {
        int left = 0;
        while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
            if (message->msg != CURLMSG_DONE) continue;
            CURL* const easy = message->easy_handle;
            const CURLcode code = message->data.result;
            curl_multi_remove_handle(multi_.get(), easy);
            const auto transfer = std::move(transfers_.extract(easy).mapped());
            transfer->finish(code);
        }
    }

    std::int64_t waitMs() {
        const std::lock_guard lock(mutex_);
        if (stopping_ || !posts_.empty()) return 0;
        const bool room = transfers_.size() < maxInFlight;
        if (room && !queues_[static_cast<std::size_t>(Lane::Action)].empty()) return 0;
        if (room && !queues_[static_cast<std::size_t>(Lane::Query)].empty())
            return std::min(idleMostMs, bucket_.waitMs(steadyMs()));
        return idleMostMs; // libcurl wakes earlier for its own deadlines, and for a wake-up
    }

    /// Whoever waits is told, so that nobody hangs on a registry that stops.
    void end() {
        for (auto& [easy, transfer] : transfers_) {
            curl_multi_remove_handle(multi_.get(), easy);
            transfer->finish(CURLE_ABORTED_BY_CALLBACK);
        }
        transfers_.clear();
        std::vector<Job> jobs;
        {
            const std::lock_guard lock(mutex_);
            for (auto& queue : queues_) {
                for (Job& job : queue)
                    jobs.push_back(std::move(job));
                queue.clear();
            }
        }
        for (const Job& job : jobs)
            job.done(faulty("no-answer"));
        // Who asks again when told so is told again, but not for ever.
        for (int round = 0; round < lastRounds; ++round)
            runPosts();
    }

    CarrierSettings settings_;
    RateBucket bucket_;
    std::unique_ptr<CURLM, MultiCloser> multi_;
    std::map<CURL*, std::unique_ptr<Transfer>> transfers_; ///< of the thread alone
    std::mutex mutex_;                                     ///< guards what follows
    std::array<std::deque<Job>, 2> queues_;
    std::vector<std::function<void()>> posts_;
    bool stopping_ = false;
    std::thread thread_; ///< last: it uses all of the above
};

Carrier::Carrier(CarrierSettings settings) : worker_(new Worker(std::move(settings))) {}

Carrier::~Carrier() = default;

void Carrier::send(Lane lane, Prepare prepare, Done done) {
    worker_->send(lane, {std::move(prepare), std::move(done)});
}

void Carrier::post(std::function<void()> work) {
    worker_->post(std::move(work));
}

} // namespace menzhen::payment
