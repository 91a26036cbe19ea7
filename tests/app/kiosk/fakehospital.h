// SPDX-License-Identifier: Apache-2.0
// A small hospital: what its departments, doctors, services, days and reports are for the pages.
#pragma once

#include "app/kiosk/desk.h"

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

inline flows::DepartmentChoice department(const char* id, const char* zh, const char* en, int floor,
                                          const char* zone, int free) {
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

inline flows::Departments departmentsOfDay(bool cutOff) {
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
    return d;
}

/// As flows/ownnumber.h leaves a choice.
inline void limit(flows::DoctorChoice& c) {
    c.free = c.session.pooled ? 10 : 0;
    if (!c.session.pooled) c.whyNot = "offline-personal";
    for (auto& band : c.bands) {
        const bool now = c.session.pooled && &band == &c.bands.front();
        band.free = now ? 10 : 0;
        band.whyNot = now ? "" : c.session.pooled ? "offline-later" : "offline-personal";
    }
}

/// `eldersLeft`: of the pool, nothing but places for the old.
inline flows::Doctors doctorsOfDay(const flows::SessionView& pool, const flows::SessionView& expert,
                                   bool eldersLeft, bool cutOff) {
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
    return d;
}

inline std::vector<flows::ServiceChoice> servicesOfDay(bool cutOff) {
    std::vector<flows::ServiceChoice> list;
    list.push_back(
        {"LABO", {"检验科", "Clinical Laboratory"}, {"2A", 2, {}, {"2楼", "floor 2"}}, 12, {}});
    list.push_back({"RADI", {"放射科", "Radiology"}, {"1C", 1, {}, {"1楼", "floor 1"}}, 0, {}});
    list.push_back(
        {"PHAR", {"门诊药房", "Outpatient Pharmacy"}, {"1D", 1, {}, {"1楼", "floor 1"}}, 7, {}});
    if (cutOff)
        for (auto& one : list)
            one.whyNot = "offline-service";
    return list;
}

inline flows::NextDays daysAhead() {
    flows::NextDays days;
    days.asOfMs = 1795391400000;
    for (int day = 20261124; day <= 20261207; day = day == 20261130 ? 20261201 : day + 1) {
        flows::NextDay one{day, 9, {}};
        if (day == 20261125) one = {day, 0, "full"};
        if (day == 20261128 || day == 20261129) one = {day, 0, "no-session"};
        if (day == 20261207) one = {day, 0, "not-released"};
        days.list.push_back(one);
    }
    return days;
}

/// One asked for, one not final, one final that was printed once. `opens`: by the visit's code, not
/// a number alone.
inline std::vector<flows::ReportHead> reportsOfVisit(bool opens) {
    const core::TicketName neutral{"检查报告", "Report"};
    const auto head = [&](const char* id, const core::TicketName& name) {
        flows::ReportHead one;
        if (opens) one.id = id;
        one.name = opens ? name : neutral;
        one.at = "2026-11-23 09:12";
        one.number = "C007";
        one.day = 20261123;
        return one;
    };
    std::vector<flows::ReportHead> list = {
        head("r1", {"生化全套", "Comprehensive metabolic panel"}),
        head("r2", {"血常规", "Blood count"}),
        head("r3", {"胸部正侧位X线摄影", "Chest X-ray, two views"})};
    list[0].registered = true;
    list[2].final = true;
    list[2].prints = 1;
    return list;
}

} // namespace menzhen::kiosk::test
