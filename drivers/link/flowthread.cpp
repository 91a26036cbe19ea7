// SPDX-License-Identifier: Apache-2.0
#include "drivers/link/flowthread.h"

#include "app/core/check.h"

#include <QMetaObject>
#include <QString>
#include <future>
#include <memory>
#include <utility>

namespace menzhen::link {

FlowThread::FlowThread(const char* name) : context_(new QObject), again_(new QTimer(context_)) {
    thread_.setObjectName(QString::fromLatin1(name));
    // A zero timer, not a posted event: Qt runs posted events until none is left, so a task that
    // posts itself would keep sockets and timers waiting.
    again_->setInterval(0);
    QObject::connect(again_, &QTimer::timeout, context_, [this] { runNext(); });
    QObject::connect(&thread_, &QThread::finished, context_, &QObject::deleteLater);
    context_->moveToThread(&thread_);
    thread_.start();
}

FlowThread::~FlowThread() {
    stop();
}

void FlowThread::post(Task task, Urgency urgency) {
    const std::lock_guard lock(mutex_);
    if (stopped_) return;
    (urgency == Urgency::Patient ? patient_ : background_).push_back(std::move(task));
    if (std::exchange(wakePosted_, true)) return;
    QMetaObject::invokeMethod(
        context_, [this] { runNext(); }, Qt::QueuedConnection);
}

void FlowThread::runNext() {
    Task task;
    {
        const std::lock_guard lock(mutex_);
        std::deque<Task>& queue = patient_.empty() ? background_ : patient_;
        if (!queue.empty()) {
            task = std::move(queue.front());
            queue.pop_front();
        }
    }
    if (task) task();
    task = nullptr;
    const std::lock_guard lock(mutex_);
    wakePosted_ = !patient_.empty() || !background_.empty();
    if (!wakePosted_)
        again_->stop();
    else if (!again_->isActive())
        again_->start();
}

bool FlowThread::runAndWait(const Task& task) {
    if (isCurrent()) {
        task();
        return true;
    }
    // A task that is destroyed without being run breaks its promise.
    auto done = std::make_shared<std::promise<void>>();
    auto end = done->get_future();
    post([&task, done = std::move(done)] {
        task();
        done->set_value();
    });
    try {
        end.get();
        return true;
    } catch (const std::future_error&) {
        return false;
    }
}

bool FlowThread::isCurrent() const {
    return QThread::currentThread() == &thread_;
}

QObject* FlowThread::context() {
    return context_;
}

void FlowThread::stop() {
    MENZHEN_CHECK(!isCurrent(), "the flow thread stops itself");
    std::deque<Task> unrun;
    {
        const std::lock_guard lock(mutex_);
        if (std::exchange(stopped_, true)) return;
        unrun.swap(patient_);
        for (Task& task : background_)
            unrun.push_back(std::move(task));
        background_.clear();
    }
    unrun.clear();
    thread_.quit();
    thread_.wait();
}

} // namespace menzhen::link
