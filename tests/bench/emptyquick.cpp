// SPDX-License-Identifier: Apache-2.0
// The least that a Qt Quick program can be: a window with one coloured rectangle. It says
// "first frame" on standard error when it has shown one, and waits to be ended. The yardstick of
// bench_kiosk_start.
#include <QGuiApplication>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QQuickWindow>
#include <cstdio>
#include <memory>

namespace {

constexpr const char* page = R"(
import QtQuick
Window {
    width: 1080; height: 1920; visible: true
    Rectangle { anchors.fill: parent; color: "steelblue" }
})";

} // namespace

int main(int argc, char** argv) {
    QGuiApplication application(argc, argv);
    QQmlEngine engine;
    QQmlComponent component(&engine);
    component.setData(page, {});
    const std::unique_ptr<QObject> made(component.create());
    auto* window = qobject_cast<QQuickWindow*>(made.get());
    if (window == nullptr) return 1;
    QObject::connect(
        window, &QQuickWindow::frameSwapped, &application,
        [] { std::fputs("first frame\n", stderr); }, Qt::SingleShotConnection);
    return QGuiApplication::exec();
}
