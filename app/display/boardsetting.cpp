// SPDX-License-Identifier: Apache-2.0
#include "app/display/boardsetting.h"

#include <QFile>
#include <QGuiApplication>
#include <QScreen>

namespace menzhen::display {

core::Result<core::SpokenWords> readSpokenWords(const std::string& voiceFolder) {
    const std::string path = voiceFolder + "/pinyin.txt";
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly))
        return core::badData("spoken-words", path + ": " + file.errorString().toStdString());
    const QByteArray text = file.read(core::SpokenWords::kMaxBytes + 1);
    return core::SpokenWords::parse({text.constData(), static_cast<std::size_t>(text.size())},
                                    path);
}

core::Result<BoardLayout> layoutOfScreen(double seatM) {
    const QScreen* screen = QGuiApplication::primaryScreen();
    const QSizeF size = screen ? screen->physicalSize() : QSizeF();
    // Virtual screens and some adapters claim a monitor's size or none: no board is that small.
    constexpr double leastHeightMm = 250;
    if (size.height() < leastHeightMm) return boardLayout(941, 529, seatM);
    return boardLayout(size.width(), size.height(), seatM);
}

} // namespace menzhen::display
