// SPDX-License-Identifier: Apache-2.0
// Every sub-command of `menzhen`, one file each. To add one: declare it here, list it in main.cpp.
#pragma once

#include "app/admin/command.h"

namespace menzhen::admin {

} // namespace menzhen::admin
