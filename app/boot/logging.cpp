// SPDX-License-Identifier: Apache-2.0
#include "app/boot/logging.h"

#include "app/boot/systemclock.h"
#include "drivers/crypto/opensslcrypto.h"
#include "drivers/crypto/systemchance.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <unistd.h>

namespace menzhen::boot {

namespace {

constexpr std::array<const char*, 4> levelNames{"debug", "info", "warning", "error"};
constexpr std::size_t tagHexDigits = 6;

std::string clean(std::string_view message) {
    std::string text(message.substr(0, maxLogMessageBytes));
    // A cut must not leave half a character behind.
    while (text.size() < message.size() && !text.empty() &&
           (static_cast<unsigned char>(message[text.size()]) & 0xc0) == 0x80)
        text.pop_back();
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
    if (text.size() < message.size()) text += "...";
    return text;
}

std::string stamp(std::int64_t utcMs) {
    const std::time_t seconds = utcMs / 1000;
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    std::array<char, 40> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    std::array<char, 8> fraction{};
    std::snprintf(fraction.data(), fraction.size(), ".%03dZ", static_cast<int>(utcMs % 1000));
    return std::string(text.data(), size) + fraction.data();
}

void writeAll(int file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = ::write(file, text.data(), text.size());
        if (count <= 0) return; // nobody is left to be told
        text.remove_prefix(static_cast<std::size_t>(count));
    }
}

Log& standardLog() {
    static Log log(STDERR_FILENO);
    return log;
}

std::int64_t monotonicMs() {
    timespec now{};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

} // namespace

void Log::put(LogLevel level, const std::string& text, int hidden, std::int64_t utcMs) {
    std::string line =
        stamp(utcMs) + " " + levelNames.at(static_cast<std::size_t>(level)) + " " + text;
    if (hidden > 0) line += " (" + std::to_string(hidden) + " more since)";
    writeAll(file_, line + "\n");
}

void Log::flushOld(std::int64_t utcMs, std::int64_t monotonicMs) {
    for (auto entry = repeats_.begin(); entry != repeats_.end();) {
        const auto& [key, repeat] = *entry;
        if (monotonicMs - repeat.since < repeatWindowMs && repeats_.size() < maxRemembered) {
            ++entry;
            continue;
        }
        if (repeat.hidden > 0) put(key.first, key.second, repeat.hidden, utcMs);
        entry = repeats_.erase(entry);
    }
}

void Log::write(LogLevel level, std::string_view room, std::string_view message, std::int64_t utcMs,
                std::int64_t monotonicMs) {
    const std::string text = clean(room) + " " + clean(message);
    const std::lock_guard guard(mutex_);
    if (level < least_) return;
    flushOld(utcMs, monotonicMs);
    const auto [entry, fresh] = repeats_.try_emplace({level, text}, Repeat{monotonicMs, 0});
    if (fresh)
        put(level, text, 0, utcMs);
    else
        ++entry->second.hidden;
}

void Log::setLeast(LogLevel least) {
    const std::lock_guard guard(mutex_);
    least_ = least;
}

void log(LogLevel level, std::string_view room, std::string_view message) {
    standardLog().write(level, room, message, realUtcMs(), monotonicMs());
}

void setLogLevelFromEnvironment() {
    const char* wanted = std::getenv("MENZHEN_LOG");
    if (!wanted) return;
    for (std::size_t i = 0; i < levelNames.size(); ++i)
        if (std::string_view(wanted) == levelNames.at(i))
            standardLog().setLeast(static_cast<LogLevel>(i));
}

void logReady(std::string_view where) {
    log(LogLevel::Info, "start", where.empty() ? "ready" : "ready " + std::string(where));
}

std::string redacted(std::string_view identifier) {
    static const core::Bytes key = [] {
        core::Bytes random(32);
        crypto::SystemChance().fill(random);
        return random;
    }();
    const auto digest = crypto::OpenSslCrypto().hmacSha256(key, core::asBytes(identifier));
    return "#" + core::toHex(digest).substr(0, tagHexDigits);
}

} // namespace menzhen::boot
