// SPDX-License-Identifier: Apache-2.0
// Stands in for the journeys: a small hospital with one booking, one ticket and a printer whose
// word the test chooses. Answers come at once or, with `slow`, when the test says so.
#pragma once

#include "app/kiosk/desk.h"

#include <deque>

namespace menzhen::kiosk::test {

inline flows::SessionView session(const char* id, core::TicketName department,
                                  core::TicketName doctor, core::TicketName title, int fen,
                                  const char* amount) {
    flows::SessionView s;
    s.id = id;
    s.day = 20261123;
    s.half = "AM";
    s.department = std::move(department);
    s.doctor = std::move(doctor);
    s.title = std::move(title);
    s.pooled = s.doctor.empty();
    s.where = {"3A", 3, "301", {"3楼", "floor 3"}, {}};
    s.feeName = fen > 3000 ? core::TicketName{"主任医师门诊", "Chief physician clinic"}
                           : core::TicketName{"普通门诊", "General clinic"};
    s.amountFen = fen;
    s.amountText = amount;
    return s;
}

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

    static flows::DepartmentChoice department(const char* id, const char* zh, const char* en,
                                              int floor, const char* zone, int free) {
        flows::DepartmentChoice d;
        d.id = id;
        d.name = {zh, en};
        d.floor = floor;
        d.zone = zone;
        d.free = free;
        d.fromFen = 1000;
        d.fromText = "10.00";
        if (free == 0) d.whyNot = "sold-out";
        return d;
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
        flows::Departments d;
        d.list = {department("CARD", "心血管内科", "Cardiology", 3, "3A", 42),
                  department("RESP", "呼吸与危重症医学科", "Respiratory Medicine", 3, "3A", 31),
                  department("GAST", "消化内科", "Gastroenterology", 3, "3B", 27),
                  department("NEUR", "神经内科", "Neurology", 4, "4A", 12),
                  department("TCMD", "中医科", "Traditional Chinese Medicine", 4, "4B", 8),
                  department("ENTD", "耳鼻咽喉科", "Otolaryngology (ENT)", 5, "5A", 19),
                  department("GERI", "老年医学科", "Geriatrics", 1, "1B", 22),
                  department("SPEC", "特需门诊", "VIP (Special-needs) Clinic", 6, "6A", 0)};
        if (cutOff)
            for (std::size_t i = 3; i < d.list.size(); ++i)
                d.list[i].whyNot = i == 3 ? "offline-limit" : "offline-personal";
        answer([done, d] { done(d); });
    }

    /// As flows/ownnumber.h leaves a choice.
    static void limit(flows::DoctorChoice& c) {
        c.free = c.session.pooled ? 10 : 0;
        if (!c.session.pooled) c.whyNot = "offline-personal";
        for (auto& band : c.bands) {
            const bool now = c.session.pooled && &band == &c.bands.front();
            band.free = now ? 10 : 0;
            band.whyNot = now ? "" : c.session.pooled ? "offline-later" : "offline-personal";
        }
    }

    void doctors(std::string, Done<flows::Doctors> done) override {
        flows::Doctors d;
        for (const auto& s : {pool, expert}) {
            flows::DoctorChoice c;
            c.session = s;
            c.free = 12;
            for (int band = 480; band < 660; band += 30) {
                flows::BandChoice b;
                b.band = band;
                b.text = std::string(band < 600 ? "0" : "") + std::to_string(band / 60) +
                         (band % 60 ? ":30-" : ":00-") + (band < 570 ? "0" : "") +
                         std::to_string((band + 30) / 60) + (band % 60 ? ":00" : ":30");
                b.free = band == 510 ? 0 : 4;
                b.opensNow = band < 540;
                b.checkInFrom = "09:00";
                if (b.free == 0) b.whyNot = "sold-out";
                c.bands.push_back(b);
            }
            if (eldersLeft && s.pooled) {
                c.free = 0;
                c.freeElder = 12;
                for (auto& band : c.bands) {
                    band.freeElder = band.free;
                    band.free = 0;
                }
            }
            if (cutOff) limit(c);
            d.list.push_back(c);
        }
        flows::DoctorChoice gone;
        gone.session = session("CARD-D02-AM", expert.department, {"陈书禾", "Chen Shuhe"},
                               {"主任医师", "Chief physician"}, 10050, "100.50");
        gone.whyNot = "sold-out";
        d.list.push_back(gone);
        answer([done, d] { done(d); });
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
        std::vector<flows::ServiceChoice> list;
        list.push_back(
            {"LABO", {"检验科", "Clinical Laboratory"}, {"2A", 2, {}, {"2楼", "floor 2"}}, 12, {}});
        list.push_back({"RADI", {"放射科", "Radiology"}, {"1C", 1, {}, {"1楼", "floor 1"}}, 0, {}});
        list.push_back({"PHAR",
                        {"门诊药房", "Outpatient Pharmacy"},
                        {"1D", 1, {}, {"1楼", "floor 1"}},
                        7,
                        {}});
        if (cutOff)
            for (auto& one : list)
                one.whyNot = "offline-service";
        answer([done, list] { done(list); });
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
        flows::NextDays days;
        days.asOfMs = 1795391400000;
        for (int day = 20261124; day <= 20261207; day = day == 20261130 ? 20261201 : day + 1) {
            flows::NextDay one{day, 9, {}};
            if (day == 20261125) one = {day, 0, "full"};
            if (day == 20261128 || day == 20261129) one = {day, 0, "no-session"};
            if (day == 20261207) one = {day, 0, "not-released"};
            days.list.push_back(one);
        }
        answer([this, done, days] {
            if (!holdError.empty()) return done(core::refused(holdError));
            done(days);
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

    /// Three of a visit: one asked for, one not final, one final that was printed once.
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
            const core::TicketName neutral{"检查报告", "Report"};
            const auto head = [&](const char* id, const core::TicketName& name) {
                flows::ReportHead one;
                if (found.opens) one.id = id;
                one.name = found.opens ? name : neutral;
                one.at = "2026-11-23 09:12";
                one.number = "C007";
                one.day = 20261123;
                return one;
            };
            found.list = {head("r1", {"生化全套", "Comprehensive metabolic panel"}),
                          head("r2", {"血常规", "Blood count"}),
                          head("r3", {"胸部正侧位X线摄影", "Chest X-ray, two views"})};
            found.list[0].registered = true;
            found.list[2].final = true;
            found.list[2].prints = 1;
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
