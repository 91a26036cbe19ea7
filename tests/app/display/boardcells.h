// SPDX-License-Identifier: Apache-2.0
// What stands in a board's rows, by the names of its roles.
#pragma once

#include "app/display/boardmodel.h"

namespace menzhen::test {

inline QString cell(display::RowModel* rows, int row, const char* role) {
    return rows->data(rows->index(row), rows->roleNames().key(role)).toString();
}

inline int rowOf(display::RowModel* rows, const char* role, const QString& text) {
    for (int i = 0; i < rows->count(); ++i)
        if (cell(rows, i, role) == text) return i;
    return -1;
}

inline int kindOf(display::BoardModel& board, const QString& room) {
    const int at = rowOf(board.lines(), "room", room);
    return at < 0 ? -1 : cell(board.lines(), at, "kind").toInt();
}

} // namespace menzhen::test
