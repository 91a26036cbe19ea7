// SPDX-License-Identifier: Apache-2.0
// One line of text that is cut with "…" where there is no room; tooltip and screen reader get all
// of it.
#pragma once

#include <QLabel>
#include <QPainter>
#include <QStyleOption>

namespace menzhen::counter {

class ElidedLabel : public QLabel {
public:
    using QLabel::QLabel;

    void say(const QString& text) {
        setText(text);
        setToolTip(text);
        setAccessibleName(text);
    }

    QSize minimumSizeHint() const override { return {20, QLabel::minimumSizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        QStyleOption option;
        option.initFrom(this);
        style()->drawPrimitive(QStyle::PE_Widget, &option, &painter, this);
        const QRect room = contentsRect().adjusted(3, 0, -3, 0);
        painter.drawText(room, static_cast<int>(alignment()) | Qt::TextSingleLine,
                         fontMetrics().elidedText(text(), Qt::ElideRight, room.width()));
    }
};

} // namespace menzhen::counter
