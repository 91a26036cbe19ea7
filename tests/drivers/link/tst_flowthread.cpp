// SPDX-License-Identifier: Apache-2.0
#include "drivers/link/flowthread.h"

#include <QTest>
#include <algorithm>
#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

using menzhen::link::FlowThread;
using menzhen::link::Urgency;

class FlowThreadTest : public QObject {
    Q_OBJECT
private slots:
    void runsOnItsOwnThread();
    void patientsComeFirst();
    void everyPostRunsOnceInOrder();
    void aTaskThatRepostsItselfStarvesNothing();
    void stoppingDestroysWhatIsLeft();
};

void FlowThreadTest::runsOnItsOwnThread() {
    FlowThread flow;
    QVERIFY(!flow.isCurrent());
    bool inside = false;
    QVERIFY(flow.runAndWait([&] {
        inside = flow.isCurrent() && flow.context()->thread() == QThread::currentThread();
        QVERIFY(flow.runAndWait([&] { inside = inside && flow.isCurrent(); }));
    }));
    QVERIFY(inside);
}

void FlowThreadTest::patientsComeFirst() {
    FlowThread flow;
    std::string order;
    std::promise<void> gate;
    std::promise<void> end;
    flow.post([&] { gate.get_future().wait(); });
    for (const char* name : {"a", "b", "c"})
        flow.post([&order, name] { order += name; }, Urgency::Background);
    flow.post([&end] { end.set_value(); }, Urgency::Background);
    for (const char* name : {"1", "2"})
        flow.post([&order, name] { order += name; }, Urgency::Patient);
    gate.set_value();
    end.get_future().wait();
    QCOMPARE(order, std::string("12abc"));
}

void FlowThreadTest::everyPostRunsOnceInOrder() {
    FlowThread flow;
    std::vector<int> seen[4];
    std::vector<std::thread> posters;
    for (int t = 0; t < 4; ++t)
        posters.emplace_back([&, t] {
            for (int i = 0; i < 2000; ++i)
                flow.post([&seen, t, i] { seen[t].push_back(i); },
                          t % 2 == 0 ? Urgency::Patient : Urgency::Background);
        });
    for (std::thread& poster : posters)
        poster.join();
    std::promise<void> end;
    flow.post([&end] { end.set_value(); }, Urgency::Background);
    end.get_future().wait();
    for (const std::vector<int>& numbers : seen) {
        QCOMPARE(numbers.size(), std::size_t(2000));
        QVERIFY(std::is_sorted(numbers.begin(), numbers.end()));
    }
}

// Pulled batches come in slices that post their next slice: Qt's timers and sockets go on.
void FlowThreadTest::aTaskThatRepostsItselfStarvesNothing() {
    FlowThread flow;
    std::atomic<bool> enough{false};
    std::promise<void> ticked;
    QTimer* timer = nullptr;
    flow.runAndWait([&] {
        timer = new QTimer(flow.context());
        QObject::connect(timer, &QTimer::timeout, flow.context(), [&, ticks = 0]() mutable {
            if (++ticks == 5) ticked.set_value();
        });
        timer->start(5);
    });
    std::function<void()> slice = [&] {
        if (!enough) flow.post(slice, Urgency::Background);
    };
    flow.post(slice, Urgency::Background);
    ticked.get_future().wait();
    std::promise<void> served;
    flow.post([&] { served.set_value(); });
    served.get_future().wait();
    enough = true;
    flow.runAndWait([&] { delete timer; });
    flow.stop();
}

void FlowThreadTest::stoppingDestroysWhatIsLeft() {
    auto held = std::make_shared<int>(1);
    bool ran = false;
    FlowThread flow;
    std::promise<void> started;
    std::promise<void> gate;
    flow.post([&] {
        started.set_value();
        gate.get_future().wait();
    });
    started.get_future().wait();
    flow.post([held, &ran] { ran = true; });
    std::thread stopper([&] { flow.stop(); });
    while (held.use_count() > 1)
        std::this_thread::yield();
    gate.set_value();
    stopper.join();
    flow.post([held, &ran] { ran = true; });
    QVERIFY(!ran);
    QCOMPARE(held.use_count(), 1L);
    QVERIFY(!flow.runAndWait([&] { ran = true; }));
    flow.stop();
}

QTEST_GUILESS_MAIN(FlowThreadTest)
#include "tst_flowthread.moc"
