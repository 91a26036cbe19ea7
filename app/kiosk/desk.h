// SPDX-License-Identifier: Apache-2.0
// What the kiosk's screens ask of the journeys (app/flows), in one place, so that the border
// between the threads is one class: flowdesk.h carries it over to the flow thread, the tests stand
// in for it.
//
// Thread: GUI. Every call returns at once; every callback runs later on the GUI thread, exactly
// once, and never after the desk is gone.
#pragma once

#include "app/core/result.h"
#include "app/flows/checkin.h"
#include "app/flows/help.h"
#include "app/flows/identityfind.h"
#include "app/flows/nextvisit.h"
#include "app/flows/reports.h"
#include "app/flows/servicenumber.h"
#include "app/flows/takenumber.h"
#include "app/flows/ticketscan.h"
#include "app/ports/codescanner.h"
#include "app/ports/ticketprinter.h"

#include <functional>
#include <string>
#include <variant>

namespace menzhen::kiosk {

template <class T> using Done = std::function<void(core::Result<T>)>;
using PaperTold = std::function<void(flows::PrintReport)>;

/// What the attract screen and every way out say.
struct Surroundings {
    std::string device;
    core::TicketName hospital; ///< empty: nothing is loaded yet, the kiosk cannot serve
    core::TicketName counter;  ///< the staffed windows, "人工服务窗口"; may be empty
    core::TicketName counterFloor;
    std::string counterZone;
    flows::EmergencyPlace emergency;
    /// To the registry. Without it bookings are checked by their signature, and numbers are few
    /// (flows/ownnumber.h).
    bool connected = false;
    bool storeWorks = true; ///< false: nothing can be issued here until it does again
    std::string neighbour;  ///< the kiosk to use instead, "K02"; may be empty
    std::string problem;    ///< of the connection: a person is needed; code of sync::SyncState
    ports::PrinterState printer;
};

/// What a code led to: a booking's visit, or a ticket and its place.
using Found = std::variant<flows::Visit, flows::TicketAnswer>;
using FoundOrRefused = tl::expected<Found, flows::ScanRefusal>;

class Desk {
public:
    virtual ~Desk() = default;

    virtual void surroundings(std::function<void(Surroundings)> done) = 0;

    virtual void
    startScanning(ports::CodeScanner::Listener listener) = 0; ///< called on the GUI thread
    virtual void stopScanning() = 0;
    virtual void read(std::string text, bool typed, std::function<void(FoundOrRefused)> done) = 0;
    /// A booking of today by an identity number (flows/identityfind.h).
    virtual void findByIdentity(std::string typed, std::function<void(FoundOrRefused)> done) = 0;
    virtual void findByBirth(flows::BirthKey key, std::function<void(FoundOrRefused)> done) = 0;
    /// flows::CheckIn::identify.
    virtual void identify(flows::Visit visit, std::string typed,
                          std::function<void(FoundOrRefused)> done) = 0;
    virtual void checkIn(flows::Visit visit, core::TicketLanguage language,
                         Done<flows::IssuedTicket> done, PaperTold printed) = 0;

    virtual void departments(Done<flows::Departments> done) = 0;
    virtual void doctors(std::string department, Done<flows::Doctors> done) = 0;
    /// `idNumber` empty: not known (flows/takenumber.h).
    virtual void choose(std::string session, int band, std::string idNumber,
                        Done<flows::Held> done) = 0;
    virtual void release() = 0; ///< gives back what is held, and what may yet come
    virtual void readIdentity(std::string typed, Done<flows::IdentityView> done) = 0;
    virtual void take(flows::WalkInDetails details, Done<flows::IssuedTicket> done,
                      PaperTold printed) = 0;
    virtual void services(Done<std::vector<flows::ServiceChoice>> done) = 0;
    virtual void takeService(std::string queue, core::TicketLanguage language,
                             Done<flows::IssuedTicket> done, PaperTold printed) = 0;
    virtual void nextDays(std::string department, Done<flows::NextDays> done) = 0;
    virtual void nextDoctors(std::string department, int day, Done<flows::NextDoctors> done) = 0;
    virtual void bookNext(flows::NextWish wish, Done<flows::NextBooked> done,
                          PaperTold printed) = 0;
    virtual void findReports(flows::ReportKey key, Done<flows::ReportList> done) = 0;
    virtual void printReport(flows::ReportKey key, std::string id, core::TicketLanguage language,
                             Done<flows::ReportOrdered> done, PaperTold printed) = 0;
    virtual void reprint(int day, std::string ticket, core::TicketLanguage language,
                         PaperTold printed) = 0;

    virtual void callHelp(std::string screen, Done<flows::HelpView> done) = 0;
    virtual void helpOf(std::string id, Done<flows::HelpView> done) = 0;

    /// The modules of a QR symbol, rows of '0' and '1' parted by newlines; empty: too long.
    virtual std::string qr(const std::string& text) = 0;
};

} // namespace menzhen::kiosk
