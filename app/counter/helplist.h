// SPDX-License-Identifier: Apache-2.0
// Who asked for help, each with its Answer; the oldest first, a few at a time.
#pragma once

#include "app/counter/stationmodel.h"

#include <QWidget>

class QVBoxLayout;

namespace menzhen::counter {

inline constexpr std::size_t maxHelpsShown = 4;

class HelpList : public QWidget {
    Q_OBJECT

public:
    explicit HelpList(StationModel& model, QWidget* parent = nullptr);
    void draw();

private:
    QWidget* line(const flows::HelpView& help);

    StationModel& model_;
    QVBoxLayout* lines_;
    QString shown_; ///< ids and language of what stands there: drawn again only when it changes
};

} // namespace menzhen::counter
