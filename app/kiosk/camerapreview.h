// SPDX-License-Identifier: Apache-2.0
// What the camera sees, as a mirror: people move the paper the way they mean to. Grey, small, and
// gone with the page. Thread: GUI (painted by the software renderer).
#pragma once

#include "app/kiosk/checkinmodel.h"

#include <QPainter>
#include <QPointer>
#include <QQuickPaintedItem>

namespace menzhen::kiosk {

class CameraPreview : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(
        menzhen::kiosk::CheckInModel* source READ source WRITE setSource NOTIFY sourceChanged FINAL)

public:
    using QQuickPaintedItem::QQuickPaintedItem;

    CheckInModel* source() const { return source_; }

    void setSource(CheckInModel* source) {
        if (source_ == source) return;
        if (source_) source_->disconnect(this);
        source_ = source;
        if (source_) connect(source_, &CheckInModel::previewChanged, this, [this] { update(); });
        emit sourceChanged();
    }

    void paint(QPainter* painter) override {
        const QImage frame = source_ ? source_->preview() : QImage();
        if (frame.isNull()) return;
        const QSizeF size =
            QSizeF(frame.size()).scaled(boundingRect().size(), Qt::KeepAspectRatioByExpanding);
        QRectF target({}, size);
        target.moveCenter(boundingRect().center());
        painter->setRenderHint(QPainter::SmoothPixmapTransform);
        painter->drawImage(target, frame.mirrored(true, false));
    }

signals:
    void sourceChanged();

private:
    QPointer<CheckInModel> source_;
};

} // namespace menzhen::kiosk
