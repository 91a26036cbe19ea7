// SPDX-License-Identifier: Apache-2.0
// What a hand scanner sends, byte by byte, to texts. Pure: bytes and milliseconds in, texts out.
#pragma once

#include "app/core/bytes.h"

#include <cstdint>
#include <string>
#include <vector>

namespace menzhen::scanner {

class ByteInterpreter {
public:
    virtual ~ByteInterpreter() = default;
    /// The texts that these bytes complete. `nowMs` is monotonic.
    virtual std::vector<std::string> feed(core::ByteView bytes, std::int64_t nowMs) = 0;
    /// The text that silence until `nowMs` completes: at most one.
    virtual std::vector<std::string> silence(std::int64_t nowMs) = 0;
    /// Forgets what is not complete: the device was opened anew.
    virtual void reset() = 0;
};

} // namespace menzhen::scanner
