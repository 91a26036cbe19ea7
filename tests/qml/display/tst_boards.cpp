// SPDX-License-Identifier: Apache-2.0
// The board's pages, drawn: nothing is cut off or overlaps in any state on any screen, every row
// has its role and name. With `--pictures FOLDER` the same states as PNG files, for the manual.
#include "tests/app/display/boardstage.h"

#include <QAccessible>
#include <QDir>
#include <QFont>
#include <QGuiApplication>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickView>
#include <QRegularExpression>
#include <QTest>
#include <QtQml/qqmlextensionplugin.h>
#include <memory>

Q_IMPORT_QML_PLUGIN(Menzhen_DisplayModelsPlugin)

using namespace menzhen;
using test::BoardStage;

namespace {

struct Scene {
    const char* name;
    std::function<void(BoardStage&)> set;
};

void later(BoardStage& stage, flows::BoardNews& news, std::int64_t ms) {
    news.contact.current = false;
    stage.model->show(news);
    stage.clock.pass(ms);
    stage.model->tick();
}

/// The registry has been silent for so long, and a station has just told a call itself.
void told(BoardStage& stage, std::int64_t ms) {
    auto news = test::morning(stage.clock);
    later(stage, news, ms);
    for (core::BoardRow& row : news.rows)
        if (row.number == "C014") row.heardUtcMs = stage.clock.utcMs();
    stage.call(news, "C014");
    stage.model->speechEnded(stage.asked[0].second);
    for (int second = 0; second < 9; ++second) {
        stage.clock.pass(1000);
        stage.model->tick();
    }
}

flows::BoardNews withPause(BoardStage& stage) {
    flows::BoardNews news = test::morning(stage.clock);
    for (core::BoardRow& row : news.rows)
        if (row.number == "C113") row.state = core::EntryState::Finished;
    news.stations[1].state = "paused";
    news.stations[1].reason = "ward";
    news.stations[1].pausedUntilMs = stage.clock.utcMsOf(test::monday, 600);
    news.stations[5].state = "closed";
    return news;
}

void quiet(BoardStage& stage, int hour, int minute) {
    stage.clock.set(hour, minute);
    flows::BoardNews news;
    news.contact = {true, false, true, stage.clock.utcMs(), ""};
    news.hall = test::hall();
    stage.model->show(news);
}

const std::vector<Scene>& scenes() {
    static const std::vector<Scene> all{
        {"board", [](BoardStage& s) { s.model->show(test::morning(s.clock)); }},
        {"page-2",
         [](BoardStage& s) {
             s.model->show(test::morning(s.clock));
             s.clock.pass(8001);
             s.model->tick();
         }},
        {"call",
         [](BoardStage& s) {
             auto news = test::morning(s.clock);
             s.model->show(news);
             s.call(news, "C014");
         }},
        {"calls",
         [](BoardStage& s) {
             auto news = test::morning(s.clock);
             s.model->show(news);
             for (const char* number : {"C014", "C115", "C214", "R033", "R102", "C016"}) {
                 s.clock.pass(200);
                 s.call(news, number);
             }
             s.model->speechEnded(s.asked[0].second);
             s.clock.pass(9000);
             s.model->tick();
         }},
        {"marked",
         [](BoardStage& s) {
             auto news = test::morning(s.clock);
             s.model->show(news);
             s.call(news, "C014");
             s.model->speechEnded(s.asked[0].second);
             s.clock.pass(8500);
             s.model->tick();
         }},
        {"keep-waiting",
         [](BoardStage& s) {
             auto news = test::morning(s.clock);
             s.model->show(news);
             for (const char* number : {"C014", "C115", "R033"})
                 s.call(news, number);
             for (core::BoardRow& row : news.rows)
                 if (row.number == "C014" || row.number == "C115" || row.number == "R033")
                     row.state = core::EntryState::Waiting;
             s.model->show(news);
         }},
        {"paused", [](BoardStage& s) { s.model->show(withPause(s)); }},
        {"ageing",
         [](BoardStage& s) {
             auto news = test::morning(s.clock);
             later(s, news, 12'000);
         }},
        {"lost",
         [](BoardStage& s) {
             auto news = test::morning(s.clock);
             later(s, news, 70'000);
         }},
        {"gone",
         [](BoardStage& s) {
             auto news = test::morning(s.clock);
             later(s, news, 400'000);
         }},
        {"told-lost", [](BoardStage& s) { told(s, 70'000); }},
        {"told-gone", [](BoardStage& s) { told(s, 400'000); }},
        {"before", [](BoardStage& s) { quiet(s, 7, 30); }},
        {"empty", [](BoardStage& s) { quiet(s, 9, 30); }},
        {"noon", [](BoardStage& s) { quiet(s, 12, 30); }},
        {"evening", [](BoardStage& s) { quiet(s, 18, 0); }},
        {"starting", [](BoardStage&) {}},
        {"untrusted",
         [](BoardStage& s) {
             flows::BoardNews news;
             news.contact.waitingForTrust = true;
             s.model->show(news);
         }},
    };
    return all;
}

struct Screen {
    const char* name;
    double widthMm;
    double heightMm;
    double seatM;
};

constexpr Screen kScreens[] = {{"43in-5m", 941, 529, 5},  {"55in-8m", 1210, 680, 8},
                               {"75in-8m", 1650, 928, 8}, {"32in-6m", 708, 398, 6},
                               {"55in-5m", 1210, 680, 5}, {"43in-3m", 941, 529, 3}};

/// A board in a window, in one state.
class Shown {
public:
    Shown(const Screen& screen, const Scene& scene)
        : stage(screen.widthMm, screen.heightMm, screen.seatM) {
        scene.set(stage);
        QQmlEngine::setObjectOwnership(stage.model.get(), QQmlEngine::CppOwnership);
        view.engine()->addImportPath(QStringLiteral("qrc:/qt/qml"));
        view.setResizeMode(QQuickView::SizeRootObjectToView);
        view.setInitialProperties({{"board", QVariant::fromValue(stage.model.get())}});
        view.resize(1920, 1080);
        view.setSource(QUrl(QStringLiteral("qrc:/qt/qml/Menzhen/Display/BoardPage.qml")));
        view.show();
    }

    bool ready() {
        return view.status() == QQuickView::Ready && QTest::qWaitForWindowExposed(&view);
    }

    BoardStage stage;
    QQuickView view;
};

QRectF inRoot(QQuickItem* item, QQuickItem* root) {
    return item->mapRectToItem(root, QRectF(0, 0, item->width(), item->height()));
}

bool isText(QQuickItem* item) {
    return item->inherits("QQuickText") && !item->property("text").toString().isEmpty();
}

void collect(QQuickItem* item, std::vector<QQuickItem*>& texts) {
    if (!item->isVisible()) return;
    if (isText(item)) texts.push_back(item);
    for (QQuickItem* child : item->childItems())
        collect(child, texts);
}

QString complaint(QQuickItem* text, QQuickItem* root) {
    const QString what = text->property("text").toString();
    const QRectF box = inRoot(text, root);
    const double painted = text->property("contentWidth").toDouble();
    if (painted > text->width() + 1) return what + QStringLiteral(": wider than its place");
    if (text->property("truncated").toBool()) return what + QStringLiteral(": cut off");
    if (!QRectF(-3, -3, root->width() + 6, root->height() + 6).contains(box))
        return what + QStringLiteral(": outside the screen");
    return {};
}

void names(QAccessibleInterface* from, QAccessible::Role role, QStringList& found) {
    if (!from) return;
    if (from->role() == role && !from->state().invisible) found << from->text(QAccessible::Name);
    for (int i = 0; i < from->childCount(); ++i)
        names(from->child(i), role, found);
}

} // namespace

class BoardsTest : public QObject {
    Q_OBJECT

private slots:
    void nothingIsCutOff_data();
    void nothingIsCutOff();
    void textsAreAsLargeAsTheSeatNeeds();
    void rowsAreNamed();
    void aCallIsAnAlert();
};

void BoardsTest::nothingIsCutOff_data() {
    QTest::addColumn<int>("screen");
    QTest::addColumn<int>("scene");
    for (int screen = 0; screen < int(std::size(kScreens)); ++screen)
        for (int scene = 0; scene < int(scenes().size()); ++scene)
            QTest::addRow("%s %s", kScreens[screen].name, scenes()[std::size_t(scene)].name)
                << screen << scene;
}

void BoardsTest::nothingIsCutOff() {
    QFETCH(int, screen);
    QFETCH(int, scene);
    Shown shown(kScreens[screen], scenes()[std::size_t(scene)]);
    QVERIFY(shown.ready());
    std::vector<QQuickItem*> texts;
    collect(shown.view.rootObject(), texts);
    QVERIFY(texts.size() >= 4);
    QStringList complaints;
    for (QQuickItem* text : texts)
        if (const QString one = complaint(text, shown.view.rootObject()); !one.isEmpty())
            complaints << one;
    QVERIFY2(complaints.isEmpty(), qPrintable(complaints.join("; ")));
}

void BoardsTest::textsAreAsLargeAsTheSeatNeeds() {
    for (const Screen& screen : kScreens) {
        Shown shown(screen, scenes()[0]);
        QVERIFY(shown.ready());
        const double pxPerMm = 1920 / screen.widthMm;
        std::vector<QQuickItem*> texts;
        collect(shown.view.rootObject(), texts);
        int numbers = 0;
        for (QQuickItem* text : texts) {
            const QString what = text->property("text").toString();
            if (!QRegularExpression("^[CR][0-9]{3}$").match(what).hasMatch()) continue;
            ++numbers;
            const int px = text->property("size").toInt();
            QVERIFY2(px + 1 >= 7.3 * screen.seatM * pxPerMm / display::glyphShare,
                     qPrintable(what));
            QVERIFY2(text->property("contentWidth").toDouble() > px * 1.6,
                     qPrintable(what + " was made smaller on " + screen.name));
        }
        QVERIFY(numbers >= 2);
    }
}

void BoardsTest::rowsAreNamed() {
    Shown shown(kScreens[0], scenes()[0]);
    QVERIFY(shown.ready());
    QStringList rows;
    names(QAccessible::queryAccessibleInterface(&shown.view), QAccessible::ListItem, rows);
    QCOMPARE(rows.size(), 3);
    QVERIFY2(rows[0].contains(QStringLiteral("C012 张*三 就诊中")), qPrintable(rows[0]));
    QStringList texts;
    names(QAccessible::queryAccessibleInterface(&shown.view), QAccessible::StaticText, texts);
    QVERIFY(texts.contains(QStringLiteral("3A 候诊区")));
    QVERIFY(texts.contains(QStringLiteral("R027")));
}

void BoardsTest::aCallIsAnAlert() {
    Shown shown(kScreens[0], scenes()[2]);
    QVERIFY(shown.ready());
    QStringList alerts;
    names(QAccessible::queryAccessibleInterface(&shown.view), QAccessible::AlertMessage, alerts);
    QCOMPARE(alerts, QStringList{QStringLiteral(
                         "请 C014 号到 301 诊室就诊. Number C014, please go to room 301")});
}

namespace {

int draw(const QString& folder) {
    QDir().mkpath(folder);
    for (const Screen& screen : kScreens)
        for (const Scene& scene : scenes()) {
            Shown shown(screen, scene);
            if (!shown.ready()) return 1;
            const QString name = QStringLiteral("board-%1-%2.png").arg(scene.name, screen.name);
            if (!shown.view.grabWindow().save(folder + "/" + name)) return 1;
        }
    return 0;
}

} // namespace

int main(int argc, char* argv[]) {
    QGuiApplication application(argc, argv);
    QGuiApplication::setFont(QFont(QStringLiteral("Noto Sans CJK SC")));
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments[1] == "--pictures") return draw(arguments[2]);
    BoardsTest test;
    return QTest::qExec(&test, arguments);
}

#include "tst_boards.moc"
