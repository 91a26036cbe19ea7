// SPDX-License-Identifier: Apache-2.0
#include "app/counter/waitinglist.h"
#include "fakestation.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>
#include <algorithm>

using namespace menzhen;
using counter::WaitingList;

class TestWaitingList : public QObject {
    Q_OBJECT

private slots:
    void saysHowEachOneWaits_data();
    void saysHowEachOneWaits();
    void keepsRowsWhereTheyAre();
    void followsAnyDay();

private:
    static QString cell(const WaitingList& list, int row, int column) {
        return list.index(row, column).data().toString();
    }
};

void TestWaitingList::saysHowEachOneWaits_data() {
    QTest::addColumn<QString>("lane");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<bool>("late");
    QTest::addColumn<int>("misses");
    QTest::addColumn<QString>("marks");
    QTest::addColumn<QString>("why");
    QTest::newRow("ordinary") << "N"
                              << "N:on-turn" << false << 0 << ""
                              << "on turn";
    QTest::newRow("late") << "N"
                          << "N:late" << true << 0 << "late"
                          << "on turn, late";
    QTest::newRow("return") << "R"
                            << "R:interleave" << false << 0 << "return"
                            << "back with results";
    QTest::newRow("missed") << "M"
                            << "M:interleave" << false << 2 << "missed 2x, back"
                            << "missed before, back";
    QTest::newRow("priority") << "P"
                              << "P:interleave" << true << 0 << "priority · late"
                              << "priority";
    QTest::newRow("emergency") << "E"
                               << "E:clinical" << false << 0 << "emergency"
                               << "emergency";
    QTest::newRow("new reason") << "N"
                                << "N:later-rule" << false << 0 << ""
                                << "N:later-rule";
}

void TestWaitingList::saysHowEachOneWaits() {
    QFETCH(QString, lane);
    QFETCH(QString, reason);
    QFETCH(bool, late);
    QFETCH(int, misses);
    QFETCH(QString, marks);
    QFETCH(QString, why);
    flows::Desk desk;
    desk.waiting = {test::patient(7, "李*")};
    desk.waiting[0].lane = lane.toStdString();
    desk.waiting[0].reason = reason.toStdString();
    desk.waiting[0].late = late;
    desk.waiting[0].misses = misses;
    WaitingList list;
    list.show(desk);
    QCOMPARE(cell(list, 0, WaitingList::Number), QStringLiteral("C007"));
    QCOMPARE(cell(list, 0, WaitingList::Name), QStringLiteral("李*"));
    QCOMPARE(cell(list, 0, WaitingList::Band), QStringLiteral("08:30-09:00"));
    QCOMPARE(cell(list, 0, WaitingList::Marks), marks);
    QCOMPARE(cell(list, 0, WaitingList::Reason), why);

    desk.missed.swap(desk.waiting);
    list.show(desk);
    QVERIFY(cell(list, 0, WaitingList::Marks).startsWith(QStringLiteral("missed")));
    QCOMPARE(cell(list, 0, WaitingList::Reason), QString());
}

void TestWaitingList::keepsRowsWhereTheyAre() {
    flows::Desk desk;
    for (int i = 1; i <= 4; ++i)
        desk.waiting.push_back(test::patient(i, "张*"));
    WaitingList list;
    list.show(desk);
    const QPersistentModelIndex third = list.index(2, 0);
    QSignalSpy resets(&list, &QAbstractItemModel::modelReset);
    QSignalSpy changes(&list, &QAbstractItemModel::dataChanged);
    list.show(desk);
    QCOMPARE(changes.count(), 0);
    std::rotate(desk.waiting.begin(), desk.waiting.begin() + 2, desk.waiting.end());
    desk.waiting.erase(desk.waiting.begin() + 1);
    list.show(desk);
    QCOMPARE(third.row(), 0);
    QCOMPARE(third.data().toString(), QStringLiteral("C003"));
    QCOMPARE(resets.count(), 0);
}

void TestWaitingList::followsAnyDay() {
    const auto seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    WaitingList list;
    QAbstractItemModelTester tester(&list, QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (int step = 0; step < 300; ++step) {
        flows::Desk desk;
        for (int i = 1; i <= 12; ++i)
            if (random.bounded(3) > 0) {
                auto one = test::patient(i, "张*");
                one.late = random.bounded(2) == 0;
                (random.bounded(5) == 0 ? desk.missed : desk.waiting).push_back(one);
            }
        std::shuffle(desk.waiting.begin(), desk.waiting.end(), random);
        list.show(desk);
        QCOMPARE(list.rowCount(), static_cast<int>(desk.waiting.size() + desk.missed.size()));
        for (int row = 0; row < list.rowCount(); ++row) {
            const auto at = static_cast<std::size_t>(row);
            const auto& wanted =
                at < desk.waiting.size() ? desk.waiting[at] : desk.missed[at - desk.waiting.size()];
            QCOMPARE(cell(list, row, WaitingList::Number), QString::fromStdString(wanted.number));
        }
    }
}

QTEST_MAIN(TestWaitingList)
#include "tst_waitinglist.moc"
