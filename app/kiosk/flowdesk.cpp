// SPDX-License-Identifier: Apache-2.0
#include "app/kiosk/flowdesk.h"

#include "app/flows/hall.h"
#include "app/flows/scan.h"

namespace menzhen::kiosk {

void FlowDesk::surroundings(std::function<void(Surroundings)> done) {
    parts_.toFlow([this, answer = onScreen(std::move(done))] {
        Surroundings found;
        found.device = parts_.context.device();
        found.hospital = flows::hospitalName(parts_.context);
        const auto counter = flows::staffedCounter(parts_.context);
        found.counter = counter.name;
        found.counterFloor = counter.floor;
        found.counterZone = counter.zone;
        found.emergency = flows::emergencyPlace(parts_.context);
        found.printer = parts_.printing.printerState();
        found.storeWorks = parts_.store.works();
        parts_.connection(found);
        answer(std::move(found));
    });
}

void FlowDesk::startScanning(ports::CodeScanner::Listener listener) {
    ports::CodeScanner::Listener carried;
    const auto post = parts_.toScreen;
    const auto told = std::make_shared<ports::CodeScanner::Listener>(std::move(listener));
    carried.onScan = [post, told](const ports::Scan& scan) {
        post([told, scan] { told->onScan(scan); });
    };
    carried.onState = [post, told](const ports::ScannerStatus& status) {
        post([told, status] { told->onState(status); });
    };
    carried.onPreview = [post, told](const std::shared_ptr<const ports::PreviewFrame>& frame) {
        post([told, frame] { told->onPreview(frame); });
    };
    parts_.toFlow([this, carried] {
        for (auto* scanner : parts_.scanners)
            scanner->start(carried);
    });
}

void FlowDesk::stopScanning() {
    parts_.toFlow([this] {
        for (auto* scanner : parts_.scanners)
            scanner->stop();
    });
}

FoundOrRefused FlowDesk::find(const std::string& text, bool typed) {
    const auto scanned =
        typed ? flows::readTyped(parts_.context, text) : flows::readScan(parts_.context, text);
    if (!scanned) return tl::unexpected(scanned.error());
    if (scanned->kind == flows::Scanned::Kind::Ticket) {
        auto answer = flows::scanTicket(parts_.context, *scanned);
        if (!answer) return tl::unexpected(flows::ScanRefusal{answer.error(), std::nullopt});
        return Found(std::move(*answer));
    }
    return visitOf(*scanned);
}

FoundOrRefused FlowDesk::visitOf(const flows::Scanned& scanned) {
    auto visit = parts_.checkIn.find(scanned);
    if (!visit) return tl::unexpected(flows::ScanRefusal{visit.error(), std::nullopt});
    // For the ticket: while its patient reads "is this your visit?".
    if (visit->state == flows::VisitState::Ready)
        parts_.waits.ask(visit->session.half, visit->session.queue);
    return Found(std::move(*visit));
}

FoundOrRefused FlowDesk::visitOf(const core::Result<flows::Scanned>& found) {
    if (found) return visitOf(*found);
    return tl::unexpected(flows::ScanRefusal{found.error(), std::nullopt});
}

void FlowDesk::findByIdentity(std::string typed, std::function<void(FoundOrRefused)> done) {
    parts_.toFlow([this, typed = std::move(typed), answer = onScreen(std::move(done))] {
        parts_.identityFind.find(typed, [this, answer](const core::Result<flows::Scanned>& found) {
            answer(visitOf(found));
        });
    });
}

void FlowDesk::findByBirth(flows::BirthKey key, std::function<void(FoundOrRefused)> done) {
    parts_.toFlow([this, key = std::move(key), answer = onScreen(std::move(done))] {
        parts_.identityFind.findByBirth(
            key,
            [this, answer](const core::Result<flows::Scanned>& found) { answer(visitOf(found)); });
    });
}

void FlowDesk::read(std::string text, bool typed, std::function<void(FoundOrRefused)> done) {
    parts_.toFlow([this, text = std::move(text), typed, answer = onScreen(std::move(done))] {
        auto found = find(text, typed);
        const auto* own = found ? std::get_if<flows::TicketAnswer>(&*found) : nullptr;
        if (own == nullptr || !own->place.ahead) return answer(std::move(found));
        const auto& session = own->place.session;
        parts_.waits.ask(session.half, session.queue,
                         [this, own = *own, answer] { answer(placeAgain(own)); });
    });
}

/// The same with the time of the call, when it came in time.
FoundOrRefused FlowDesk::placeAgain(flows::TicketAnswer answer) {
    auto now = flows::placeOf(parts_.context, answer.place.day, answer.place.ticket);
    if (now) answer.place = std::move(*now);
    return Found(std::move(answer));
}

void FlowDesk::identify(flows::Visit visit, std::string typed,
                        std::function<void(FoundOrRefused)> done) {
    parts_.toFlow([this, visit = std::move(visit), typed = std::move(typed),
                   answer = onScreen(std::move(done))] {
        auto known = parts_.checkIn.identify(visit, typed);
        if (known) return answer(Found(std::move(*known)));
        answer(tl::unexpected(flows::ScanRefusal{known.error(), std::nullopt}));
    });
}

void FlowDesk::checkIn(flows::Visit visit, core::TicketLanguage language,
                       Done<flows::IssuedTicket> done, PaperTold printed) {
    parts_.toFlow([this, visit = std::move(visit), language, answer = onScreen(std::move(done)),
                   report = onScreen(std::move(printed))] {
        answer(watched(parts_.checkIn.confirm(visit, language, report)));
    });
}

void FlowDesk::departments(Done<flows::Departments> done) {
    parts_.toFlow(
        [this, answer = onScreen(std::move(done))] { answer(parts_.takeNumber.departments()); });
}

void FlowDesk::doctors(std::string department, Done<flows::Doctors> done) {
    parts_.toFlow([this, department = std::move(department), answer = onScreen(std::move(done))] {
        answer(parts_.takeNumber.doctors(department));
    });
}

void FlowDesk::choose(std::string session, int band, std::string idNumber, Done<flows::Held> done) {
    parts_.toFlow([this, session = std::move(session), band, idNumber = std::move(idNumber),
                   answer = onScreen(std::move(done))] {
        parts_.takeNumber.choose(
            session, band,
            [this, answer](core::Result<flows::Held> held) {
                if (held) parts_.waits.ask(held->session.half, held->session.queue);
                answer(watched(std::move(held)));
            },
            idNumber);
    });
}

void FlowDesk::release() {
    parts_.toFlow([this] { parts_.takeNumber.release(); });
}

void FlowDesk::readIdentity(std::string typed, Done<flows::IdentityView> done) {
    parts_.toFlow([this, typed = std::move(typed), answer = onScreen(std::move(done))] {
        answer(parts_.takeNumber.readIdentity(typed));
    });
}

void FlowDesk::take(flows::WalkInDetails details, Done<flows::IssuedTicket> done,
                    PaperTold printed) {
    parts_.toFlow([this, details = std::move(details), answer = onScreen(std::move(done)),
                   report = onScreen(std::move(printed))] {
        answer(watched(parts_.takeNumber.confirm(details, report)));
    });
}

void FlowDesk::services(Done<std::vector<flows::ServiceChoice>> done) {
    parts_.toFlow(
        [this, answer = onScreen(std::move(done))] { answer(parts_.serviceNumber.services()); });
}

void FlowDesk::takeService(std::string queue, core::TicketLanguage language,
                           Done<flows::IssuedTicket> done, PaperTold printed) {
    parts_.toFlow([this, queue = std::move(queue), language, answer = onScreen(std::move(done)),
                   report = onScreen(std::move(printed))] {
        const auto take = [this, queue, language, answer, report] {
            parts_.serviceNumber.take(
                queue, language,
                [this, answer](core::Result<flows::IssuedTicket> ticket) {
                    answer(watched(std::move(ticket)));
                },
                report);
        };
        parts_.waits.askNow(queue, take);
    });
}

void FlowDesk::nextDays(std::string department, Done<flows::NextDays> done) {
    parts_.toFlow([this, department = std::move(department), answer = onScreen(std::move(done))] {
        parts_.nextVisit.days(department, answer);
    });
}

void FlowDesk::nextDoctors(std::string department, int day, Done<flows::NextDoctors> done) {
    parts_.toFlow(
        [this, department = std::move(department), day, answer = onScreen(std::move(done))] {
            parts_.nextVisit.doctors(department, day, answer);
        });
}

void FlowDesk::bookNext(flows::NextWish wish, Done<flows::NextBooked> done, PaperTold printed) {
    parts_.toFlow([this, wish = std::move(wish), answer = onScreen(std::move(done)),
                   report = onScreen(std::move(printed))] {
        parts_.nextVisit.book(
            wish,
            [this, answer](core::Result<flows::NextBooked> booked) {
                answer(watched(std::move(booked)));
            },
            report);
    });
}

void FlowDesk::findReports(flows::ReportKey key, Done<flows::ReportList> done) {
    parts_.toFlow([this, key = std::move(key), answer = onScreen(std::move(done))] {
        parts_.reports.find(key, answer);
    });
}

void FlowDesk::printReport(flows::ReportKey key, std::string id, core::TicketLanguage language,
                           Done<flows::ReportOrdered> done, PaperTold printed) {
    parts_.toFlow([this, key = std::move(key), id = std::move(id), language,
                   answer = onScreen(std::move(done)), report = onScreen(std::move(printed))] {
        parts_.reports.print(key, id, language, answer, report);
    });
}

void FlowDesk::reprint(int day, std::string ticket, core::TicketLanguage language,
                       PaperTold printed) {
    parts_.toFlow(
        [this, day, ticket = std::move(ticket), language, report = onScreen(std::move(printed))] {
            const auto ordered = parts_.printing.reprint(day, ticket, language, report);
            if (!ordered) report({flows::PrintReport::Result::NotPrinted, ordered.error(), ticket});
        });
}

void FlowDesk::callHelp(std::string screen, Done<flows::HelpView> done) {
    parts_.toFlow([this, screen = std::move(screen), answer = onScreen(std::move(done))] {
        answer(flows::requestHelp(parts_.context, screen));
    });
}

void FlowDesk::helpOf(std::string id, Done<flows::HelpView> done) {
    parts_.toFlow([this, id = std::move(id), answer = onScreen(std::move(done))] {
        answer(flows::helpOf(parts_.context, id));
    });
}

} // namespace menzhen::kiosk
