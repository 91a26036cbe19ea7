// SPDX-License-Identifier: Apache-2.0
// Where the files lie that a program reads while it runs: voice, phone pages, hospitals.
#pragma once

#include <string>

namespace menzhen::boot {

/// MENZHEN_RESOURCES of the environment; else the source tree that this was built from, while it is
/// there; else the installed folder. Without a slash at its end. Whether a file lies in it is for
/// its reader to find out.
std::string resourceFolder();

} // namespace menzhen::boot
