// SPDX-License-Identifier: Apache-2.0
// A ZoneRow as a line of JSON, and the board's word that it has it. Internal to this room.
#pragma once

#include "app/ports/zonelink.h"

#include <QByteArray>
#include <optional>

namespace menzhen::link {

inline constexpr qint64 maxZoneLineBytes = 4096; ///< longer: the connection is broken off
inline constexpr int zoneVersion = 1;            ///< of the lines; others are not understood

QByteArray zoneLine(const ports::ZoneRow& row); ///< with its line feed
/// Nothing when it is no row, holds a control character or is of another version.
std::optional<ports::ZoneRow> zoneRowFrom(const QByteArray& line);

/// What a board answers to a row: which op it has.
QByteArray zoneAnswer(const ports::ZoneRow& row);

} // namespace menzhen::link
