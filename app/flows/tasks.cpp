// SPDX-License-Identifier: Apache-2.0
#include "app/flows/tasks.h"

#include "app/ops/fields.h"

#include <nlohmann/json.hpp>

namespace menzhen::flows {

namespace {

using nlohmann::json;

constexpr std::size_t taskKeyBytes = 16;
constexpr std::size_t maxDetailBytes = 1000;

core::Result<TaskView> viewOf(const json& row) {
    ops::FieldReader read(row);
    TaskView view;
    view.id = read.integer("id", 1, ops::maxInteger);
    view.device = read.optionalText("device", 8);
    view.number = read.optionalText("number", 12);
    view.verdict = read.text("verdict", 1, 16);
    view.code = read.optionalText("code", 64);
    view.detail = read.optionalText("detail", maxDetailBytes);
    view.atMs = read.integer("at", 0, ops::maxInteger);
    if (const auto error = read.error())
        return core::fail(core::ErrorKind::Device, "bad-answer", error->detail);
    return view;
}

} // namespace

void openTasks(FlowContext& context,
               std::function<void(core::Result<std::vector<TaskView>>)> done) {
    Command ask;
    ask.method = "GET";
    ask.path = "tasks?limit=" + std::to_string(maxTasksListed);
    ask.timeoutMs = tasksBudgetMs;
    command(context, std::move(ask),
            [done = std::move(done)](const core::Result<json>& answer, const json&) {
                if (!answer) return done(tl::unexpected(answer.error()));
                std::vector<TaskView> views;
                const auto list = answer->find("tasks");
                if (list == answer->end() || !list->is_array())
                    return done(core::fail(core::ErrorKind::Device, "bad-answer"));
                for (const json& row : *list) {
                    auto view = viewOf(row);
                    if (!view) return done(tl::unexpected(view.error()));
                    views.push_back(std::move(*view));
                }
                done(std::move(views));
            });
}

void settleTask(FlowContext& context, std::int64_t id, const std::string& by,
                std::function<void(core::Result<void>)> done) {
    Command ask;
    ask.path = "tasks/" + std::to_string(id) + "/settle";
    ask.body = json{{"by", by}}.dump();
    ask.key = context.drawId(taskKeyBytes);
    ask.timeoutMs = tasksBudgetMs;
    command(context, std::move(ask),
            [done = std::move(done)](const core::Result<json>& answer, const json&) {
                if (!answer) return done(tl::unexpected(answer.error()));
                done({});
            });
}

} // namespace menzhen::flows
