// SPDX-License-Identifier: Apache-2.0
// `menzhen queue-replay FILE [--json]`: the queue rules as a seam (queue rules, 7). One event a
// line goes in, one answer a line comes out, and always in JSON: --json says what is done anyway.
#include "app/admin/commands.h"
#include "app/admin/queueevent.h"
#include "app/core/queue.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace menzhen::admin {

namespace {

using core::Result;
using nlohmann::json;
using Answer = nlohmann::ordered_json; // keys in the order of the examples

/// A longer line is answered as malformed: no event comes near it.
constexpr std::size_t maxLineBytes = 1 << 20;

Answer resultOnly(std::string_view text) {
    Answer answer;
    answer["result"] = std::string(text);
    return answer;
}

std::string lineOf(const Answer& answer) {
    return answer.dump(-1, ' ', false, Answer::error_handler_t::replace);
}

class Replay {
public:
    /// The answer to one line; none when the line is to be skipped. Anything but an error may have
    /// changed the queue.
    Result<std::optional<std::string>> take(const std::string& line);

private:
    using Verb = Result<Answer> (Replay::*)(const json& event);

    Result<Answer> configure(const json& event);
    Result<Answer> registerEntry(const json& event);
    Result<Answer> checkIn(const json& event);
    Result<Answer> callNext(const json& event);
    Result<Answer> miss(const json& event);
    Result<Answer> onLeave(const json& event);
    Result<Answer> finish(const json& event);
    Result<Answer> staged(const json& event);
    static Verb verb(std::string_view name);

    core::Queue queue_;
};

Result<Answer> Replay::configure(const json& event) {
    auto parameters = readParameters(event, queue_.parameters());
    if (!parameters) return tl::unexpected(parameters.error());
    queue_.configure(std::move(*parameters));
    return resultOnly("ok");
}

Result<Answer> Replay::registerEntry(const json& event) {
    auto registration = readRegistration(event);
    if (!registration) return tl::unexpected(registration.error());
    return queue_.registerEntry(std::move(*registration)).map([](const core::Changes&) {
        return resultOnly("ok");
    });
}

Result<Answer> Replay::checkIn(const json& event) {
    const auto id = readText(event, "id");
    if (!id) return tl::unexpected(id.error());
    const auto now = readNow(event);
    if (!now) return tl::unexpected(now.error());
    return queue_.checkIn(*id, *now).map(
        [](const core::CheckedIn& done) { return resultOnly(done.late ? "late" : "ok"); });
}

Result<Answer> Replay::callNext(const json& event) {
    const auto now = readNow(event);
    if (!now) return tl::unexpected(now.error());
    const auto station = readStation(event);
    if (!station) return tl::unexpected(station.error());
    const core::Called called = queue_.callNext(*station, *now);
    Answer answer;
    answer["result"] = nullptr;
    if (called.id) answer["result"] = *called.id;
    answer["reason"] = std::string(core::toText(called.reason));
    return answer;
}

Result<Answer> Replay::miss(const json& event) {
    const auto id = readText(event, "id");
    if (!id) return tl::unexpected(id.error());
    return queue_.miss(*id).map(
        [](const core::MissedCall& done) { return resultOnly(core::toText(done.state)); });
}

Result<Answer> Replay::onLeave(const json& event) {
    const auto id = readText(event, "id");
    if (!id) return tl::unexpected(id.error());
    auto pin = readPin(event);
    if (!pin) return tl::unexpected(pin.error());
    return queue_.onLeave(*id, std::move(*pin)).map([](const core::Changes&) {
        return resultOnly("ok");
    });
}

Result<Answer> Replay::finish(const json& event) {
    const auto id = readText(event, "id");
    if (!id) return tl::unexpected(id.error());
    return queue_.finish(*id).map([](const core::Changes&) { return resultOnly("ok"); });
}

Result<Answer> Replay::staged(const json& event) {
    const auto station = readStation(event);
    if (!station) return tl::unexpected(station.error());
    Answer answer;
    Answer& ids = answer["result"] = Answer::array();
    const auto list = queue_.staged().find(*station);
    if (list != queue_.staged().end())
        for (const core::StagedPlace& place : list->second)
            ids.push_back(place.id);
    return answer;
}

Replay::Verb Replay::verb(std::string_view name) {
    if (name == "configure") return &Replay::configure;
    if (name == "register") return &Replay::registerEntry;
    if (name == "check_in") return &Replay::checkIn;
    if (name == "call_next") return &Replay::callNext;
    if (name == "miss") return &Replay::miss;
    if (name == "on_leave") return &Replay::onLeave;
    if (name == "finish") return &Replay::finish;
    if (name == "staged") return &Replay::staged;
    return nullptr;
}

Result<std::optional<std::string>> Replay::take(const std::string& line) {
    if (line.size() > maxLineBytes) return core::badData("malformed", "the line is too long");
    const json event = json::parse(line, nullptr, false);
    if (!event.is_object()) return core::badData("malformed", "this is not a JSON object");
    if (event.contains("result")) return std::nullopt; // an expected answer beside its event
    if (!event.contains("do") && event.contains("name")) {
        queue_ = core::Queue();
        return std::nullopt;
    }
    const auto name = readText(event, "do");
    if (!name) return tl::unexpected(name.error());
    const Verb found = verb(*name);
    if (!found) return core::badData("malformed", "nothing is called \"" + *name + "\"");
    auto answer = (this->*found)(event);
    if (answer) return lineOf(*answer);
    if (answer.error().kind == core::ErrorKind::Refused)
        return lineOf(resultOnly("refused:" + answer.error().code));
    return tl::unexpected(answer.error());
}

/// Answers every line of `in`; whether all of them were good. `prompt` answers each line before
/// the next one is read, for a program that sits at the other end.
bool replay(std::istream& in, std::ostream& out, bool prompt) {
    Replay replay;
    bool good = true;
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
        if (line.find_first_not_of(" \t\r\v\f") == std::string::npos) continue;
        auto answer = replay.take(line);
        if (!answer) {
            good = false;
            Answer error;
            error["error"] = std::to_string(number) + ": " + answer.error().detail;
            answer = lineOf(error);
        }
        if (!*answer) continue;
        out << **answer << '\n';
        if (prompt) out.flush();
    }
    return good && !in.bad() && out.flush().good();
}

int usage(const std::string& complaint) {
    std::fprintf(stderr,
                 "menzhen queue-replay: %s\nusage: menzhen queue-replay FILE [--json]\n"
                 "FILE has one JSON event a line; - reads standard input\n",
                 complaint.c_str());
    return exitUsage;
}

} // namespace

int runQueueReplay(const std::vector<std::string>& args) {
    std::optional<std::string> file;
    for (const std::string& word : args) {
        if (word == "--json") continue;
        if (word.size() > 1 && word[0] == '-') return usage("there is no option " + word);
        if (file) return usage("one FILE at a time");
        file = word;
    }
    if (!file) return usage("no FILE given");
    std::ios::sync_with_stdio(false);
    if (*file == "-") return replay(std::cin, std::cout, true) ? exitGood : exitBad;
    std::error_code unknown;
    std::ifstream in(*file, std::ios::binary);
    if (!in || std::filesystem::is_directory(*file, unknown)) return usage("cannot read " + *file);
    return replay(in, std::cout, false) ? exitGood : exitBad;
}

} // namespace menzhen::admin
