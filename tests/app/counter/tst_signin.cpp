// SPDX-License-Identifier: Apache-2.0
#include "bench.h"

#include <QListWidget>

using namespace menzhen;
using test::Bench;

class TestSignIn : public QObject {
    Q_OBJECT

private slots:
    void saysWhatIsWrongWithThePin();
    void saysThatTheRegistryIsAway();
    void keepsNothingOfThePin();
    void takesDigitsAlone();
    void listsTheQueuesOfToday();
    void findsByLetters();
    void remembersTheLastChoice();
    void changesItsLanguageInFrontOfTheUser();
};

void TestSignIn::saysWhatIsWrongWithThePin() {
    Bench bench;
    bench.windows->show();
    auto& window = bench.windows->signIn();
    QTest::keyClicks(&Bench::child<QLineEdit>(window, 0), QStringLiteral("d01"));
    for (int left = 4; left > 0; --left) {
        bench.type("111111");
        const auto wanted = QStringLiteral("User or PIN is not right. Tries left: %1.").arg(left);
        QTRY_COMPARE(Bench::words(window, "error"), wanted);
    }
    bench.type("111111");
    QTRY_VERIFY(Bench::words(window, "error").contains(QStringLiteral("locked for 15 minutes")));
    QVERIFY(window.isVisible());
    QVERIFY(!bench.windows->room().isVisible());
}

void TestSignIn::saysThatTheRegistryIsAway() {
    Bench bench;
    bench.station.away = true;
    bench.windows->show();
    auto& window = bench.windows->signIn();
    QTest::keyClicks(&Bench::child<QLineEdit>(window, 0), QStringLiteral("d01"));
    bench.type("246810");
    QTRY_VERIFY(Bench::words(window, "error").contains(QStringLiteral("does not answer")));
    bench.model.setConnection({.hasData = true, .lastContactMs = bench.station.clock.ms});
    QVERIFY(Bench::words(window, "line").isEmpty());
    bool said = false;
    for (const auto* label : window.findChildren<QLabel*>())
        said = said || label->text() == QStringLiteral("Registry away: the list is from 09:30");
    QVERIFY(said);
}

void TestSignIn::keepsNothingOfThePin() {
    Bench bench;
    bench.windows->show();
    auto& pin = Bench::child<QLineEdit>(bench.windows->signIn(), 1);
    QCOMPARE(pin.echoMode(), QLineEdit::Password);
    QTest::keyClicks(&Bench::child<QLineEdit>(bench.windows->signIn(), 0), QStringLiteral("d01"));
    bench.type("111111");
    QCOMPARE(pin.text(), QString());
    QVERIFY(!bench.model.staff());
}

void TestSignIn::takesDigitsAlone() {
    Bench bench;
    bench.windows->show();
    auto& window = bench.windows->signIn();
    auto& pin = Bench::child<QLineEdit>(window, 1);
    QTest::keyClicks(&Bench::child<QLineEdit>(window, 0), QStringLiteral("d01"));
    QTest::keyClicks(&pin, QStringLiteral("12a4-5"));
    QCOMPARE(pin.text(), QStringLiteral("1245"));
    QVERIFY(!Bench::button(window, "primary").isEnabled());
    QTest::keyClicks(&pin, QStringLiteral("6789"));
    QCOMPARE(pin.text(), QStringLiteral("124567"));
    QVERIFY(Bench::button(window, "primary").isEnabled());
}

void TestSignIn::listsTheQueuesOfToday() {
    Bench bench;
    bench.openRoom();
    QVERIFY(bench.windows->bar().isVisible());
    QVERIFY(!bench.windows->room().isVisible());
    QCOMPARE(bench.station.did.front(), std::string("open CARD AM 303"));

    auto& queues = Bench::child<QListWidget>(bench.windows->room(), 0);
    QCOMPARE(queues.count(), 3);
    QCOMPARE(queues.item(0)->text(),
             QStringLiteral("Cardiology · all doctors · morning: 12 waiting, 20 expected"));
    queues.setCurrentRow(1);
    auto& rooms = Bench::child<QListWidget>(bench.windows->room(), 1);
    QCOMPARE(rooms.count(), 2);
    QCOMPARE(rooms.item(0)->text(), QStringLiteral("301"));
}

void TestSignIn::findsByLetters() {
    Bench bench;
    bench.model.signIn(QStringLiteral("d01"), QStringLiteral("246810"));
    auto& room = bench.windows->room();
    QTRY_VERIFY(room.isVisible());
    auto& find = Bench::child<QLineEdit>(room, 0);
    QTest::keyClicks(&find, QStringLiteral("zhiyuan"));
    QTRY_COMPARE(Bench::child<QListWidget>(room, 0).count(), 2);
    QTest::keyClick(&find, Qt::Key_Return);
    QTRY_VERIFY(bench.windows->bar().isVisible());
    QCOMPARE(bench.station.did.front(), std::string("open CARD-D01 AM 301"));
}

void TestSignIn::remembersTheLastChoice() {
    Bench bench;
    bench.openRoom();
    auto& room = bench.windows->room();
    bench.model.changeRoom();
    QTRY_VERIFY(room.isVisible());
    Bench::child<QListWidget>(room, 0).setCurrentRow(1);
    Bench::child<QListWidget>(room, 1).setCurrentRow(1);
    QTest::keyClick(&Bench::child<QListWidget>(room, 1), Qt::Key_Return);
    QTRY_VERIFY(bench.windows->bar().isVisible());
    QCOMPARE(bench.station.did.back(), std::string("open CARD-D01 AM 302"));

    // A new start of the program beside the same store.
    counter::StationWindows again(bench.model, bench.folder.filePath(QStringLiteral("choice.ini")));
    again.room().show();
    QCOMPARE(Bench::child<QListWidget>(again.room(), 0).currentRow(), 1);
    QCOMPARE(Bench::child<QListWidget>(again.room(), 1).currentItem()->text(),
             QStringLiteral("302"));
}

void TestSignIn::changesItsLanguageInFrontOfTheUser() {
    Bench bench(QStringLiteral("zh"));
    bench.windows->show();
    auto& window = bench.windows->signIn();
    QCOMPARE(Bench::words(window, "title"), QStringLiteral("登录"));
    bench.type("111111");
    auto* toggle = window.findChildren<QPushButton*>().at(1);
    QCOMPARE(toggle->text(), QStringLiteral("English"));
    QTest::mouseClick(toggle, Qt::LeftButton);
    QCOMPARE(Bench::words(window, "title"), QStringLiteral("Sign in"));
    QCOMPARE(toggle->text(), QStringLiteral("中文"));
}

QTEST_MAIN(TestSignIn)
#include "tst_signin.moc"
