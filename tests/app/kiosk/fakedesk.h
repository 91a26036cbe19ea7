// SPDX-License-Identifier: Apache-2.0
// Stands in for the journeys: a small hospital with one booking, one ticket and a printer whose
// word the test chooses. Answers come at once or, with `slow`, when the test says so.
#pragma once

#include "tests/app/kiosk/fakehospital.h"

#include <deque>

namespace menzhen::kiosk::test {

class FakeDesk final : public Desk {
public:
    FakeDesk() {
        around.device = "K1";
        around.hospital = {"岚江市中心医院(虚构)", "Lanjiang Central Hospital (fictional)"};
        around.counter = {"人工服务窗口", "Staffed Service Counter"};
        around.counterFloor = {"1楼", "floor 1"};
        around.counterZone = "1A";
        around.emergency = {{"急诊楼1楼", "Emergency Building, floor 1"}, "0000-6666120"};
        around.connected = true;
        around.printer.condition = ports::PrinterCondition::Ready;
        const core::TicketName cardiology{"心血管内科", "Cardiology"};
        expert = session("CARD-D01-AM", cardiology, {"林知远", "Lin Zhiyuan"},
                         {"主任医师", "Chief physician"}, 5000, "50.00");
        pool = session("CARD-P-AM", cardiology, {}, {}, 1000, "10.00");
    }

    flows::Visit visit() const {
        flows::Visit v;
        v.state = state;
        v.session = expert;
        v.day = 20261123;
        v.bandText = "08:00-08:30";
        v.number = "C007";
        v.masked = "张*例";
        v.opensAt = "07:30";
        v.ahead = 3;
        v.late = late;
        v.fee = fee;
        v.needsIdentity = scarce;
        return v;
    }

    flows::Place place(const flows::SessionView& s, const char* number) const {
        flows::Place p;
        p.ticket = "00112233445566aa";
        p.day = 20261123;
        p.number = number;
        p.masked = "张*例";
        p.session = s;
        p.state = placeState;
        p.bandText = "08:00-08:30";
        p.ahead = 3;
        p.callRange = cutOff || placeState != "waiting" ? "" : callRange;
        p.shortCode = "7G0M-X2A4";
        p.pageUrl = "https://menzhen.example/v#7G0M-X2A4";
        return p;
    }

    void answer(std::function<void()> call) {
        if (slow)
            waiting.push_back(std::move(call));
        else
            call();
    }

    void answerOne() {
        auto call = std::move(waiting.front());
        waiting.pop_front();
        call();
    }

    void surroundings(std::function<void(Surroundings)> done) override { done(around); }

    void startScanning(ports::CodeScanner::Listener listener) override {
        eye = std::move(listener);
        eye.onState({cameraState, {}});
    }

    void stopScanning() override { eye = {}; }

    void read(std::string text, bool, std::function<void(FoundOrRefused)> done) override {
        answer([this, text, done] {
            if (text == "BOOKING" || text == "7G0MX2A4") return done(Found(visit()));
            if (text == "TICKET") {
                flows::TicketAnswer own{place(expert, "C007"), false, false, {}};
                if (cutOff) own.place.asOf = "08:09";
                return done(Found(own));
            }
            done(tl::unexpected(
                flows::ScanRefusal{{core::ErrorKind::Refused, refusal, {}}, std::nullopt}));
        });
    }

    void findByIdentity(std::string typed, std::function<void(FoundOrRefused)> done) override {
        lastTyped = typed;
        answer([this, typed, done] {
            if (typed == "999999194403021006") return done(Found(visit()));
            const char* code = typed.ends_with('X') ? "id-check-digit" : "unknown-identity";
            done(tl::unexpected(
                flows::ScanRefusal{core::Error{core::ErrorKind::Refused, code, {}}, std::nullopt}));
        });
    }

    void findByBirth(flows::BirthKey key, std::function<void(FoundOrRefused)> done) override {
        lastKey = key;
        answer([this, key, done] {
            if (key.birth == "19440302") return done(Found(visit()));
            done(tl::unexpected(flows::ScanRefusal{
                core::Error{core::ErrorKind::Refused, "unknown-keys", {}}, std::nullopt}));
        });
    }

    void identify(flows::Visit asked, std::string typed,
                  std::function<void(FoundOrRefused)> done) override {
        answer([asked, typed, done]() mutable {
            if (typed != "999999194403021006")
                return done(tl::unexpected(flows::ScanRefusal{
                    core::Error{core::ErrorKind::Refused, "identity-mismatch", {}}, std::nullopt}));
            asked.needsIdentity = false;
            asked.source.identified = true;
            done(Found(asked));
        });
    }

    void checkIn(flows::Visit asked, core::TicketLanguage, Done<flows::IssuedTicket> done,
                 PaperTold printed) override {
        ++checkIns;
        answer([this, asked, done, printed] {
            if (!storeError.empty()) return done(core::fail(core::ErrorKind::Device, storeError));
            flows::IssuedTicket issued{place(asked.session, "C007"), {}, {}, cutOff, 1};
            if (cutOff) {
                issued.note = "unknown-booking";
                issued.place.ahead.reset();
            }
            done(issued);
            printed(
                {paper, {core::ErrorKind::Device, "printer-paper-out", {}}, "00112233445566aa"});
        });
    }

    void departments(Done<flows::Departments> done) override {
        answer([done, d = departmentsOfDay(cutOff)] { done(d); });
    }

    void doctors(std::string, Done<flows::Doctors> done) override {
        answer([done, d = doctorsOfDay(pool, expert, eldersLeft, cutOff)] { done(d); });
    }

    void choose(std::string, int band, std::string idNumber, Done<flows::Held> done) override {
        ++holds;
        lastElder = idNumber;
        answer([this, band, done] {
            if (!holdError.empty()) return done(core::refused(holdError));
            flows::Held h;
            h.hold = "aa11";
            h.session = expert;
            h.number = "C018";
            h.band = band;
            h.bandText = "08:00-08:30";
            h.opensNow = true;
            if (cutOff) {
                h.own = true;
                h.session = pool;
                h.number = "C1-03";
            }
            done(h);
        });
    }

    void release() override { ++releases; }

    void readIdentity(std::string typed, Done<flows::IdentityView> done) override {
        lastTyped = typed;
        if (typed == "999999198811201012")
            return done(flows::IdentityView{"****************12", 19881120, 38, {}});
        if (typed != "999999194403021006") return done(core::badData("id-check-digit"));
        done(flows::IdentityView{"****************06", 19440302, 82, "AGE80"});
    }

    void take(flows::WalkInDetails details, Done<flows::IssuedTicket> done,
              PaperTold printed) override {
        taken = details;
        ++takes;
        answer([this, done, printed] {
            if (!storeError.empty()) return done(core::fail(core::ErrorKind::Device, storeError));
            auto p = cutOff ? place(pool, "C1-03") : place(expert, "C018");
            p.masked.clear();
            if (cutOff) p.ahead.reset();
            p.callRange.clear();
            done(flows::IssuedTicket{p, {}, {}, cutOff, 2});
            printed({paper, {core::ErrorKind::Device, "printer-paper-out", {}}, p.ticket});
        });
    }

    void services(Done<std::vector<flows::ServiceChoice>> done) override {
        answer([done, list = servicesOfDay(cutOff)] { done(list); });
    }

    void takeService(std::string queue, core::TicketLanguage, Done<flows::IssuedTicket> done,
                     PaperTold printed) override {
        lastQueue = queue;
        answer([this, done, printed] {
            if (!holdError.empty()) return done(core::refused(holdError));
            auto p =
                place(session("LABO", {"检验科", "Clinical Laboratory"}, {}, {}, 0, ""), "L0013");
            p.session.service = true;
            p.masked.clear();
            p.bandText.clear();
            p.ahead = 12;
            done(flows::IssuedTicket{p, {}, {}, false, 3});
            printed({paper, {core::ErrorKind::Device, "printer-paper-out", {}}, p.ticket});
        });
    }

    void nextDays(std::string department, Done<flows::NextDays> done) override {
        lastQueue = department;
        answer([this, done] {
            if (!holdError.empty()) return done(core::refused(holdError));
            done(daysAhead());
        });
    }

    void nextDoctors(std::string department, int, Done<flows::NextDoctors> done) override {
        doctors(department, [done](core::Result<flows::Doctors> found) {
            flows::NextDoctors doctors;
            doctors.list = found->list;
            doctors.asOfMs = 1795391400000;
            done(doctors);
        });
    }

    void bookNext(flows::NextWish wish, Done<flows::NextBooked> done, PaperTold printed) override {
        lastWish = wish;
        answer([this, wish, done, printed] {
            if (!bookError.empty()) return done(core::refused(bookError));
            flows::NextBooked b;
            b.id = "00112233445566bb";
            b.session = wish.session;
            b.bandText = "08:00-08:30";
            b.checkInFrom = "07:30";
            b.number = "C018";
            b.masked = "张*例";
            b.shortCode = "8H1N-Y3B5";
            b.pageUrl = "https://menzhen.example/v#8H1N-Y3B5";
            done(b);
            printed({paper, {core::ErrorKind::Device, "printer-paper-out", {}}, b.id});
        });
    }

    void findReports(flows::ReportKey key, Done<flows::ReportList> done) override {
        lastReportKey = key;
        answer([this, key, done] {
            if (!reportError.empty()) return done(core::refused(reportError));
            flows::ReportList found;
            found.opens = key.idNumber.empty();
            found.masked = found.opens ? "张*例" : "";
            if (key.scanned == "TICKET") return done(found); // none yet
            if (key.scanned != "BOOKING" && key.shortCode != "7G0MX2A4" && key.idNumber.empty())
                return done(core::refused("unknown-visit"));
            found.list = reportsOfVisit(found.opens);
            done(found);
        });
    }

    void printReport(flows::ReportKey key, std::string id, core::TicketLanguage,
                     Done<flows::ReportOrdered> done, PaperTold printed) override {
        lastReportKey = key;
        lastReport = id;
        ++reportPrints;
        answer([this, id, done, printed] {
            if (!reportPrintError.empty())
                return done(core::fail(core::ErrorKind::Device, reportPrintError));
            done(flows::ReportOrdered{id == "r3" ? 2 : 1});
            printed({paper, {core::ErrorKind::Device, "printer-paper-out", {}}, {}});
        });
    }

    void reprint(int, std::string ticket, core::TicketLanguage, PaperTold printed) override {
        ++reprints;
        printed({flows::PrintReport::Result::Printed, {}, ticket});
    }

    void callHelp(std::string screen, Done<flows::HelpView> done) override {
        helpScreen = screen;
        flows::HelpView h;
        h.id = "help1";
        done(h);
    }

    void helpOf(std::string, Done<flows::HelpView> done) override {
        flows::HelpView h;
        h.open = !helpAnswered;
        done(h);
    }

    std::string qr(const std::string&) override {
        std::string rows;
        for (int y = 0; y < 29; ++y) {
            for (int x = 0; x < 29; ++x)
                rows += (x * 7 + y * 5 + x * y) % 3 == 0 ? '1' : '0';
            rows += '\n';
        }
        return rows;
    }

    Surroundings around;
    flows::SessionView expert, pool;
    flows::VisitState state = flows::VisitState::Ready;
    flows::PrintReport::Result paper = flows::PrintReport::Result::Printed;
    ports::ScannerState cameraState = ports::ScannerState::Working;
    ports::CodeScanner::Listener eye;
    flows::WalkInDetails taken;
    flows::BirthKey lastKey;
    flows::NextWish lastWish;
    flows::ReportKey lastReportKey;
    std::string callRange = "08:20-08:40";
    std::string lastReport, reportError, reportPrintError;
    int reportPrints = 0;
    std::string bookError, placeState = "waiting";
    std::string refusal = "not-ours", holdError, helpScreen, lastTyped, lastQueue;
    std::deque<std::function<void()>> waiting;
    std::string storeError;
    bool slow = false, late = false, helpAnswered = false, cutOff = false;
    core::TicketFee fee = core::TicketFee::AtWindow; ///< of the booking that is found
    bool scarce = false;     ///< the identity number is asked before the ticket
    bool eldersLeft = false; ///< of the pool, nothing but places for the old
    std::string lastElder;
    int checkIns = 0, takes = 0, holds = 0, releases = 0, reprints = 0;
};

} // namespace menzhen::kiosk::test
