// SPDX-License-Identifier: Apache-2.0
#include "tests/faults/bot.h"

#include "app/boot/device/journeys.h"
#include "app/core/check.h"

#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <unistd.h>

namespace menzhen::faults {

namespace {

std::string variable(const char* name, const std::string& fallback) {
    const char* value = std::getenv(name);
    return value == nullptr ? fallback : value;
}

} // namespace

Orders readOrders() {
    Orders orders;
    orders.acks = variable("MENZHEN_BOT_ACKS", "");
    MENZHEN_CHECK(!orders.acks.empty(), "MENZHEN_BOT_ACKS names no file");
    std::ifstream codes(variable("MENZHEN_BOT_CODES", "/dev/null"));
    for (std::string line; std::getline(codes, line);)
        orders.codes.push_back(line);
    orders.seed = std::stoull(variable("MENZHEN_BOT_SEED", "1"));
    orders.paceMs = std::stoi(variable("MENZHEN_BOT_PACE_MS", "20"));
    orders.rest = variable("MENZHEN_BOT_REST", "");
    orders.station = variable("MENZHEN_BOT_QUEUE", "");
    return orders;
}

Bot::Bot(boot::Device& device, Orders orders)
    : device_(device), orders_(std::move(orders)), context_(boot::flowContext(device)),
      engine_(orders_.seed),
      acks_(::open(orders_.acks.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644)) {
    MENZHEN_CHECK(acks_ >= 0, "the file of acknowledgements does not open");
}

Bot::~Bot() {
    ::close(acks_);
}

void Bot::start() {
    serve();
    if (::access(orders_.rest.c_str(), F_OK) != 0) act();
    context_.later(orders_.paceMs, [this, alive = std::weak_ptr(alive_)] {
        if (alive.lock()) start();
    });
}

void Bot::acknowledge(const std::string& line) {
    const std::string whole = line + "\n";
    const auto written = ::write(acks_, whole.data(), whole.size());
    MENZHEN_CHECK(written == static_cast<ssize_t>(whole.size()), "an acknowledgement was lost");
}

std::size_t Bot::below(std::size_t bound) {
    return static_cast<std::size_t>(engine_() % bound);
}

} // namespace menzhen::faults
