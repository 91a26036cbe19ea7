// SPDX-License-Identifier: Apache-2.0
// A device's RegistryLink over the simulated network: the port's promises, kept in virtual time.
#pragma once

#include "drivers/sim/network.h"

namespace menzhen::twin {

class Link final : public ports::RegistryLink {
public:
    Link(Timeline& timeline, Network& network, std::string device, Life life, std::uint64_t number);
    ~Link() override;

    void request(ports::LinkRequest request, Answered answered) override;
    void follow(std::string path, std::function<void(std::string data)> onWake,
                std::function<void(ports::LinkState)> onState) override;
    void stop() override;

    // For Network.
    std::uint64_t number() const { return number_; }

    const std::string& device() const { return device_; }

    bool isOpen() const { return open_; }

    void heard(const std::string& data);
    void broke();
    /// Nothing was heard for three heartbeats.
    void silentSince();

private:
    struct Asked {
        Answered answered;
    };

    void answer(const std::shared_ptr<Asked>& asked,
                const core::Result<ports::LinkResponse>& answer);
    void connect(int delayMs);

    Timeline& timeline_;
    Network& network_;
    std::string device_;
    Life life_;
    std::uint64_t number_;
    std::set<std::shared_ptr<Asked>> asked_;
    std::function<void(std::string)> onWake_;
    std::function<void(ports::LinkState)> onState_;
    bool open_ = false;
    bool told_ = false;
    int attempts_ = 0;
    int following_ = 0; ///< grows: what belongs to an earlier channel is void
};

} // namespace menzhen::twin
