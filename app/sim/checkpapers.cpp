// SPDX-License-Identifier: Apache-2.0
// What people held in their hands and heard.
#include "app/sim/checker.h"

#include "app/core/ownseries.h"
#include "app/flows/ticketpaper.h"

#include <nlohmann/json.hpp>

namespace menzhen::sim {

void Checker::orders() {
    std::set<std::string> printed;
    for (const Paper& paper : world_.witness().papers)
        printed.insert(paper.machine + paper.ticket);
    for (const auto& entry : world_.devices()) {
        const std::string& machine = entry.first;
        DeviceNode& device = *entry.second;
        if (!device.running() || device.role() != Role::Kiosk) continue;
        std::set<std::string> ordered;
        store::Database& database = *device.program().database;
        (void)database.read([&]() -> core::Result<void> {
            store::Query effects(database, "SELECT body, state FROM effect WHERE kind = 'print'");
            while (effects.step()) {
                const auto order = flows::readPrintOrder(effects.text(0));
                if (!order) continue;
                ordered.insert(order->ticket);
                if (effects.text(1) == "done" && !isCopied(machine) &&
                    !printed.contains(machine + order->content.shortCode))
                    wrong("I1", "ticket " + order->content.number + " counts as printed at " +
                                    machine + " and is not");
            }
            store::Query tickets(database, "SELECT op FROM outbox WHERE type = 'ticket.issued'");
            while (tickets.step()) {
                const nlohmann::json op = nlohmann::json::parse(tickets.text(0));
                const auto id = op.at("fields").value("ticket", "");
                // What the registry gave back to a copied store came out of its printer before.
                if (!ordered.contains(id) && !isCopied(machine))
                    wrong("I1", std::string("ticket ").append(id).append(" has no print order at " +
                                                                         machine));
            }
            return {};
        });
    }
}

void Checker::toldApart(const Paper& one, const Paper& two) {
    const auto first = called_.find(one.ticket);
    const auto second = called_.find(two.ticket);
    if (first == called_.end() || second == called_.end()) return; // I1 says whether it may
    bool listed = false;
    for (const auto& entry : log_)
        listed = listed || entry.second.code == "number-again" || entry.second.code == "sold-again";
    if (first->second == second->second || !listed ||
        (!core::isCopy(first->second) && !core::isCopy(second->second)))
        wrong("I3", "number " + one.number + " was printed by " + one.machine + " and by " +
                        two.machine + " for two tickets, and nobody told them apart");
}

void Checker::papers() {
    std::map<std::string, const Paper*> first; // by number
    std::map<std::string, int> plain;          // unmarked papers by ticket
    for (const Paper& paper : world_.witness().papers) {
        const auto [known, isNew] = first.emplace(paper.number, &paper);
        // A restored kiosk may give a number of its own series again before anybody can tell
        // it: the registry calls the later one "...-2".
        // And a registry of before sells a slot again that somebody holds on paper already.
        const bool forgotten =
            (isCopied(paper.machine) && core::readOwnNumber(paper.number).has_value()) ||
            world_.witness().registryRestored;
        if (!isNew && known->second->ticket != paper.ticket && !forgotten)
            wrong("I3", "number " + paper.number + " was printed by " + paper.machine + " and by " +
                            known->second->machine + " for two tickets");
        // Then one of them is called by a number of its own, and a person is told.
        if (!isNew && known->second->ticket != paper.ticket && forgotten)
            toldApart(*known->second, paper);
        if (!entries_.contains(paper.ticket) && !mayBeGone(paper.machine))
            wrong("I1", "paper " + paper.number + " of " + paper.machine +
                            " is of no ticket that the registry knows");
        if (!paper.reprint && ++plain[paper.machine + paper.ticket] > 1 &&
            !mayBeGone(paper.machine))
            wrong("I2", "ticket " + paper.number + " came out twice without its mark at " +
                            paper.machine);
    }
}

void Checker::speech() {
    std::map<std::string, int> times;
    for (const Heard& heard : world_.witness().heard) {
        // A registry that lost a call counts the next one, pressed later, by the same number.
        const std::string pressed = world_.witness().registryRestored
                                        ? " of " + std::to_string(heard.calledAtMs)
                                        : std::string();
        ++times[heard.board + " " + heard.call + pressed];
    }
    for (const auto& step : world_.plan().steps)
        if (step.who == "D1" && (step.what == Do::Kill || step.what == Do::PowerCut)) return;
    for (const auto& [call, count] : times)
        if (count > 1)
            wrong("I2", "call " + call + " was said " + std::to_string(count) + " times");
}

} // namespace menzhen::sim
