// SPDX-License-Identifier: Apache-2.0
// Keys from outside the station's windows: what they do there, and what the bar says of them.
#include "app/counter/callkeydesk.h"
#include "bench.h"

#include <linux/input-event-codes.h>

using namespace menzhen;
using test::Bench;

namespace {

/// A source of presses in the test's hands.
struct Scripted final : ports::CallKeys {
    void start(Listener given) override { listener = std::move(given); }

    void stop() override { listener = {}; }

    Listener listener;
};

struct Keys {
    explicit Keys(Bench& bench) : desk(bench.model, *bench.windows) {
        auto made = std::make_unique<Scripted>();
        pad = made.get();
        desk.addPad(std::move(made), {{"F13", KEY_F13, 0, ports::CallAct::Next}});
        made = std::make_unique<Scripted>();
        keyboard = made.get();
        desk.addKeyboard(std::move(made), {{"F9", KEY_F9, 0, ports::CallAct::Next},
                                           {"F8", KEY_F8, 0, ports::CallAct::Repeat}});
    }

    void works() const {
        pad->listener.onState({ports::CallKeysState::Working});
        keyboard->listener.onState({ports::CallKeysState::Working});
    }

    Scripted* pad = nullptr;
    Scripted* keyboard = nullptr;
    counter::CallKeyDesk desk;
};

} // namespace

class TestCallKeys : public QObject {
    Q_OBJECT

private slots:
    void onePressCallsWhateverIsInFront();
    void everyActIsItsLetter_data();
    void everyActIsItsLetter();
    void nothingHappensBeforeARoomIsOpen();
    void theBarNamesTheKeyThatCalls();
    void theBarSaysWhatIsWrong_data();
    void theBarSaysWhatIsWrong();
    void theBarIsBroughtToTheFront();
};

void TestCallKeys::onePressCallsWhateverIsInFront() {
    Bench bench;
    bench.station.fill(3);
    bench.openRoom();
    const Keys keys(bench);
    QWidget other; // somebody else's window has the keyboard
    other.show();
    other.activateWindow();
    QTRY_VERIFY(!bench.windows->bar().isActiveWindow());
    bench.station.clock.ms += 60'000;
    keys.pad->listener.onPress(ports::CallAct::Next);
    QTRY_COMPARE(bench.number(), QStringLiteral("C001"));
    bench.station.clock.ms += 60'000;
    keys.keyboard->listener.onPress(ports::CallAct::Next);
    QTRY_COMPARE(bench.number(), QStringLiteral("C002"));
    QVERIFY(!bench.windows->bar().isActiveWindow());
}

void TestCallKeys::everyActIsItsLetter_data() {
    QTest::addColumn<int>("act");
    QTest::addColumn<QString>("did");
    const auto row = [](const char* name, ports::CallAct act, const char* did) {
        QTest::newRow(name) << static_cast<int>(act) << QString::fromLatin1(did);
    };
    row("repeat", ports::CallAct::Repeat, "recall C001");
    row("missed", ports::CallAct::Missed, "missed C001");
    row("tests", ports::CallAct::ToTests, "tests C001");
    row("finish", ports::CallAct::Finish, "finish C001");
    row("undo", ports::CallAct::Undo, "undo C001");
    row("help", ports::CallAct::Help, "ask-help");
}

void TestCallKeys::everyActIsItsLetter() {
    QFETCH(int, act);
    QFETCH(QString, did);
    Bench bench;
    bench.station.fill(3);
    bench.openRoom();
    const Keys keys(bench);
    bench.station.clock.ms += 60'000;
    keys.pad->listener.onPress(ports::CallAct::Next);
    QTRY_COMPARE(bench.number(), QStringLiteral("C001"));
    bench.station.clock.ms += 5'000;
    keys.pad->listener.onPress(static_cast<ports::CallAct>(act));
    QTRY_COMPARE(QString::fromStdString(bench.station.did.back()), did);
}

void TestCallKeys::nothingHappensBeforeARoomIsOpen() {
    Bench bench;
    bench.station.fill(3);
    bench.windows->show();
    const Keys keys(bench);
    keys.pad->listener.onPress(ports::CallAct::Next);
    keys.pad->listener.onPress(ports::CallAct::Bar);
    QCoreApplication::processEvents();
    QCOMPARE(bench.station.nextAsked, 0);
    QVERIFY(!bench.windows->bar().isVisible());
}

void TestCallKeys::theBarNamesTheKeyThatCalls() {
    Bench bench;
    bench.openRoom();
    const QPushButton& next = *bench.windows->bar().nextButton();
    QCOMPARE(next.text(), QStringLiteral("Next"));
    const Keys keys(bench);
    keys.works();
    QCOMPARE(next.text(), QStringLiteral("Next\nF13"));
    QCOMPARE(next.accessibleName(), QStringLiteral("Next"));
    QVERIFY(next.accessibleDescription().contains(QStringLiteral("F13")));
    keys.pad->listener.onState({ports::CallKeysState::Missing});
    QCOMPARE(next.text(), QStringLiteral("Next\nF9"));
    keys.keyboard->listener.onState({ports::CallKeysState::Taken, {"F9"}});
    QCOMPARE(next.text(), QStringLiteral("Next"));
    keys.keyboard->listener.onState({ports::CallKeysState::Taken, {"F8"}});
    QCOMPARE(next.text(), QStringLiteral("Next\nF9"));
    bench.use(QStringLiteral("zh"));
    QTRY_COMPARE(next.text(), QStringLiteral("下一位\nF9"));
}

void TestCallKeys::theBarSaysWhatIsWrong_data() {
    QTest::addColumn<bool>("pad");
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("says");
    using State = ports::CallKeysState;
    const auto row = [](const char* name, bool pad, State state, const char* says) {
        QTest::newRow(name) << pad << static_cast<int>(state) << QString::fromLatin1(says);
    };
    row("unplugged", true, State::Missing, "Call pad unplugged: use Next here");
    row("no rights", true, State::Denied, "Call pad taken or not allowed: use Next here");
    row("no pad", true, State::Faulty, "Call pad does not work: use Next here");
    row("taken", false, State::Taken, "Another program holds F9");
    row("wayland", false, State::NotHere,
        "Keys of other programs are not given here: use a call pad");
}

void TestCallKeys::theBarSaysWhatIsWrong() {
    QFETCH(bool, pad);
    QFETCH(int, state);
    QFETCH(QString, says);
    Bench bench;
    bench.openRoom();
    const Keys keys(bench);
    keys.works();
    QTRY_COMPARE(bench.line(), QStringLiteral("Nobody is waiting"));
    (pad ? keys.pad : keys.keyboard)
        ->listener.onState({static_cast<ports::CallKeysState>(state), {"F9"}});
    QCOMPARE(bench.line(), says);
    keys.works();
    QCOMPARE(bench.line(), QStringLiteral("Nobody is waiting"));
}

void TestCallKeys::theBarIsBroughtToTheFront() {
    Bench bench;
    bench.openRoom();
    const Keys keys(bench);
    QWidget other;
    other.show();
    other.activateWindow();
    QTRY_VERIFY(!bench.windows->bar().isActiveWindow());
    keys.keyboard->listener.onPress(ports::CallAct::Bar);
    QTRY_VERIFY(bench.windows->bar().isActiveWindow());
    QVERIFY(bench.windows->bar().nextButton()->hasFocus());
}

QTEST_MAIN(TestCallKeys)
#include "tst_callkeys.moc"
