// SPDX-License-Identifier: Apache-2.0
#include "tests/drivers/printer/demoticket.h"

namespace menzhen::printertest {

std::string codeOf(std::size_t bytes) {
    static constexpr char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    std::string code = "MZ1:";
    for (std::size_t i = 0; code.size() < bytes; ++i)
        code += alphabet[(i * 31 + i / 7) % 45];
    return code;
}

core::TicketContent chineseTicket() {
    core::TicketContent ticket;
    ticket.hospital = {"岚江市中心医院(虚构)", "Lanjiang Central Hospital (fictional)"};
    ticket.number = "C012";
    ticket.department = {"心血管内科", "Cardiology"};
    ticket.doctor = {"周示范 主任医师", "Dr Zhou Shifan"};
    ticket.zone = "3A";
    ticket.roomHint = {"门诊楼3楼", "floor 3"};
    ticket.band = "09:30-10:00";
    ticket.peopleAhead = 5;
    ticket.callRange = "10:05-10:25";
    ticket.maskedName = "张*例";
    ticket.fee = core::TicketFee::AtWindow;
    ticket.feeAmount = "50.00";
    ticket.code = codeOf(232);
    ticket.shortCode = "7K3M-9QXD";
    ticket.pageUrl = "https://menzhen.example/v#7K3M-9QXD";
    ticket.printedAt = "2026-11-23 08:02";
    ticket.printedBy = "K1";
    return ticket;
}

core::TicketContent englishTicket() {
    core::TicketContent ticket = chineseTicket();
    ticket.language = core::TicketLanguage::En;
    return ticket;
}

core::ReportContent demoReport() {
    core::ReportContent report;
    report.hospital = {"岚江市中心医院(虚构)", "Lanjiang Central Hospital (fictional)"};
    report.name = {"血常规", "Blood count"};
    report.maskedName = "张*例";
    report.visit = "C012, 2026-11-23";
    report.issuedAt = "2026-11-23 09:12";
    report.performer = "检验科";
    report.lines = {{{"白细胞", "White cells"}, "11.2", "10^9/L", "3.5-9.5", "H"},
                    {{"血红蛋白", "Haemoglobin"}, "138", "g/L", "115-150", "N"},
                    {{"网织红细胞", "Reticulocytes"}, "", "", "", ""}};
    report.conclusion = "白细胞轻度升高。";
    report.copy = 2;
    report.printedAt = "2026-11-23 09:40";
    report.printedBy = "K1";
    return report;
}

} // namespace menzhen::printertest
