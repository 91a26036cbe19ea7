// SPDX-License-Identifier: Apache-2.0
#include "app/flows/help.h"

#include "db/store/records.h"
#include "db/sync/journal.h"

namespace menzhen::flows {

namespace {

constexpr std::size_t helpIdBytes = 8;

HelpView viewOf(const store::Record& row) {
    HelpView view;
    view.id = row.text("id");
    view.device = row.text("device");
    view.screen = row.text("screen");
    view.open = row.text("state") == "open";
    view.atMs = row.integer("at");
    view.answeredBy = row.text("answered_by");
    return view;
}

} // namespace

core::Result<std::vector<HelpView>> openHelps(const FlowContext& context) {
    std::vector<HelpView> helps;
    const auto done = context.database().read([&]() -> core::Result<void> {
        for (const store::Record& row : store::select(
                 context.database(), context.site(), "help",
                 "AND day = ? AND state = 'open' ORDER BY at, id", {std::int64_t{context.today()}}))
            helps.push_back(viewOf(row));
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    return helps;
}

core::Result<HelpView> helpOf(const FlowContext& context, const std::string& id) {
    std::optional<store::Record> row;
    const auto done = context.database().read([&]() -> core::Result<void> {
        row = store::find(context.database(), context.site(), "help",
                          {std::int64_t{context.today()}, id});
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    if (!row) return core::refused("unknown-help", "nobody asked for that help today");
    return viewOf(*row);
}

core::Result<HelpView> requestHelp(FlowContext& context, const std::string& screen) {
    const auto open = openHelps(context);
    if (!open) return tl::unexpected(open.error());
    for (const HelpView& help : *open)
        if (help.device == context.device() && help.screen == screen) return help;
    sync::DraftOp op;
    op.type = "help.requested";
    op.day = context.today();
    const std::string id = context.drawId(helpIdBytes);
    op.fields = {{"help", id}, {"screen", screen}};
    const auto done = context.journal.commit({op});
    if (!done) return tl::unexpected(done.error());
    return helpOf(context, id);
}

core::Result<void> answerHelp(FlowContext& context, const std::string& id,
                              const std::string& staff) {
    const auto help = helpOf(context, id);
    if (!help) return tl::unexpected(help.error());
    if (!help->open) return {};
    sync::DraftOp op;
    op.type = "help.answered";
    op.day = context.today();
    op.actor = staff;
    op.fields = {{"help", id}};
    const auto done = context.journal.commit({op});
    if (!done) return tl::unexpected(done.error());
    return {};
}

} // namespace menzhen::flows
