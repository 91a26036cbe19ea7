// SPDX-License-Identifier: Apache-2.0
#include "app/sim/registrynode.h"

#include "app/sim/smallsite.h"

namespace menzhen::sim {

namespace {

core::Bytes secretOf(std::uint8_t fill) {
    return core::Bytes(clerk::secretSize, fill);
}

constexpr const char* signingSeed = "f001";
constexpr const char* sealingSeed = "f002";

} // namespace

RegistryNode::RegistryNode(twin::Timeline& timeline, twin::Disk& disk, std::uint64_t seed)
    : clock(timeline), disk_(disk), chance_(seed, "registry") {
    keys_.signing = std::move(*crypto_.loadPrivateKey(signingSeed));
    keys_.sealing = std::move(*crypto_.loadPrivateKey(sealingSeed));
    keys_.lobbySecret = secretOf(1);
    keys_.indexKey = secretOf(2);
    keys_.masterKey = secretOf(3);
}

core::Result<void> RegistryNode::start(bool furnishIt) {
    disk_.restart(registryMachine);
    clock.restart();
    auto opened = store::Database::open(registryStore, store::StoreKind::Registry);
    if (!opened) return tl::unexpected(opened.error());
    database_ = std::move(*opened);
    auto clerk = std::make_unique<clerk::Clerk>(siteId, setup());
    auto done = database_->transact([&]() -> core::Result<void> {
        if (auto begun = clerk->log().begin(furnishIt); !begun) return begun;
        if (furnishIt)
            if (auto filled = furnish(*clerk); !filled) return filled;
        if (auto published = clerk->publishKeys(); !published) return published;
        clerk->end();
        return {};
    });
    if (!done) {
        database_.reset();
        return done;
    }
    clerk_ = std::move(clerk);
    return {};
}

void RegistryNode::stop(bool powerCut) {
    disk_.stopAfter(registryMachine, 0);
    clerk_.reset();
    database_.reset();
    if (powerCut) disk_.cutPower(registryMachine);
}

std::optional<ports::LinkResponse> RegistryNode::serve(const std::string& device,
                                                       const ports::LinkRequest& request,
                                                       clerk::Face face) {
    if (!running() || disk_.stopped(registryMachine)) return std::nullopt;
    if (request.path.empty()) return ports::LinkResponse{};
    auto response = clerk::answer(request, device, *clerk_, setup(), face);
    if (disk_.stopped(registryMachine)) return std::nullopt;
    return response;
}

void RegistryNode::sweep() {
    (void)database_->transact([&]() -> core::Result<void> {
        if (auto begun = clerk_->begin(); !begun) return begun;
        clerk_->sweep();
        clerk_->end();
        return {};
    });
}

} // namespace menzhen::sim
