// SPDX-License-Identifier: Apache-2.0
// Carries requests over HTTP and brings back what came, whatever it is: libcurl's multi interface
// on one thread of its own. It knows nothing of payments.
//
// Two lanes. What moves money or opens an order goes at once; questions follow in the order in
// which they were put, at most `queryRate` a second. Whoever asks has the sense of what is
// important, so nothing is overtaken here.
#pragma once

#include "drivers/payment/http.h"

#include <functional>
#include <memory>
#include <string>

namespace menzhen::payment {

inline constexpr long connectMostMs = 3'000;
inline constexpr long answerMostMs = 10'000; ///< from sending to the last byte
inline constexpr std::size_t maxAnswerBytes = 256 * 1024;
inline constexpr std::size_t maxHeaderBytes = 32 * 1024;
inline constexpr std::size_t maxInFlight = 256;
/// A registry that starts with 10,000 open orders may put a question for each.
inline constexpr std::size_t maxQueued = 16'384;

enum class Lane { Action, Query };

struct CarrierSettings {
    int queryRate = 100;
    std::string clientCertFile; ///< for requests that want mutual TLS
    std::string clientKeyFile;
    long answerMostMs = payment::answerMostMs;
};

class Carrier {
public:
    /// Called on the carrier's thread when the request is sent, so that its time is fresh.
    using Prepare = std::function<HttpRequest()>;
    /// Called on the carrier's thread, exactly once.
    using Done = std::function<void(HttpAnswer)>;

    explicit Carrier(CarrierSettings settings);
    /// Ends the thread. Whoever still waits is told "no-answer".
    ~Carrier();
    Carrier(const Carrier&) = delete;
    Carrier& operator=(const Carrier&) = delete;

    /// Returns at once. With maxQueued requests waiting it is told "busy" and was not sent.
    /// Thread: any.
    void send(Lane lane, Prepare prepare, Done done);

    /// Runs something on the carrier's thread, soon. Thread: any.
    void post(std::function<void()> work);

private:
    class Worker;
    std::unique_ptr<Worker> worker_;
};

} // namespace menzhen::payment
