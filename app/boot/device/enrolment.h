// SPDX-License-Identifier: Apache-2.0
// How a device program enrols itself: `--fingerprint` shows its key, `--enrol CODE` fetches its
// certificate, and either ends. The program itself may run meanwhile: it takes the certificate up
// within seconds.
#pragma once

#include "app/boot/arguments.h"
#include "app/boot/sitefile.h"

#include <optional>
#include <vector>

namespace menzhen::boot {

/// For the Usage of every device program.
std::vector<Option> deviceOptions();

/// Does what the options ask and gives the status to end with; nothing: go on and start. Call it
/// before the application object is made. Prints for a person.
std::optional<int> enrolmentAsked(const Arguments& arguments, Role role, int argc, char** argv);

} // namespace menzhen::boot
