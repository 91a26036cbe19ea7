// SPDX-License-Identifier: Apache-2.0
// `menzhen enrol DEVICE --role ROLE --key FINGERPRINT --site SITEFILE`: a one-time code with which
// a device gets its certificate. The fingerprint is what the device itself shows, so the code is
// worth nothing to any other.
#include "app/admin/commands.h"
#include "app/admin/sitecommand.h"
#include "app/boot/systemclock.h"
#include "app/ops/enrolment.h"
#include "drivers/crypto/authority.h"

#include <cstdio>
#include <nlohmann/json.hpp>

namespace menzhen::admin {

namespace {

core::Result<core::EnrolCode> make(SiteStore& store, const std::string& device,
                                   const std::string& role, const std::string& fingerprint) {
    const crypto::OpenSslCrypto crypto;
    crypto::SystemChance chance;
    // Made here if the registry has never run: the code carries its mark.
    const auto authority =
        crypto::Authority::open(crypto, chance, store.file().keys, boot::realUtcMs() / 1000);
    if (!authority) return tl::unexpected(authority.error());
    core::Result<core::EnrolCode> code = core::EnrolCode();
    const auto done =
        store.write(store.file().site, false, [&](ops::SiteLog& log) -> core::Result<void> {
            code = ops::makeEnrolment(log, device, role, fingerprint, authority->fingerprint());
            if (!code) return tl::unexpected(code.error());
            return {};
        });
    if (!done) return tl::unexpected(done.error());
    return code;
}

} // namespace

int runEnrol(const std::vector<std::string>& args) {
    const auto words = readSiteWords(args, {"--site", "--clock", "--role", "--key"});
    if (!words) return complain("enrol", words.error());
    const auto fingerprint = core::readFingerprint(words->option("--key"));
    if (words->plain.size() != 1 || words->option("--role").empty() || !fingerprint)
        return complain("enrol",
                        {core::ErrorKind::Data, "usage",
                         "DEVICE --role kiosk|counter|display --key FINGERPRINT is wanted; "
                         "the device shows its fingerprint (8 digits or more)"});
    auto store = SiteStore::open(*words);
    if (!store) return complain("enrol", store.error());
    const std::string& device = words->plain[0];
    const auto code = make(**store, device, words->option("--role"), *fingerprint);
    if (!code) return complain("enrol", code.error());
    const std::string text = core::enrolCodeText(*code);
    if (words->json) {
        const nlohmann::json answer{{"id", device},
                                    {"code", text},
                                    {"key", *fingerprint},
                                    {"seconds", ops::enrolCodeMs / 1000}};
        std::printf("%s\n", answer.dump().c_str());
        return exitGood;
    }
    std::printf(
        "%s\n\nThe code of %s, for the device whose key begins with %s. It is good once, for "
        "10 minutes.\nOn the device: give it to its program with --enrol CODE --site FILE\n",
        text.c_str(), device.c_str(), core::shownFingerprint(*fingerprint).c_str());
    return exitGood;
}

} // namespace menzhen::admin
