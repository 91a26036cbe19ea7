// SPDX-License-Identifier: Apache-2.0
// menzhen-paysim: the payment sandbox. A wiring diagram.
#include "app/boot/logging.h"
#include "app/boot/resources.h"
#include "app/boot/systemclock.h"
#include "app/paysim/sandbox.h"

#include <csignal>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <optional>
#include <pthread.h>
#include <sstream>

namespace {

using namespace menzhen;

constexpr const char* usage =
    "menzhen-paysim --listen HOST:PORT --dir DIR [options]\n"
    "The payment sandbox: WeChat Pay and Alipay on the real wire, with a ledger and faults.\n"
    "Its keys are made in DIR at the first start and work nowhere else; DIR/payments.toml is the\n"
    "[payments] part of a registry's site file that pays here.\n"
    "  --faults FILE             faults and settings from the start, as POST /faults takes them\n"
    "  --notify-url URL          of the registry, to go into DIR/payments.toml\n"
    "  --camera DIR              where the wallet holds its code before a kiosk's virtual camera\n"
    "  --clock LOCAL[@UTCSECONDS]  as every program of a demonstration\n";
constexpr int failed = 1;
constexpr int wrongUse = 2;

std::optional<std::map<std::string, std::string>> wordsOf(int argc, char** argv) {
    std::map<std::string, std::string> words;
    for (int i = 1; i < argc; i += 2) {
        const std::string name = argv[i];
        const bool known = name == "--listen" || name == "--dir" || name == "--faults" ||
                           name == "--notify-url" || name == "--camera" || name == "--clock";
        if (!known || i + 1 == argc || !words.emplace(name, argv[i + 1]).second)
            return std::nullopt;
    }
    if (words["--listen"].empty() || words["--dir"].empty()) return std::nullopt;
    return words;
}

core::Result<paysim::SandboxSetup> setupOf(std::map<std::string, std::string> words) {
    paysim::SandboxSetup setup{words["--listen"],
                               words["--dir"],
                               {},
                               words["--notify-url"],
                               words["--camera"],
                               boot::resourceFolder() + "/paysim",
                               0};
    if (const std::string& path = words["--faults"]; !path.empty()) {
        std::ifstream file(path, std::ios::binary);
        std::stringstream text;
        text << file.rdbuf();
        if (!file) return core::badData("faults", path + ": cannot be read");
        setup.faults = text.str();
    }
    if (const std::string& clock = words["--clock"]; !clock.empty()) {
        // The platforms live in Beijing, whatever the hospital's own zone.
        const auto zone = boot::Zone::named("Asia/Shanghai");
        if (!zone) return tl::unexpected(zone.error());
        const auto shift = boot::clockShiftMs(clock, *zone, boot::realUtcMs());
        if (!shift) return tl::unexpected(shift.error());
        setup.clockShiftMs = *shift;
    }
    return setup;
}

} // namespace

int main(int argc, char** argv) {
    auto words = wordsOf(argc, argv);
    if (!words) {
        std::fputs(usage, stderr);
        return wrongUse;
    }
    boot::setLogLevelFromEnvironment();
    sigset_t endSignals;
    sigemptyset(&endSignals);
    sigaddset(&endSignals, SIGINT);
    sigaddset(&endSignals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &endSignals, nullptr);

    const auto complain = [](const core::Error& error) {
        std::cerr << "menzhen-paysim: " << error.detail << '\n';
        return failed;
    };
    const auto setup = setupOf(std::move(*words));
    if (!setup) return complain(setup.error());
    const auto sandbox = paysim::Sandbox::start(*setup);
    if (!sandbox) return complain(sandbox.error());

    std::cout << "ready " << (*sandbox)->url() << std::endl;
    boot::logReady("at " + (*sandbox)->url());
    int signal = 0;
    sigwait(&endSignals, &signal);
    (*sandbox)->stop();
    return 0;
}
