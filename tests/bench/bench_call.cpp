// SPDX-License-Identifier: Apache-2.0
// A call pressed at a station until its row has changed on the board: the real registry as a child,
// the board's own parts here (boot::Device with the live channel, the store, flows::Board, the
// view-model and the pages), and a station that posts call-next, one call at a time. Measured from
// the first byte of the POST to the view-model that has the ticket as called; for information also
// to the read of the board's store behind the commit and to the frame that was shown next.
#include "app/boot/device/device.h"
#include "app/display/boardmodel.h"
#include "app/display/boardsetting.h"
#include "app/flows/board.h"
#include "drivers/crypto/opensslcrypto.h"
#include "drivers/voice/voicefactory.h"
#include "tests/bench/registryprocess.h"

#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQuickWindow>
#include <QtQml/qqmlextensionplugin.h>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <fstream>
#include <mutex>
#include <stdexcept>
#include <thread>

Q_IMPORT_QML_PLUGIN(Menzhen_DisplayModelsPlugin)

namespace {

using namespace menzhen;
using Moment = std::chrono::steady_clock::time_point;
using nlohmann::json;

constexpr int warmUp = 10;
constexpr int calls = 200;
constexpr std::chrono::milliseconds pause{20};
constexpr std::chrono::seconds patience{10};
constexpr const char* clockText = "2026-11-23T07:50";
constexpr std::int64_t occurredAt = 1795391400000; // that clock in Asia/Shanghai
constexpr const char* base = "/v1/sites/HA/";

/// The entries that a place has seen as called, with the moment; the station waits for its own.
class Sightings {
public:
    void saw(const std::vector<core::BoardRow>& rows) {
        const Moment now = std::chrono::steady_clock::now();
        const std::lock_guard lock(mutex_);
        for (const core::BoardRow& row : rows)
            if (row.state == core::EntryState::Called) seen_.try_emplace(row.id, now);
        changed_.notify_all();
    }

    std::optional<Moment> of(const std::string& id) {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_for(lock, patience, [&] { return seen_.count(id) > 0; })) return {};
        return seen_[id];
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::string, Moment> seen_;
};

struct Board {
    Sightings inStore, inModel, onScreen;
    std::atomic<bool> current = false;
};

[[noreturn]] void giveUp(const std::string& why) {
    throw std::runtime_error(why); // caught in main and at the end of the station's thread
}

json must(const bench::Reply& reply) {
    if (reply.status != 200) giveUp(std::to_string(reply.status) + " " + reply.body);
    return json::parse(reply.body);
}

json opOf(int seq, const char* type, json fields) {
    return {{"device", "K1"},
            {"incarnation", 1},
            {"seq", seq},
            {"type", type},
            {"version", 1},
            {"day", bench::benchDay},
            {"occurred_at", occurredAt},
            {"actor", "K1"},
            {"request", ""},
            {"fields", std::move(fields)}};
}

/// As many arrived patients as there will be calls, all of one session of the zone.
void fillQueue(bench::WireClient& wire, const json& session) {
    const crypto::OpenSslCrypto crypto;
    const auto key = crypto.generateKey();
    must(wire.post(std::string(base) + "devices",
                   json{{"id", "K1"},
                        {"role", "kiosk"},
                        {"public_key", crypto.publicPem(key->publicKey())},
                        {"last_seq", 0}}
                       .dump()));
    int seq = 0;
    json ops = json::array();
    for (int i = 0; i < warmUp + calls; ++i) {
        char ticket[20];
        std::snprintf(ticket, sizeof ticket, "%016x", i);
        ops.push_back(opOf(++seq, "ticket.issued",
                           {{"ticket", ticket},
                            {"kind", "extra"},
                            {"session", session["id"]},
                            {"queue", session["queue"]},
                            {"half", "AM"},
                            {"number", "X" + std::to_string(1000 + i)},
                            {"band", session["start"]},
                            {"zone", session["zone"]},
                            {"short_code", "7G0MX2A4"},
                            {"masked", "王*试"},
                            {"lang", "zh"}}));
        ops.push_back(opOf(++seq, "entry.checked_in", {{"entry", ticket}}));
        if (ops.size() < 100 && i + 1 < warmUp + calls) continue;
        must(wire.post(std::string(base) + "ops", json{{"device", "K1"}, {"ops", ops}}.dump()));
        ops.clear();
    }
}

void print(const char* what, double value, const char* unit, const char* more = "") {
    std::printf(R"({"bench":"call","what":"%s","value":%.3f,"unit":"%s"%s})"
                "\n",
                what, value, unit, more);
}

double at(std::vector<double> values, std::size_t percent) {
    std::sort(values.begin(), values.end());
    return values[values.size() * percent / 100];
}

double msFrom(Moment begun, Sightings& place, const std::string& id, const char* name) {
    const auto seen = place.of(id);
    if (!seen) giveUp("a call never came to " + std::string(name));
    return std::chrono::duration<double, std::milli>(*seen - begun).count();
}

/// The station. In a thread of its own, as in life it is another machine.
void press(int port, const json& session, Board& board) {
    for (int i = 0; i < 200 && !board.current; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    if (!board.current) giveUp("the board never was in step");
    bench::WireClient wire(port);
    const std::string path =
        base + ("queues/" + session["queue"].get<std::string>()) + "/call-next";
    std::vector<double> store, model, screen;
    std::string finish;
    for (int i = 0; i < warmUp + calls; ++i) {
        std::this_thread::sleep_for(pause);
        json body{{"station", "S1"},
                  {"request", "r" + std::to_string(i)},
                  {"half", "AM"},
                  {"room", session["room"]}};
        if (!finish.empty()) body["finish"] = finish;
        const std::string text = body.dump();
        const Moment begun = std::chrono::steady_clock::now();
        const json answer = must(wire.post(path, text));
        if (!answer["result"].is_string()) giveUp("nobody was called: " + answer.dump());
        finish = answer["result"];
        const double one = msFrom(begun, board.inStore, finish, "the store");
        const double two = msFrom(begun, board.inModel, finish, "the view-model");
        const double three = msFrom(begun, board.onScreen, finish, "the screen");
        if (i < warmUp) continue;
        store.push_back(one);
        model.push_back(two);
        screen.push_back(three);
    }
    print("call pressed to row changed on board, p99", at(model, 99), "ms",
          R"(,"limit":250,"better":"lower")");
    print("the same, p50", at(model, 50), "ms");
    print("to a read of the board's store, p99", at(store, 99), "ms");
    print("to the next frame of the board, p50", at(screen, 50), "ms");
    print("to the next frame of the board, p99", at(screen, 99), "ms");
}

boot::Arguments boardArguments(const std::filesystem::path& folder, int port,
                               const std::string& zone) {
    boot::Arguments arguments;
    arguments.program = "bench_call";
    arguments.site = (folder / "board.toml").string();
    arguments.clock = clockText;
    std::ofstream(arguments.site)
        << "site = \"HA\"\nrole = \"display\"\nid = \"B1\"\ntimezone = \"Asia/Shanghai\"\n"
        << "store = \"sqlite://" << (folder / "board.db").string() << "\"\nkeys = \""
        << (folder / "board-keys").string() << "\"\nregistry = \"http://127.0.0.1:" << port
        << "\"\ndemo = true\nzone = \"" << zone << "\"\n";
    return arguments;
}

/// The board as menzhen-display has it, silent, and with an eye at each of its places.
void runBoard(boot::Device& device, Board& seen, std::thread& station,
              const std::function<void()>& pressing) {
    const std::string voices = std::string(MENZHEN_RESOURCES) + "/voice";
    const auto words = display::readSpokenWords(voices);
    const auto layout = display::boardLayout(941, 529, device.site().seatM);
    const auto post = [&device](std::function<void()> task) { device.post(std::move(task)); };
    const auto announcer = voice::makeAnnouncer("none:", voices, post);
    if (!words || !layout || !announcer) giveUp("the board's parts");
    flows::Board board(device.board(), **announcer, device.clock());
    device.onClose([&] { board.stop(); });
    display::BoardModel* screen = nullptr;
    const auto say = [&](const core::BoardRow& row, const std::string& key) {
        device.post([&, row, key] {
            board.announce(row, key, [&, key](const std::string&) {
                device.toScreen(screen, [screen, key] { screen->speechEnded(key); });
            });
        });
    };
    display::BoardModel model(device.clock(), *words,
                              {device.site().zone, *layout, device.fingerprint()}, say);
    screen = &model;
    std::vector<core::BoardRow> shown;
    const auto refresh = [&] {
        device.post([&] {
            const flows::BoardNews news = board.readOrProblem(device.syncState());
            seen.inStore.saw(news.rows);
            if (news.contact.current && !news.rows.empty()) seen.current = true;
            device.toScreen(&model, [&, news] {
                model.show(news);
                seen.inModel.saw(news.rows);
                shown = news.rows;
            });
        });
    };
    QObject::connect(&device, &boot::Device::dataChanged, &model, refresh);
    QObject::connect(&device, &boot::Device::syncStateChanged, &model, refresh);
    QQmlApplicationEngine engine;
    engine.addImportPath("qrc:/qt/qml");
    engine.setInitialProperties({{"board", QVariant::fromValue(&model)}});
    engine.load(QUrl("qrc:/qt/qml/Menzhen/Display/Main.qml"));
    if (engine.rootObjects().isEmpty()) giveUp("the board's pages");
    auto* window = qobject_cast<QQuickWindow*>(engine.rootObjects().first());
    QObject::connect(window, &QQuickWindow::frameSwapped, &model,
                     [&] { seen.onScreen.saw(shown); });
    station = std::thread(pressing);
    device.run();
}

} // namespace

int main(int argc, char** argv) try {
    QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
    QGuiApplication application(argc, argv);
    const bench::ScratchFolder scratch("bench-call");
    bench::RegistryProcess registry(scratch.path());
    if (!registry.ready()) giveUp("the registry did not start");
    const json sessions = registry.sessions();
    if (sessions.empty()) giveUp("no session in the morning");
    const json& session = sessions[0];
    bench::WireClient wire(registry.port());
    fillQueue(wire, session);

    auto opened = boot::Device::open(
        boardArguments(scratch.path(), registry.port(), session["zone"]), boot::Role::Display);
    if (!opened) return boot::cannotStart("bench_call", opened.error());
    Board board;
    std::thread station;
    std::atomic<bool> measured = false;
    runBoard(**opened, board, station, [&] {
        try {
            press(registry.port(), session, board);
            measured = true;
        } catch (const std::exception& error) {
            std::fprintf(stderr, "bench_call: %s\n", error.what());
        }
        QMetaObject::invokeMethod(&application, [] { QCoreApplication::quit(); });
    });
    station.join();
    return measured ? 0 : 1;

} catch (const std::exception& error) {

    std::fprintf(stderr, "bench_call: %s\n", error.what());
    return 1;
}
