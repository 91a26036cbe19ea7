// SPDX-License-Identifier: Apache-2.0
// The desk over the real journeys: carries each question to the flow thread and its answer back.
// What it is made of outlives it, and the flow thread is idle or stopped when it dies.
// Thread: GUI for every method; `context` and the journeys are used on the flow thread alone.
#pragma once

#include "app/flows/identityfind.h"
#include "app/flows/storewatch.h"
#include "app/flows/waits.h"
#include "app/kiosk/desk.h"
#include "app/ports/post.h"

#include <memory>
#include <vector>

namespace menzhen::kiosk {

struct FlowDeskParts {
    flows::FlowContext& context;
    flows::CheckIn& checkIn;
    flows::TakeNumber& takeNumber;
    flows::Printing& printing;
    std::vector<ports::CodeScanner*> scanners;
    ports::Post toFlow;
    ports::Post toScreen;
    std::function<std::string(const std::string&)> qr; ///< see Desk::qr; any thread
    flows::StoreWatch& store;
    flows::IdentityFind& identityFind;
    flows::ServiceNumber& serviceNumber;
    flows::NextVisit& nextVisit;
    flows::Reports& reports;
    flows::Waits& waits;
    /// How the connection stands: flow thread.
    std::function<void(Surroundings&)> connection;
};

class FlowDesk final : public Desk {
public:
    explicit FlowDesk(FlowDeskParts parts) : parts_(std::move(parts)) {}

    void surroundings(std::function<void(Surroundings)> done) override;
    void startScanning(ports::CodeScanner::Listener listener) override;
    void stopScanning() override;
    void read(std::string text, bool typed, std::function<void(FoundOrRefused)> done) override;
    void findByIdentity(std::string typed, std::function<void(FoundOrRefused)> done) override;
    void findByBirth(flows::BirthKey key, std::function<void(FoundOrRefused)> done) override;
    void identify(flows::Visit visit, std::string typed,
                  std::function<void(FoundOrRefused)> done) override;
    void checkIn(flows::Visit visit, core::TicketLanguage language, Done<flows::IssuedTicket> done,
                 PaperTold printed) override;
    void departments(Done<flows::Departments> done) override;
    void doctors(std::string department, Done<flows::Doctors> done) override;
    void choose(std::string session, int band, std::string idNumber,
                Done<flows::Held> done) override;
    void release() override;
    void readIdentity(std::string typed, Done<flows::IdentityView> done) override;
    void take(flows::WalkInDetails details, Done<flows::IssuedTicket> done,
              PaperTold printed) override;
    void services(Done<std::vector<flows::ServiceChoice>> done) override;
    void takeService(std::string queue, core::TicketLanguage language,
                     Done<flows::IssuedTicket> done, PaperTold printed) override;
    void nextDays(std::string department, Done<flows::NextDays> done) override;
    void nextDoctors(std::string department, int day, Done<flows::NextDoctors> done) override;
    void bookNext(flows::NextWish wish, Done<flows::NextBooked> done, PaperTold printed) override;
    void findReports(flows::ReportKey key, Done<flows::ReportList> done) override;
    void printReport(flows::ReportKey key, std::string id, core::TicketLanguage language,
                     Done<flows::ReportOrdered> done, PaperTold printed) override;
    void reprint(int day, std::string ticket, core::TicketLanguage language,
                 PaperTold printed) override;
    void callHelp(std::string screen, Done<flows::HelpView> done) override;
    void helpOf(std::string id, Done<flows::HelpView> done) override;

    std::string qr(const std::string& text) override { return parts_.qr(text); }

private:
    /// The same callback, run on the GUI thread.
    template <class Value> std::function<void(Value)> onScreen(std::function<void(Value)> done) {
        return [post = parts_.toScreen, done = std::move(done)](Value value) {
            post([done, value = std::move(value)]() mutable { done(std::move(value)); });
        };
    }

    FoundOrRefused find(const std::string& text, bool typed);
    FoundOrRefused placeAgain(flows::TicketAnswer answer);
    FoundOrRefused visitOf(const flows::Scanned& scanned);
    FoundOrRefused visitOf(const core::Result<flows::Scanned>& found);

    /// The same answer; the store's errors close the kiosk.
    template <class T> core::Result<T> watched(core::Result<T> answer) {
        if (!answer) parts_.store.heard(answer.error());
        return answer;
    }

    FlowDeskParts parts_;
};

} // namespace menzhen::kiosk
