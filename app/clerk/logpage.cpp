// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/logpage.h"

#include "app/core/bytes.h"

#include <algorithm>
#include <string_view>

namespace menzhen::clerk {

namespace {

using nlohmann::json;

bool isPlain(char c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\';
}

void addText(std::string& to, std::string_view name, const std::string& value) {
    to.append(name);
    if (std::all_of(value.begin(), value.end(), isPlain))
        to.append(1, '"').append(value).append(1, '"');
    else
        to.append(textOf(value));
}

void addNumber(std::string& to, std::string_view name, std::int64_t value) {
    to.append(name).append(std::to_string(value));
}

} // namespace

std::string textOf(const json& answer) {
    return answer.dump(-1, ' ', false, json::error_handler_t::replace);
}

void LogPage::open(const store::LoggedOp& op) {
    if (!ops_.empty()) ops_ += ',';
    addNumber(ops_, R"({"revision":)", op.rev);
    addText(ops_, R"(,"verdict":)", op.verdict);
    addText(ops_, R"(,"code":)", op.code);
}

/// As it came over the wire, without its attachment.
void LogPage::addOp(const store::LoggedOp& op) {
    addText(ops_, R"(,"op":{"device":)", op.device);
    addNumber(ops_, R"(,"incarnation":)", op.incarnation);
    addNumber(ops_, R"(,"seq":)", op.seq);
    addText(ops_, R"(,"type":)", op.type);
    addNumber(ops_, R"(,"version":)", op.version);
    addNumber(ops_, R"(,"day":)", op.day);
    addNumber(ops_, R"(,"occurred_at":)", op.occurredAtMs);
    addText(ops_, R"(,"actor":)", op.actor);
    addText(ops_, R"(,"request":)", op.request);
    ops_.append(R"(,"fields":)").append(op.fields);
    // The members that this program does not know, an object of their own in the log.
    constexpr std::string_view nothing = "{}";
    if (op.extra.size() > nothing.size())
        ops_.append(1, ',').append(op.extra, 1, op.extra.size() - nothing.size());
    ops_ += '}';
}

void LogPage::addOutcome(const store::LoggedOp& op) {
    open(op);
    addOp(op);
    ops_.append(R"(,"outcome":)").append(op.outcome).append(1, '}');
}

void LogPage::addOwn(const store::LoggedOp& op) {
    open(op);
    addText(ops_, R"(,"hash":)", core::toHex(op.hash));
    addOp(op);
    ops_ += '}';
}

std::string LogPage::text(const json& head) const {
    std::string text = textOf(head);
    text.pop_back(); // the brace that closes it
    if (!head.empty()) text += ',';
    return text.append(R"("ops":[)").append(ops_).append("]}");
}

} // namespace menzhen::clerk
