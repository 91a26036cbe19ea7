// SPDX-License-Identifier: Apache-2.0
#include "app/kiosk/checkinmodel.h"

#include <QMetaObject>
#include <QPointer>

namespace menzhen::kiosk {

using Page = KioskModel::Page;

namespace {

std::optional<TypedEntry::Kind> typedOn(Page page) {
    switch (page) {
    case Page::ShortCode:
        return TypedEntry::Kind::ShortCode;
    case Page::Find:
    case Page::Pickup:
        return TypedEntry::Kind::Identity;
    case Page::FindPhone:
        return TypedEntry::Kind::Phone;
    case Page::FindBirth:
        return TypedEntry::Kind::BirthDate;
    default:
        return std::nullopt;
    }
}

} // namespace

CheckInModel::CheckInModel(Desk& desk, KioskModel& kiosk, TicketModel& ticket,
                           ReportsModel& reports)
    : desk_(desk), kiosk_(kiosk), ticket_(ticket), reports_(reports) {
    connect(&kiosk_, &KioskModel::sessionEnded, this, &CheckInModel::clear);
    connect(&kiosk_, &KioskModel::languageChanged, this, &CheckInModel::changed);
    connect(&kiosk_, &KioskModel::pageChanged, this, &CheckInModel::pageShown);
    connect(&kiosk_, &KioskModel::idleChanged, this, &CheckInModel::typedChanged);
}

CheckInModel::~CheckInModel() {
    if (scanning_) desk_.stopScanning();
}

void CheckInModel::clear() {
    visit_ = {};
    refusal_.reset();
    entry_.begin(TypedEntry::Kind::ShortCode);
    key_ = {};
    preview_ = {};
    failures_ = 0;
    emit changed();
    emit typedChanged();
    emit previewChanged();
}

void CheckInModel::begin() {
    open(Purpose::Visit);
}

void CheckInModel::beginPlace() {
    open(Purpose::Place);
}

void CheckInModel::beginReports() {
    open(Purpose::Reports);
}

void CheckInModel::open(Purpose purpose) {
    clear();
    purpose_ = purpose;
    kiosk_.show(Page::Scan);
}

/// The camera works while its page is in sight, and at no other time. The page of short codes keeps
/// it: whoever types may still hold up the paper.
void CheckInModel::pageShown() {
    beginTyping();
    const bool wanted = kiosk_.page() == Page::Scan || kiosk_.page() == Page::ShortCode;
    if (wanted == scanning_) return;
    scanning_ = wanted;
    if (!wanted) return desk_.stopScanning();
    ports::CodeScanner::Listener listener;
    listener.onScan = [this](const ports::Scan& scan) {
        if (scanning_ && !kiosk_.busy()) read(scan.text);
    };
    listener.onState = [this](const ports::ScannerStatus& status) {
        cameraWorks_ = status.state == ports::ScannerState::Working ||
                       status.state == ports::ScannerState::Starting;
        emit changed();
    };
    listener.onPreview = [this](const std::shared_ptr<const ports::PreviewFrame>& frame) {
        if (!scanning_) return;
        preview_ = QImage(frame->grey.data(), frame->width, frame->height, frame->width,
                          QImage::Format_Grayscale8)
                       .copy();
        emit previewChanged();
    };
    desk_.startScanning(std::move(listener));
}

/// Nobody's number stays behind a way back, nor waits on the page before.
void CheckInModel::beginTyping() {
    const auto kind = typedOn(kiosk_.page());
    if (kind && *kind != entry_.kind())
        entry_.begin(*kind);
    else if (kiosk_.page() == Page::Scan)
        entry_.clear();
    else
        return;
    if (kiosk_.page() != Page::FindBirth) key_ = {};
    refusal_.reset();
    emit typedChanged();
    emit changed();
}

void CheckInModel::useShortCode() {
    openTyping(Page::ShortCode);
}

void CheckInModel::useIdentity() {
    openTyping(Page::Find);
}

void CheckInModel::usePhone() {
    openTyping(Page::FindPhone);
}

void CheckInModel::openTyping(Page page) {
    entry_.begin(*typedOn(page));
    refusal_.reset();
    emit typedChanged();
    emit changed();
    kiosk_.show(page);
}

void CheckInModel::type(const QString& key) {
    kiosk_.touched();
    if (!entry_.add(key)) return;
    refusal_.reset();
    emit typedChanged();
    emit changed();
}

void CheckInModel::erase() {
    kiosk_.touched();
    entry_.erase();
    emit typedChanged();
}

QString CheckInModel::typed() const {
    return entry_.shown(kiosk_.veiled());
}

void CheckInModel::enter() {
    if (!complete()) return;
    switch (asked()) {
    case Asked::ShortCode:
        return readShortCode();
    case Asked::Phone:
        key_ = {entry_.text(), {}, {}};
        return openTyping(Page::FindBirth);
    case Asked::BirthDate:
        return findByBirth();
    case Asked::Identity:
        if (pickup()) return identify();
        if (purpose_ == Purpose::Reports) return findReports({{}, {}, entry_.text()});
        kiosk_.touched();
        kiosk_.setBusy(true);
        desk_.findByIdentity(entry_.text(), whenFound());
    }
}

std::function<void(const FoundOrRefused&)>
CheckInModel::whenFound(std::function<void(const FoundOrRefused&)> act) {
    return [this, asked = kiosk_.question(), act = std::move(act)](const FoundOrRefused& answer) {
        if (asked != kiosk_.question()) return;
        kiosk_.setBusy(false);
        if (act)
            act(answer);
        else
            take(answer);
    };
}

void CheckInModel::findReports(flows::ReportKey key) {
    reports_.find(std::move(key), [this](const core::Error& error) {
        refuse({error, std::nullopt});
    });
}

void CheckInModel::read(const std::string& text) {
    if (purpose_ == Purpose::Reports) return findReports({text, {}, {}});
    kiosk_.touched();
    kiosk_.setBusy(true);
    desk_.read(text, false, whenFound());
}

/// A ticket's short code is enough for its place in the queue. A booking's is asked its birth date,
/// and so is one that nobody has.
void CheckInModel::readShortCode() {
    if (purpose_ == Purpose::Reports) return findReports({{}, entry_.text(), {}});
    kiosk_.touched();
    kiosk_.setBusy(true);
    const std::string code = entry_.text();
    desk_.read(
        code, true, whenFound([this, code](const FoundOrRefused& answer) {
            const bool booking = answer && std::holds_alternative<flows::Visit>(*answer);
            const bool unknown = !answer && answer.error().error.code == "unknown-code";
            if (!booking && !(unknown && purpose_ == Purpose::Visit)) return take(answer);
            if (kiosk_.cutOff())
                return refuse({{core::ErrorKind::Refused, "offline-keys", {}}, std::nullopt});
            key_ = {{}, code, {}};
            openTyping(Page::FindBirth);
        }));
}

void CheckInModel::findByBirth() {
    kiosk_.touched();
    kiosk_.setBusy(true);
    flows::BirthKey key = key_;
    key.birth = entry_.text();
    desk_.findByBirth(std::move(key), whenFound());
}

void CheckInModel::take(const FoundOrRefused& answer) {
    if (!answer) return refuse(answer.error());
    failures_ = 0;
    refusal_.reset();
    if (const auto* place = std::get_if<flows::TicketAnswer>(&*answer))
        ticket_.showPlace(*place);
    else
        take(std::get<flows::Visit>(*answer));
}

void CheckInModel::take(const flows::Visit& visit) {
    visit_ = visit;
    emit changed();
    using State = flows::VisitState;
    if (visit.state == State::AlreadyCheckedIn && visit.place) {
        flows::TicketAnswer answer;
        answer.place = *visit.place;
        return ticket_.showPlace(answer);
    }
    if (visit.state == State::Ready) return kiosk_.show(Page::Visit);
    showProblem(visit);
}

void CheckInModel::showProblem(const flows::Visit& visit) {
    WordsAbout about;
    about.time = text(visit.opensAt);
    about.day = Wording::day(visit.day, kiosk_.language());
    kiosk_.showProblem({core::ErrorKind::Refused, flows::toText(visit.state), {}}, about);
}

void CheckInModel::refuse(const flows::ScanRefusal& refusal) {
    ++failures_;
    refusal_ = refusal;
    const Words words = hint();
    emit changed();
    if (!words.scanAgain && !typedOn(kiosk_.page())) {
        WordsAbout about;
        about.day = Wording::day(refusal.day.value_or(0), kiosk_.language());
        kiosk_.showProblem(refusal.error, about);
    }
}

Words CheckInModel::hint() const {
    if (!refusal_) return {};
    WordsAbout about = kiosk_.about();
    about.day = Wording::day(refusal_->day.value_or(0), kiosk_.language());
    return Wording::of(refusal_->error, about);
}

void CheckInModel::yes() {
    if (!visit_.needsIdentity) return checkIn();
    failures_ = 0;
    openTyping(Page::Pickup);
}

/// A slip of the finger is put right here; whoever is not the one who booked goes to the staff.
void CheckInModel::identify() {
    kiosk_.touched();
    kiosk_.setBusy(true);
    desk_.identify(visit_, entry_.text(), whenFound([this](const FoundOrRefused& answer) {
                       if (answer) {
                           visit_ = std::get<flows::Visit>(*answer);
                           return checkIn();
                       }
                       refuse(answer.error());
                       if (failures_ >= failuresUntilOtherWays &&
                           answer.error().error.code == "identity-mismatch")
                           kiosk_.showProblem(answer.error().error);
                   }));
}

void CheckInModel::checkIn() {
    auto printed = ticket_.printed();
    desk_.checkIn(visit_, kiosk_.ticketLanguage(),
                  kiosk_.whenDone<flows::IssuedTicket>([this](const flows::IssuedTicket& issued) {
                      const bool pays = visit_.fee == core::TicketFee::AtWindow;
                      ticket_.showIssued(issued,
                                         pays ? std::optional(visit_.session) : std::nullopt);
                  }),
                  std::move(printed));
}

void CheckInModel::no() {
    visit_ = {};
    kiosk_.back();
}

QString CheckInModel::doctor() const {
    if (visit_.session.id.empty()) return {};
    if (visit_.session.doctor.empty()) return tr("Any doctor of the clinic");
    return text(visit_.session.doctor, kiosk_.language());
}

QString CheckInModel::where() const {
    return zoneAndFloor(visit_.session.where, kiosk_.language());
}

QString CheckInModel::fee() const {
    if (visit_.session.id.empty()) return {};
    if (visit_.fee == core::TicketFee::Paid) return tr("paid");
    if (!visit_.session.planned) return tr("to be paid at a window");
    if (visit_.session.amountFen == 0) return Wording::fee({}, true);
    return tr("%1, pay at a window").arg(Wording::fee(visit_.session.amountText, false));
}

} // namespace menzhen::kiosk
