// SPDX-License-Identifier: Apache-2.0
// The one thread of a device program that owns the writing store: flows, sync and effects run here
// as short posts, patient actions before background work. It has a Qt event loop, so that the link
// and other Qt drivers live on it.
#pragma once

#include <QObject>
#include <QThread>
#include <QTimer>
#include <deque>
#include <functional>
#include <mutex>

namespace menzhen::link {

enum class Urgency {
    Patient,    ///< somebody stands at the screen: before all background work
    Background, ///< sync slices, telemetry, clean-up: one at a time, between patient actions
};

class FlowThread {
public:
    using Task = std::function<void()>;

    explicit FlowThread(const char* name = "flow"); ///< started when it returns
    ~FlowThread();                                  ///< stops
    FlowThread(const FlowThread&) = delete;
    FlowThread& operator=(const FlowThread&) = delete;

    /// Any thread. Posts of one urgency run in order. A task that posts itself again does not
    /// starve sockets and timers. After `stop` a task is destroyed without being run.
    void post(Task task, Urgency urgency = Urgency::Patient);

    /// Runs `task` on the flow thread and waits for its end: for start-up and tear-down. On the
    /// flow thread itself it runs at once; after `stop` it does not run and the answer is false.
    bool runAndWait(const Task& task);

    bool isCurrent() const; ///< any thread: is the caller the flow thread?
    QObject* context();     ///< lives on the flow thread; a target for queued connections

    /// Lets the running task end, destroys the rest, ends the thread. Not from the flow thread.
    /// Whatever lives on the thread is to be deleted with `runAndWait` before.
    void stop();

private:
    void runNext();

    QThread thread_;
    QObject* context_ = nullptr;
    QTimer* again_ = nullptr;
    mutable std::mutex mutex_;
    std::deque<Task> patient_;
    std::deque<Task> background_;
    bool wakePosted_ = false;
    bool stopped_ = false;
};

} // namespace menzhen::link
