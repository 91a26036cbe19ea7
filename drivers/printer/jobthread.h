// SPDX-License-Identifier: Apache-2.0
// The thread of a printer driver: one job at a time, something to do while idle, and the way back
// to the flow thread. A driver holds it as its last member, so that the thread ends first.
#pragma once

#include "app/ports/ticketprinter.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace menzhen::printer {

using Outcome = core::Result<ports::PrintOutcome>;
using Done = std::function<void(Outcome)>;

class JobThread {
public:
    struct Work {
        std::function<Outcome(const ports::PrintJob&)> print; ///< on the thread
        std::function<void()>
            idle; ///< on the thread, first at once, then each idleMs; may be empty
        int idleMs = 4000;
    };

    JobThread(ports::Post post, Work work);
    ~JobThread(); ///< waits for what runs; work that waits looks at stopping()
    JobThread(const JobThread&) = delete;
    JobThread& operator=(const JobThread&) = delete;

    // On the flow thread.
    void print(ports::PrintJob job, Done done);
    void onState(std::function<void(ports::PrinterState)> listener);
    // On any thread.
    ports::PrinterState state() const;
    void setState(ports::PrinterState state);
    bool stopping() const;
    /// Sleeps on the thread, cut short by the end; false when it ends.
    bool pause(int ms);

private:
    // Lives on the flow thread; whatever is still posted when the driver is gone finds it gone.
    struct Front {
        std::function<void(ports::PrinterState)> listener;
        Done done;
    };

    void run();
    void runJob(const ports::PrintJob& job);

    ports::Post post_;
    Work work_;
    std::shared_ptr<Front> front_ = std::make_shared<Front>();
    std::weak_ptr<Front> frontForThread_ = front_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::optional<ports::PrintJob> next_;
    ports::PrinterState state_;
    std::thread thread_;
};

} // namespace menzhen::printer
