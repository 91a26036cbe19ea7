// SPDX-License-Identifier: Apache-2.0
#include "app/counter/style.h"

#include <QPainter>
#include <QPainterPath>
#include <QPixmap>

namespace menzhen::counter::style {

QString sheet() {
    // Colours by name, so that a pair whose contrast was checked is not mixed up by a digit.
    QString text = QStringLiteral(R"(
QWidget { color: @ink; font-size: 14px; font-family: "Noto Sans CJK SC"; }
QWidget#window, QFrame#sheet { background: @ground; }
QWidget#bar { background: #FFFFFF; border: 1px solid @blue; }
QLabel { background: transparent; }
QLabel#title { font-size: 20px; font-weight: bold; color: @blue; }
QLabel#number { font-size: 20px; font-weight: bold; color: @blue; }
QLabel#name { font-size: 15px; }
QLabel#room, QLabel#next, QLabel#quiet { font-size: 13px; color: @quiet; }
QLabel#next { color: @ink; }
QLabel#error { color: @amberInk; background: @amberSoft; border: 1px solid @amber; border-radius: 4px;
    padding: 8px; }
QLabel#line { font-size: 12px; padding: 0 4px; background: @blueSoft; color: @ink; }
QLabel#line[tone="attention"] { background: @amberSoft; color: @amberInk; }
QPushButton { background: #FFFFFF; border: 1px solid @border; border-radius: 4px; padding: 6px 14px;
    min-height: 20px; }
QPushButton:hover { background: @blueSoft; }
QPushButton:pressed { background: #C9DFF4; }
QPushButton:focus { border: 2px solid @blue; }
QPushButton:disabled { background: #E8EDF2; color: #5A6B7D; border-color: #D3DEE9; }
QPushButton#primary { background: @blue; color: #FFFFFF; border-color: @blue; font-weight: bold; }
QPushButton#primary:pressed, QPushButton#primary:hover { background: #083763; }
QPushButton#primary:focus { border: 2px solid @amber; }
QPushButton#primary:disabled { background: #E8EDF2; color: #5A6B7D; border-color: #D3DEE9; }
QWidget#bar QPushButton { font-size: 12px; padding: 0; margin: 0; min-height: 0; }
QWidget#bar QPushButton#primary { font-size: 17px; }
QWidget#bar QPushButton#primary[keyed="true"] { font-size: 13px; }
QPushButton[tone="attention"] { background: @amberSoft; color: @amberInk; border-color: @amber; }
QLineEdit { background: #FFFFFF; border: 1px solid @border; border-radius: 4px; padding: 6px;
    min-height: 22px; selection-background-color: @blue; }
QLineEdit:focus { border: 2px solid @blue; }
QListWidget, QTableView { background: #FFFFFF; border: 1px solid @border; border-radius: 4px;
    gridline-color: #D3DEE9; selection-background-color: @blueSoft; selection-color: @ink; }
QListWidget:focus, QTableView:focus { border: 2px solid @blue; }
QListWidget { outline: 0; }
QListWidget::item { padding: 6px; border: 1px solid transparent; }
QListWidget::item:selected { background: @blue; color: #FFFFFF; }
QHeaderView::section { background: @ground; color: @quiet; border: 0; padding: 4px 6px;
    border-bottom: 1px solid @border; }
QFrame#help { background: @amberSoft; border: 1px solid @amber; border-radius: 4px; }
QFrame#pause { background: @blueSoft; border: 1px solid @blue; border-radius: 4px; }
QToolTip { color: @ink; background: #FFFFFF; border: 1px solid @border; }
)");
    const std::pair<const char*, const char*> colours[] = {
        {"@amberInk", amberInk},  {"@amberSoft", "#FFF1DF"}, {"@amber", amber},
        {"@blueSoft", "#E1EEFA"}, {"@blue", blue},           {"@border", "#7B8EA3"},
        {"@ground", ground},      {"@quiet", quietInk},      {"@ink", ink}};
    for (const auto& [name, value] : colours)
        text.replace(QLatin1String(name), QLatin1String(value));
    return text;
}

QPixmap sign(Sign sign, int sizePx, qreal ratio) {
    QPixmap picture(QSize(sizePx, sizePx) * ratio);
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(sizePx / 16.0, sizePx / 16.0);
    const auto pen = [](const char* colour, qreal width) {
        return QPen(QColor(QLatin1String(colour)), width, Qt::SolidLine, Qt::RoundCap,
                    Qt::RoundJoin);
    };
    switch (sign) {
    case Sign::Good: // a tick in a full circle
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor(QLatin1String(blue)));
        painter.drawEllipse(QRectF(1, 1, 14, 14));
        painter.setPen(pen("#FFFFFF", 2));
        painter.drawPolyline(QPolygonF({{4.5, 8.2}, {7, 10.8}, {11.5, 5.5}}));
        break;
    case Sign::Away: // a line through an empty circle
        painter.setPen(pen(amber, 2));
        painter.drawEllipse(QRectF(2, 2, 12, 12));
        painter.drawLine(QPointF(3.8, 12.2), QPointF(12.2, 3.8));
        break;
    case Sign::Trouble: // an exclamation mark in a triangle
        painter.setPen(pen(amber, 1.8));
        painter.drawPolygon(QPolygonF({{8, 1.8}, {15, 14}, {1, 14}}));
        painter.drawLine(QPointF(8, 6), QPointF(8, 9.6));
        painter.drawPoint(QPointF(8, 12));
        break;
    }
    return picture;
}

} // namespace menzhen::counter::style
