// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/requestparts.h"

#include <charconv>

namespace menzhen::clerk {

std::int64_t numberOf(const Request& request, const char* name, std::int64_t fallback) {
    const auto found = request.query.find(name);
    if (found == request.query.end()) return fallback;
    const std::string& text = found->second;
    std::int64_t value = fallback;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? value : fallback;
}

std::string queryText(const Request& request, const char* name) {
    const auto found = request.query.find(name);
    return found == request.query.end() ? std::string() : found->second;
}

core::Result<Work> command(const Request& request, const Act& act, Memory memory) {
    auto body = readBody(request.body);
    if (!body) return tl::unexpected(body.error());
    std::string key = request.key;
    if (key.empty() && body->is_object()) {
        const auto named = body->find("request");
        if (named != body->end() && named->is_string()) key = named->get<std::string>();
    }
    if (key.size() > maxKeyBytes)
        return core::badData("bad-field", "Idempotency-Key: at most 64 characters");
    if (memory == Memory::Forgets) key.clear();
    Work work;
    work.bytes = request.body.size();
    work.command = [act, key, request, body = std::move(*body)](Clerk& clerk) {
        return clerk.once(key, request.path + "\n" + request.body,
                          [&] { return act(clerk, request, body); });
    };
    return work;
}

core::Result<void> ownName(const Request& request, const std::string& device) {
    if (request.peer.empty() || request.peer == device) return {};
    return core::refused("other-device",
                         "the certificate names " + request.peer + ", the body " + device);
}

core::Result<Work> show(std::function<Shown(Views&)> read) {
    Work work;
    work.read = std::move(read);
    return work;
}

core::Result<Work> view(std::function<Answer(Views&)> read) {
    return show([read = std::move(read)](Views& views) -> Shown {
        const Answer answer = read(views);
        if (!answer) return tl::unexpected(answer.error());
        return textOf(*answer);
    });
}

} // namespace menzhen::clerk
