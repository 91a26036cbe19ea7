// SPDX-License-Identifier: Apache-2.0
// The log of every program without Qt: one line an event on standard error, where a service manager
// or ./run collects it:
//     2026-11-23T00:31:05.123Z warning registry 3 devices are silent
// Never a name, identity number, phone number or code of a patient: identifiers go through
// redacted(). A line that repeats is written once in repeatWindowMs and then with its count, so
// that a broken cable cannot fill the disk. Thread: any; lines of threads never mix.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace menzhen::boot {

enum class LogLevel { Debug, Info, Warning, Error };

inline constexpr std::size_t maxLogMessageBytes = 1000; ///< longer ones are cut and marked
inline constexpr std::int64_t repeatWindowMs = 10'000;
inline constexpr std::size_t maxRemembered = 256; ///< different lines whose repeats are counted

class Log {
public:
    /// Writes to the file descriptor, which it does not own; below `least` nothing is written.
    explicit Log(int file, LogLevel least = LogLevel::Info) : file_(file), least_(least) {}

    /// `room` is one word: "registry". Line breaks and control characters in `message` become "?".
    /// `utcMs` is the real time (never the demo's), `monotonicMs` decides about repeats.
    void write(LogLevel level, std::string_view room, std::string_view message, std::int64_t utcMs,
               std::int64_t monotonicMs);
    void setLeast(LogLevel least);

private:
    struct Repeat {
        std::int64_t since = 0;
        int hidden = 0;
    };

    void put(LogLevel level, const std::string& text, int hidden, std::int64_t utcMs);
    void flushOld(std::int64_t utcMs, std::int64_t monotonicMs);

    int file_;
    LogLevel least_;
    std::mutex mutex_;
    std::map<std::pair<LogLevel, std::string>, Repeat> repeats_;
};

/// To the program's log on standard error, now.
void log(LogLevel level, std::string_view room, std::string_view message);

inline void logInfo(std::string_view room, std::string_view message) {
    log(LogLevel::Info, room, message);
}

inline void logWarning(std::string_view room, std::string_view message) {
    log(LogLevel::Warning, room, message);
}

inline void logError(std::string_view room, std::string_view message) {
    log(LogLevel::Error, room, message);
}

/// From the environment's MENZHEN_LOG: debug, info, warning or error; other words change nothing.
void setLogLevelFromEnvironment();

/// Says that the program can be used now. ./run and the tests wait for this very line: room
/// "start", message "ready" and what `where` adds ("at http://127.0.0.1:8480").
void logReady(std::string_view where = {});

/// Stands for an identifier in a log: "#4f09c2". The same identifier is the same tag in one run of
/// one program, so lines can be put together; the key is forgotten when the program ends, so nobody
/// can find the identifier by trying all of them later.
std::string redacted(std::string_view identifier);

} // namespace menzhen::boot
