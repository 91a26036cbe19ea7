// SPDX-License-Identifier: Apache-2.0
// What a board reads once at its start. Thread: GUI.
#pragma once

#include "app/core/spokenwords.h"
#include "app/display/boardlayout.h"

#include <string>

namespace menzhen::display {

/// The table of what a call says, `voiceFolder`/pinyin.txt. Errors: Data "spoken-words".
core::Result<core::SpokenWords> readSpokenWords(const std::string& voiceFolder);

/// For a screen whose size nobody wrote down: the platform's own figure, as far as it can be true;
/// else a television of 43 inches. Errors: those of boardLayout.
core::Result<BoardLayout> layoutOfScreen(double seatM);

} // namespace menzhen::display
