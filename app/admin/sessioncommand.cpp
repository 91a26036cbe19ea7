// SPDX-License-Identifier: Apache-2.0
// `menzhen session stop ID --day YYYYMMDD (--to ID | --rebook yes | --cancel yes) --reason TEXT
// --by NAME --site SITEFILE`: the doctor does not come; what becomes of the patients is chosen for
// all at once. `menzhen session replace ID --day YYYYMMDD --doctor ID --reason TEXT --by NAME
// --site SITEFILE`: another doctor holds it.
#include "app/admin/commands.h"
#include "app/admin/sitecommand.h"
#include "app/core/calendar.h"
#include "app/ops/sessionstop.h"

#include <charconv>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace menzhen::admin {

namespace {

core::Error sessionUsage(const char* wanted) {
    return {core::ErrorKind::Data, "usage", wanted};
}

/// 0: no date.
int dayFrom(const std::string& word) {
    int day = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), day);
    const bool whole = error == std::errc{} && end == word.data() + word.size();
    return whole && core::isDay(day) ? day : 0;
}

core::Result<ops::SessionStop> stopFrom(const SiteWords& words) {
    ops::SessionStop stop;
    stop.day = dayFrom(words.option("--day"));
    stop.to = words.option("--to");
    stop.reason = words.option("--reason");
    stop.actor = words.option("--by");
    // "--cancel yes": never what happens because something was left out.
    const bool cancels = words.option("--cancel") == "yes";
    const bool rebooks = words.option("--rebook") == "yes";
    if (stop.day == 0) return tl::unexpected(sessionUsage("--day YYYYMMDD is wanted"));
    if (static_cast<int>(cancels) + static_cast<int>(rebooks) +
            static_cast<int>(!stop.to.empty()) !=
        1)
        return tl::unexpected(
            sessionUsage("one of --to SESSION, --rebook yes and --cancel yes is wanted"));
    if (stop.reason.empty() || stop.reason.size() > ops::maxStopReasonBytes || stop.actor.empty())
        return tl::unexpected(
            sessionUsage("--reason TEXT (at most 60 bytes) and --by NAME are wanted"));
    stop.choice = cancels ? "cancel" : rebooks ? "rebook" : "move";
    stop.session = words.plain[1];
    return stop;
}

void print(const ops::SessionStop& stop, const ops::StoppedSession& done, bool json) {
    if (json)
        std::printf("%s\n", nlohmann::json{{"session", stop.session},
                                           {"day", stop.day},
                                           {"moved", done.moved},
                                           {"booked", done.booked},
                                           {"cancelled", done.cancelled},
                                           {"revision", done.rev}}
                                .dump()
                                .c_str());
    else if (stop.choice == "cancel")
        std::printf("%s is stopped: %d bookings cancelled\n", stop.session.c_str(), done.cancelled);
    else if (stop.choice == "rebook")
        std::printf("%s is stopped: %d patients choose another slot\n", stop.session.c_str(),
                    done.booked);
    else
        std::printf("%s is stopped: %d tickets went over to %s, %d bookings will be seen there\n",
                    stop.session.c_str(), done.moved, stop.to.c_str(), done.booked);
}

int runStop(const SiteWords& words, SiteStore& store) {
    const auto stop = stopFrom(words);
    if (!stop) return complain("session", stop.error());
    core::Result<ops::StoppedSession> stopped = core::refused("not-run");
    const auto done =
        store.write(store.file().site, false, [&](ops::SiteLog& log) -> core::Result<void> {
            stopped = ops::stopSession(log, *stop);
            if (!stopped) return tl::unexpected(stopped.error());
            return {};
        });
    if (!done) return complain("session", done.error());
    print(*stop, *stopped, words.json);
    return exitGood;
}

int runReplace(const SiteWords& words, SiteStore& store) {
    const int day = dayFrom(words.option("--day"));
    const std::string doctor = words.option("--doctor");
    if (day == 0 || doctor.empty() || words.option("--reason").empty() ||
        words.option("--by").empty())
        return complain(
            "session",
            sessionUsage("--day YYYYMMDD, --doctor ID, --reason TEXT and --by NAME are wanted"));
    const auto done =
        store.write(store.file().site, false, [&](ops::SiteLog& log) -> core::Result<void> {
            const auto replaced = log.author({"session.replaced",
                                              day,
                                              {{"session", words.plain[1]},
                                               {"practitioner", doctor},
                                               {"reason", words.option("--reason")}},
                                              words.option("--by"),
                                              {}});
            if (!replaced) return tl::unexpected(replaced.error());
            return {};
        });
    if (!done) return complain("session", done.error());
    std::printf("%s is held by %s\n", words.plain[1].c_str(), doctor.c_str());
    return exitGood;
}

} // namespace

int runSession(const std::vector<std::string>& args) {
    const auto words = readSiteWords(args, {"--site", "--clock", "--day", "--to", "--rebook",
                                            "--cancel", "--doctor", "--reason", "--by"});
    if (!words) return complain("session", words.error());
    const bool stops = words->plain.size() == 2 && words->plain[0] == "stop";
    if (!stops && (words->plain.size() != 2 || words->plain[0] != "replace"))
        return complain("session", sessionUsage("stop SESSION or replace SESSION is wanted"));
    auto store = SiteStore::open(*words);
    if (!store) return complain("session", store.error());
    return stops ? runStop(*words, **store) : runReplace(*words, **store);
}

} // namespace menzhen::admin
