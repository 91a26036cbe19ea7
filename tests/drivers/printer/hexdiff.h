// SPDX-License-Identifier: Apache-2.0
// Bytes beside the golden file, eight lines around the first difference.
#pragma once

#include "app/core/bytes.h"

#include <gmock/gmock.h>
#include <string>

namespace menzhen::printertest {

/// Compares with tests/data/printer/NAME. With MENZHEN_WRITE_GOLDEN set in the environment the file
/// is written instead, for a person to look through and commit.
testing::AssertionResult matchesGolden(const core::Bytes& bytes, const std::string& name);

} // namespace menzhen::printertest
