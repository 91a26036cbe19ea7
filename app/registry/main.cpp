// SPDX-License-Identifier: Apache-2.0
// menzhen-registry: the central server of one registry. A wiring diagram.
#include "app/boot/logging.h"
#include "app/boot/startup.h"
#include "app/registry/registry.h"
#include "drivers/crypto/opensslcrypto.h"
#include "drivers/crypto/systemchance.h"

#include <csignal>
#include <malloc.h>
#include <pthread.h>

namespace {

/// Blocks the signals that end the program in every thread made after it, so that main() alone
/// waits for them.
sigset_t blockEndSignals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

} // namespace

int main(int argc, char** argv) {
    using namespace menzhen;
    const boot::Usage usage{
        "menzhen-registry", "The central registry of a hospital or a city.", {}};
    const boot::Start words = boot::readArguments(usage, argc, argv);
    if (words.exit) return *words.exit;
    boot::setLogLevelFromEnvironment();
    // glibc merges its lists of small free pieces at every request of a kilobyte, and a row of the
    // store is one: 5 % of the writer's time. Without those lists there is nothing to merge.
    mallopt(M_MXFAST, 0);
    const sigset_t endSignals = blockEndSignals();

    auto startup = boot::startUp(words.arguments, boot::Role::Registry);
    if (!startup) return boot::cannotStart(usage.program, startup.error());
    crypto::OpenSslCrypto crypto;
    crypto::SystemChance chance;
    auto registry = registry::Registry::start(*startup, crypto, chance);
    if (!registry) return boot::cannotStart(usage.program, registry.error());

    boot::logReady("at " + (*registry)->url());
    const timespec minute{60, 0};
    while (sigtimedwait(&endSignals, nullptr, &minute) < 0)
        (*registry)->tick();
    boot::logInfo("start", "stopping");
    (*registry)->stop();
    return 0;
}
