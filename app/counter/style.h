// SPDX-License-Identifier: Apache-2.0
// How the station looks: the palette of the design kit (qml/ui/Theme.qml), one style sheet, and the
// three signs for the connection, which differ in shape as well as in colour.
#pragma once

#include <QIcon>
#include <QString>

namespace menzhen::counter::style {

inline constexpr const char* ground = "#F3F7FB";
inline constexpr const char* ink = "#14263A";
inline constexpr const char* quietInk = "#3A4B5E";
inline constexpr const char* blue = "#0B4A82";
inline constexpr const char* amber = "#C76A12";
inline constexpr const char* amberInk = "#7A3600";

/// Pixels at 96 dpi: the staff's own computer, read from 60 cm.
inline constexpr int smallPx = 12;
inline constexpr int bodyPx = 14;
inline constexpr int titlePx = 20;

enum class Sign { Good, Away, Trouble };

/// The whole sheet, for QApplication or one window.
QString sheet();
QPixmap sign(Sign sign, int sizePx, qreal ratio);

} // namespace menzhen::counter::style
