// SPDX-License-Identifier: Apache-2.0
// One typeface for Chinese and Latin on every screen. Thread: GUI.
#pragma once

namespace menzhen::boot {

inline constexpr const char* typefaceFamily = "Noto Sans CJK SC"; ///< Debian: fonts-noto-cjk

/// Makes it the application's font. Where it is not installed a warning says so, and the platform's
/// own font stays. Without a GUI application nothing happens.
void useTypeface();

} // namespace menzhen::boot
