// SPDX-License-Identifier: Apache-2.0
// What patients and staff do. They know what they see on a screen or a paper, nothing else.
#include "app/flows/help.h"
#include "app/flows/ticketscan.h"
#include "app/sim/smallsite.h"
#include "app/sim/world.h"

#include <nlohmann/json.hpp>

namespace menzhen::sim {

namespace {

using nlohmann::json;

std::string text(const core::Error& error) {
    return error.code;
}

/// A phone has no part in the lobby's network: its requests arrive whenever a registry is there.
std::optional<json> askByPhone(World& world, const std::string& method, const std::string& path,
                               const json& body, const std::string& key) {
    const ports::LinkRequest request{method,
                                     std::string("/v1/sites/") + siteId + "/" + path,
                                     body.is_null() ? "" : body.dump(),
                                     key,
                                     {},
                                     500};
    const auto response = world.registry().serve({}, request, clerk::Face::Public);
    if (!response || response->status != 200) return std::nullopt;
    return json::parse(response->body);
}

} // namespace

void World::act(const Step& step) {
    if (step.what == Do::Book) return book(patients_[step.number], step.amount);
    if (step.what == Do::Cancel) {
        Patient& patient = patients_[step.number];
        if (patient.booking.empty() || patient.cancelled) return;
        patient.cancelled =
            askByPhone(*this, "DELETE", "bookings/" + patient.booking, {}, {}).has_value();
        if (patient.cancelled)
            witness_.cancelled[patient.booking] = {registry_.epoch(), registry_.rev()};
        return say("phone", "cancels patient " + std::to_string(step.number) +
                                (patient.cancelled ? "" : ": refused"));
    }
    DeviceNode* at = device(step.who);
    if (at == nullptr || !at->running()) return;
    if (at->role() == Role::Counter) return staffAct(*at, step);
    if (at->role() != Role::Kiosk) return;
    Patient& patient = patients_[step.number];
    if (step.what == Do::Present) return present(*at, patient);
    if (step.what == Do::WalkIn) return walkIn(*at, patient, step.number, step.amount);
    if (step.what == Do::ShowTicket) return showTicket(*at, patient);
    if (step.what == Do::Reprint) return reprint(*at, patient);
    if (step.what == Do::Help) return askHelp(*at, step.amount);
}

void World::book(Patient& patient, int choice) {
    static const char* const sessions[] = {"CARD-D1-AM", "MED-D1-AM", "MED-D2-AM"};
    const int number =
        static_cast<int>(std::find_if(patients_.begin(), patients_.end(), [&](const auto& p) {
                             return &p.second == &patient;
                         })->first);
    const std::string key = "book" + std::to_string(number);
    const auto held = askByPhone(*this, "POST", "holds",
                                 {{"day", today}, {"session", sessions[choice % 3]}}, key + "h");
    if (!held) return say("phone", "patient " + std::to_string(number) + " gets no slot");
    const auto booked = askByPhone(
        *this, "POST", "bookings",
        {{"hold", held->at("hold")},
         {"person", {{"name", patientName(number)}, {"id_number", patientIdNumber(number)}}}},
        key + "b");
    if (!booked) return say("phone", "patient " + std::to_string(number) + " gets no booking");
    patient.booking = booked->at("id");
    patient.code = booked->at("code");
    patient.number = booked->at("number");
    witness_.booked[patient.booking] = {registry_.epoch(), registry_.rev()};
    say("phone", "books patient " + std::to_string(number) + ": " + patient.number);
}

/// Whose disk is full or gone says so; any other kiosk that fails is wedged.
void World::noTicket(DeviceNode& kiosk, const core::Error& error) {
    kiosk.say("gives no ticket: " + text(error));
    const bool ours = error.kind == core::ErrorKind::Device || error.kind == core::ErrorKind::Bug;
    if (error.code.starts_with("store-") && disk_.hasFailed(kiosk.machine())) return;
    // "cannot-seal": its clock lies before the registry's key; without an identity it would give
    // one.
    if (ours && error.code != "store-full" && error.code != "cannot-seal" && !kiosk.died())
        witness_.violations.push_back("I8 " + kiosk.machine() + " gives no ticket: " + error.code);
}

/// Whatever anybody forgot: a kiosk prints no number that it knows to be another ticket's or, sold
/// but not on paper yet, another booking's.
void World::watchNumber(DeviceNode& kiosk, const flows::Place& place) {
    store::Database& database = *kiosk.program().database;
    (void)database.read([&]() -> core::Result<void> {
        store::Query other(database,
                           "SELECT 1 FROM entry WHERE day = ?1 AND number = ?2 AND id <> ?3 UNION "
                           "ALL SELECT 1 FROM booking b WHERE day = ?1 AND number = ?2 AND state "
                           "= 'booked' AND NOT EXISTS (SELECT 1 FROM entry WHERE day = ?1 AND "
                           "id = ?3 AND booking = b.id)");
        if (other.bind(today).bind(place.number).bind(place.ticket).step())
            witness_.violations.push_back("I3 " + kiosk.machine() + " gives " + place.number +
                                          ", which it knows to be somebody else's");
        return {};
    });
}

void World::keepTicket(DeviceNode& kiosk, Patient& patient, const flows::IssuedTicket& ticket) {
    watchNumber(kiosk, ticket.place);
    patient.ticket = ticket.place.ticket;
    patient.ticketCode = ticket.place.shortCode;
    patient.number = ticket.place.number;
    kiosk.say("gives ticket " + patient.number + " " + patient.ticket);
}

void World::present(DeviceNode& kiosk, Patient& patient) {
    if (patient.code.empty()) return;
    flows::FlowContext& context = *kiosk.program().context;
    const auto scanned = flows::readScan(context, patient.code);
    if (!scanned) return kiosk.say("scans a booking: " + text(scanned.error().error));
    const auto visit = kiosk.program().checkIn->find(*scanned);
    if (!visit) return kiosk.say("knows no such visit: " + text(visit.error()));
    if (visit->state != flows::VisitState::Ready)
        return kiosk.say(std::string("visit is ") + flows::toText(visit->state));
    const auto ticket =
        kiosk.program().checkIn->confirm(*visit, core::TicketLanguage::Zh, [](const auto&) {});
    if (!ticket) return noTicket(kiosk, ticket.error());
    if (!kiosk.died()) keepTicket(kiosk, patient, *ticket);
}

void World::walkIn(DeviceNode& kiosk, Patient& patient, int number, int choice) {
    flows::TakeNumber& take = *kiosk.program().takeNumber;
    const auto departments = take.departments();
    if (!departments) return kiosk.say("shows no departments: " + text(departments.error()));
    if (departments->list.empty()) return kiosk.say("has no departments yet");
    const auto& department =
        departments->list[static_cast<std::size_t>(choice) % 2 % departments->list.size()];
    const auto doctors = take.doctors(department.id);
    if (!doctors || doctors->list.empty() || doctors->list.front().bands.empty())
        return kiosk.say("offers nobody in " + department.id);
    const auto& bands = doctors->list.front().bands;
    const auto& band = bands[static_cast<std::size_t>(choice / 2) % bands.size()];
    take.choose(
        band.session, band.band,
        [this, &kiosk, &patient, &take, number, choice](const core::Result<flows::Held>& held) {
            if (!held) return kiosk.say("no number: " + text(held.error()));
            if (choice % 10 == 0) { // went away
                kiosk.say("held " + held->number + ", given back");
                return take.release();
            }
            flows::WalkInDetails details;
            if (choice % 3 != 0) details.idNumber = patientIdNumber(number);
            kiosk.later(choice * 20, [this, &kiosk, &patient, &take, details] {
                const auto ticket = take.confirm(details, [](const auto&) {});
                if (!ticket) return noTicket(kiosk, ticket.error());
                if (!kiosk.died()) keepTicket(kiosk, patient, *ticket);
            });
        });
}

void World::showTicket(DeviceNode& kiosk, Patient& patient) {
    if (patient.ticketCode.empty()) return;
    const auto scanned = flows::readTyped(*kiosk.program().context, patient.ticketCode);
    if (!scanned) return kiosk.say("scans a ticket: " + text(scanned.error().error));
    if (scanned->kind != flows::Scanned::Kind::Ticket) return;
    const auto answer = flows::scanTicket(*kiosk.program().context, *scanned);
    kiosk.say(answer ? "ticket " + answer->place.number + " is " + answer->place.state
                     : "ticket: " + text(answer.error()));
}

void World::reprint(DeviceNode& kiosk, const Patient& patient) {
    if (patient.ticket.empty()) return;
    const auto done = kiosk.program().printing->reprint(
        today, patient.ticket, core::TicketLanguage::Zh, [](const auto&) {});
    kiosk.say(done ? "prints again" : "prints not again: " + text(done.error()));
}

void World::askHelp(DeviceNode& kiosk, int screen) {
    const auto asked =
        flows::requestHelp(*kiosk.program().context, "screen." + std::to_string(screen));
    kiosk.say(asked ? "calls for help" : "calls for no help: " + text(asked.error()));
}

void World::openRoom(DeviceNode& station) {
    flows::CallNext& call = *station.program().callNext;
    const bool first = station.machine() == "S1";
    call.signIn(first ? "d01" : "d02", staffPin, [&station, &call, first](const auto& staff) {
        if (!staff) return station.say("sign-in: " + text(staff.error().error));
        const auto desk = call.desk();
        if (desk && desk->state != flows::Desk::State::Closed) return;
        const auto opened = call.open(first ? "CARD-D1" : "MED", "AM", first ? "101" : "102");
        station.say(opened ? "opens" : "does not open: " + text(opened.error()));
    });
}

void World::callChosen(DeviceNode& station, int choice) {
    flows::CallNext& call = *station.program().callNext;
    const auto desk = call.desk();
    if (!desk || desk->waiting.empty()) return station.say("has nobody to choose");
    const auto& whom = desk->waiting[static_cast<std::size_t>(choice) % desk->waiting.size()];
    call.callChosen(whom.id, "stretcher",
                    [&station, number = whom.number](const core::Result<flows::NextAnswer>& done) {
                        station.say("chooses " + number + ": " +
                                    (done ? "called" : text(done.error())));
                    });
}

void World::takePaper(DeviceNode& station, const Patient& patient) {
    if (patient.ticketCode.empty()) return;
    const auto taken = station.program().callNext->takePaper(patient.ticketCode);
    station.say("paper " + patient.number + ": " + (taken ? "taken" : text(taken.error())));
}

void World::transfer(DeviceNode& station, int choice) {
    flows::CallNext& call = *station.program().callNext;
    const auto desk = call.desk();
    const auto queues = call.queues();
    if (!desk || !desk->patient || !queues || queues->empty()) return;
    const auto& to = (*queues)[static_cast<std::size_t>(choice) % queues->size()];
    const auto done = call.transfer(desk->patient->id, to.id, to.half, choice % 3 == 0);
    station.say("sends " + desk->patient->number + " to " + to.id + ": " +
                (done ? "done" : text(done.error())));
}

void World::staffAct(DeviceNode& station, const Step& step) {
    flows::CallNext& call = *station.program().callNext;
    const auto heard = [&station, what = step.what](const core::Result<void>& done) {
        station.say(std::string(toText(what)) + ": " + (done ? "done" : text(done.error())));
    };
    switch (step.what) {
    case Do::OpenRoom:
        return openRoom(station);
    case Do::Next:
        return call.next([this, &station](const core::Result<flows::NextAnswer>& answer) {
            if (!answer && answer.error().code == "no-question")
                witness_.violations.push_back("I8 " + station.machine() +
                                              " forgot what it had asked the registry");
            if (!answer) return station.say("next: " + text(answer.error()));
            station.say(answer->patient ? "calls " + answer->patient->number : "nobody waits");
        });
    case Do::Recall:
        return call.recall(heard);
    case Do::Missed:
        return call.missed(heard);
    case Do::Tests:
        return call.toTests(heard);
    case Do::Finish:
        return call.finish(heard);
    case Do::Pause:
        return heard(call.pause("lunch", step.amount));
    case Do::Resume:
        return heard(call.resume());
    case Do::CloseRoom:
        return heard(call.close());
    case Do::CallChosen:
        return callChosen(station, step.amount);
    case Do::TakePaper:
        return takePaper(station, patients_[step.number]);
    case Do::Transfer:
        return transfer(station, step.amount);
    case Do::Undo:
        return call.undo(heard);
    default:
        return;
    }
}

} // namespace menzhen::sim
