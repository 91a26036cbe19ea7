// SPDX-License-Identifier: Apache-2.0
#include "app/admin/replay.h"

#include "app/admin/command.h"
#include "app/admin/queueevent.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>

namespace menzhen::admin {

namespace {

using core::Result;
using nlohmann::json;

/// A longer line is answered as malformed: no event comes near it.
constexpr std::size_t maxLineBytes = 1 << 20;

ReplayAnswer resultOnly(std::string_view text) {
    ReplayAnswer answer;
    answer["result"] = std::string(text);
    return answer;
}

std::string lineOf(const ReplayAnswer& answer) {
    return answer.dump(-1, ' ', false, ReplayAnswer::error_handler_t::replace);
}

} // namespace

Result<ReplayAnswer> QueueEvents::configure(const json& event) {
    auto parameters = readParameters(event, queue_.parameters());
    if (!parameters) return tl::unexpected(parameters.error());
    queue_.configure(std::move(*parameters));
    return resultOnly("ok");
}

Result<ReplayAnswer> QueueEvents::registerEntry(const json& event) {
    auto registration = readRegistration(event);
    if (!registration) return tl::unexpected(registration.error());
    return queue_.registerEntry(std::move(*registration)).map([](const core::Changes&) {
        return resultOnly("ok");
    });
}

Result<ReplayAnswer> QueueEvents::checkIn(const json& event) {
    const auto id = readText(event, "id");
    if (!id) return tl::unexpected(id.error());
    const auto now = readNow(event);
    if (!now) return tl::unexpected(now.error());
    return queue_.checkIn(*id, *now).map(
        [](const core::CheckedIn& done) { return resultOnly(done.late ? "late" : "ok"); });
}

Result<ReplayAnswer> QueueEvents::callNext(const json& event) {
    const auto now = readNow(event);
    if (!now) return tl::unexpected(now.error());
    const auto station = readStation(event);
    if (!station) return tl::unexpected(station.error());
    const core::Called called = queue_.callNext(*station, *now);
    ReplayAnswer answer;
    answer["result"] = nullptr;
    if (called.id) answer["result"] = *called.id;
    answer["reason"] = std::string(core::toText(called.reason));
    return answer;
}

Result<ReplayAnswer> QueueEvents::miss(const json& event) {
    const auto id = readText(event, "id");
    if (!id) return tl::unexpected(id.error());
    return queue_.miss(*id).map(
        [](const core::MissedCall& done) { return resultOnly(core::toText(done.state)); });
}

Result<ReplayAnswer> QueueEvents::onLeave(const json& event) {
    const auto id = readText(event, "id");
    if (!id) return tl::unexpected(id.error());
    auto pin = readPin(event);
    if (!pin) return tl::unexpected(pin.error());
    return queue_.onLeave(*id, std::move(*pin)).map([](const core::Changes&) {
        return resultOnly("ok");
    });
}

Result<ReplayAnswer> QueueEvents::finish(const json& event) {
    const auto id = readText(event, "id");
    if (!id) return tl::unexpected(id.error());
    return queue_.finish(*id).map([](const core::Changes&) { return resultOnly("ok"); });
}

Result<ReplayAnswer> QueueEvents::staged(const json& event) {
    const auto station = readStation(event);
    if (!station) return tl::unexpected(station.error());
    ReplayAnswer answer;
    ReplayAnswer& ids = answer["result"] = ReplayAnswer::array();
    const auto list = queue_.staged().find(*station);
    if (list != queue_.staged().end())
        for (const core::StagedPlace& place : list->second)
            ids.push_back(place.id);
    return answer;
}

QueueEvents::Verb QueueEvents::verb(std::string_view name) {
    if (name == "configure") return &QueueEvents::configure;
    if (name == "register") return &QueueEvents::registerEntry;
    if (name == "check_in") return &QueueEvents::checkIn;
    if (name == "call_next") return &QueueEvents::callNext;
    if (name == "miss") return &QueueEvents::miss;
    if (name == "on_leave") return &QueueEvents::onLeave;
    if (name == "finish") return &QueueEvents::finish;
    if (name == "staged") return &QueueEvents::staged;
    return nullptr;
}

bool QueueEvents::knows(const std::string& name) {
    return verb(name) != nullptr;
}

Result<ReplayAnswer> QueueEvents::take(const std::string& name, const json& event) {
    return (this->*verb(name))(event);
}

namespace {

/// The answer to one line; none when the line is to be skipped.
Result<std::optional<std::string>> takeLine(const ReplayHandler& handler, const std::string& line) {
    if (line.size() > maxLineBytes) return core::badData("malformed", "the line is too long");
    const json event = json::parse(line, nullptr, false);
    if (!event.is_object()) return core::badData("malformed", "this is not a JSON object");
    if (event.contains("result")) return std::nullopt; // an expected answer beside its event
    if (!event.contains("do") && event.contains("name")) {
        handler.startAnew();
        return std::nullopt;
    }
    const auto name = readText(event, "do");
    if (!name) return tl::unexpected(name.error());
    auto answer = handler.take(*name, event);
    if (answer) return lineOf(*answer);
    if (answer.error().kind == core::ErrorKind::Refused)
        return lineOf(resultOnly("refused:" + answer.error().code));
    return tl::unexpected(answer.error());
}

/// Answers every line of `in`; whether all of them were good. `prompt` answers each line before
/// the next one is read, for a program that sits at the other end.
bool replayLines(std::istream& in, std::ostream& out, bool prompt, const ReplayHandler& handler) {
    bool good = true;
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
        if (line.find_first_not_of(" \t\r\v\f") == std::string::npos) continue;
        auto answer = takeLine(handler, line);
        const bool wrong = !answer;
        if (wrong) {
            good = false;
            ReplayAnswer error;
            error["error"] = std::to_string(number) + ": " + answer.error().detail;
            answer = lineOf(error);
        }
        if (!*answer || (handler.quiet && !wrong)) continue;
        out << **answer << '\n';
        if (prompt) out.flush();
    }
    return good && !in.bad() && out.flush().good();
}

void complain(const char* command, const std::string& complaint) {
    std::fprintf(stderr,
                 "menzhen %s: %s\nusage: menzhen %s FILE [--json]\n"
                 "FILE has one JSON event a line; - reads standard input\n",
                 command, complaint.c_str(), command);
}

} // namespace

int replayFile(const char* command, const std::string& file, const ReplayHandler& handler) {
    std::ios::sync_with_stdio(false);
    if (file == "-") return replayLines(std::cin, std::cout, true, handler) ? exitGood : exitBad;
    std::error_code unknown;
    std::ifstream in(file, std::ios::binary);
    if (!in || std::filesystem::is_directory(file, unknown)) {
        complain(command, "cannot read " + file);
        return exitUsage;
    }
    return replayLines(in, std::cout, false, handler) ? exitGood : exitBad;
}

std::optional<ReplayCall> readReplayCall(const char* command, const std::vector<std::string>& args,
                                         const std::vector<std::string>& flags) {
    ReplayCall call;
    for (const std::string& word : args) {
        if (word == "--json") continue;
        if (std::find(flags.begin(), flags.end(), word) != flags.end()) {
            call.flags.push_back(word);
            continue;
        }
        if (word.size() > 1 && word[0] == '-') {
            complain(command, "there is no option " + word);
            return std::nullopt;
        }
        if (!call.file.empty()) {
            complain(command, "one FILE at a time");
            return std::nullopt;
        }
        call.file = word;
    }
    if (!call.file.empty()) return call;
    complain(command, "no FILE given");
    return std::nullopt;
}

} // namespace menzhen::admin
