// SPDX-License-Identifier: Apache-2.0
// A bug stops the program, in every build: better a kiosk that the watchdog restarts than a kiosk
// that goes on with a broken promise. `why` must hold no personal data: it goes to the log.
#pragma once

#include <cstdio>
#include <cstdlib>

#define MENZHEN_CHECK(condition, why)                                                              \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            std::fprintf(stderr, "bug: %s (%s:%d)\n", why, __FILE__, __LINE__);                    \
            std::abort();                                                                          \
        }                                                                                          \
    } while (false)
