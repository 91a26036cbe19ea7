// SPDX-License-Identifier: Apache-2.0
// A lobby device without a screen, for fault runs: the real store, journal, sync, flows and link of
// a device program, with chance in the place of a person. Whoever runs it may kill it at any time.
//
// What the device has acknowledged to a person goes into the file MENZHEN_BOT_ACKS, one line each,
// written at once with one write(): "printed NUMBER TICKET", "called ENTRY", "shown KEY".
// Thread: made on the GUI thread; everything of a bot runs on the flow thread.
#pragma once

#include "app/boot/device/device.h"
#include "app/flows/flowcontext.h"

#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace menzhen::faults {

/// What the run says by its environment.
struct Orders {
    std::string acks;               ///< MENZHEN_BOT_ACKS: path
    std::vector<std::string> codes; ///< MENZHEN_BOT_CODES: a file of booking codes, one a line
    std::uint64_t seed = 1;         ///< MENZHEN_BOT_SEED
    int paceMs = 20;                ///< MENZHEN_BOT_PACE_MS: between two turns
    std::string rest;               ///< MENZHEN_BOT_REST: while this file is there, nobody acts
    std::string station;            ///< MENZHEN_BOT_QUEUE: the queue that a station serves
};

/// Ends the program with a word when something is missing.
Orders readOrders();

class Bot {
public:
    Bot(boot::Device& device, Orders orders);
    virtual ~Bot();
    Bot(const Bot&) = delete;
    Bot& operator=(const Bot&) = delete;

    /// A turn now, and again every paceMs.
    void start();

    /// A board's: a station of its zone told it a call.
    virtual void hear(const ports::ZoneRow&) {}

protected:
    /// What a person does; not while the bot rests.
    virtual void act() {}

    /// What the device does by itself, in every turn.
    virtual void serve() {}

    void acknowledge(const std::string& line);
    std::size_t below(std::size_t bound); ///< 0 to bound - 1

    bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }

    boot::Device& device_;
    const Orders orders_;
    flows::FlowContext context_;

private:
    std::mt19937_64 engine_;
    int acks_ = -1;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

// Each on the flow thread.
std::unique_ptr<Bot> makeKioskBot(boot::Device& device, Orders orders);
std::unique_ptr<Bot> makeCounterBot(boot::Device& device, Orders orders);
std::unique_ptr<Bot> makeDisplayBot(boot::Device& device, Orders orders);

} // namespace menzhen::faults
