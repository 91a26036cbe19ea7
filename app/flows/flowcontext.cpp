// SPDX-License-Identifier: Apache-2.0
#include "app/flows/flowcontext.h"

#include "db/sync/journal.h"

#include <nlohmann/json.hpp>

namespace menzhen::flows {

namespace {

using nlohmann::json;

core::ErrorKind kindOf(int status) {
    if (status == 401 || status == 403 || status == 404 || status == 409)
        return core::ErrorKind::Refused;
    if (status == 429 || status == 503) return core::ErrorKind::Busy;
    return status < 500 ? core::ErrorKind::Data : core::ErrorKind::Device;
}

std::string textIn(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

} // namespace

store::Database& FlowContext::database() const {
    return journal.database();
}

const std::string& FlowContext::site() const {
    return journal.site();
}

const std::string& FlowContext::device() const {
    return journal.device();
}

int FlowContext::today() const {
    return clock.now().day;
}

bool FlowContext::cutOff() const {
    return connected && !connected();
}

std::string FlowContext::drawId(std::size_t bytes) const {
    core::Bytes id(bytes);
    chance.fill(id);
    return core::toHex(id);
}

std::optional<std::int64_t> FlowContext::dataAgeMs() const {
    const std::int64_t contact = lastContactMs ? lastContactMs() : 0;
    if (contact == 0) return std::nullopt;
    return clock.utcMs() - contact;
}

void command(const FlowContext& context, Command command, Answered answered) {
    ports::LinkRequest request;
    request.method = std::move(command.method);
    request.path = "/v1/sites/" + context.site() + "/" + command.path;
    request.body = std::move(command.body);
    request.idempotencyKey = std::move(command.key);
    request.timeoutMs = command.timeoutMs;
    context.link.request(
        std::move(request),
        [answered = std::move(answered)](const core::Result<ports::LinkResponse>& response) {
            if (!response) return answered(tl::unexpected(response.error()), json());
            json body = response->body.empty() ? json::object()
                                               : json::parse(response->body, nullptr, false);
            if (!body.is_object())
                return answered(core::fail(core::ErrorKind::Device, "bad-answer",
                                           "the registry's answer is not a JSON object"),
                                json());
            if (response->status >= 200 && response->status < 300)
                return answered(std::move(body), json());
            const std::string code = textIn(body, "code");
            answered(core::fail(kindOf(response->status), code.empty() ? "bad-answer" : code,
                                textIn(body, "detail")),
                     body);
        });
}

} // namespace menzhen::flows
