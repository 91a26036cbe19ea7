// SPDX-License-Identifier: Apache-2.0
#include "app/kiosk/checkinmodel.h"

#include <QMetaObject>
#include <QPointer>

namespace menzhen::kiosk {

using Page = KioskModel::Page;

CheckInModel::CheckInModel(Desk& desk, KioskModel& kiosk, TicketModel& ticket)
    : desk_(desk), kiosk_(kiosk), ticket_(ticket) {
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
    typed_.clear();
    preview_ = {};
    failures_ = 0;
    byIdentity_ = false;
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

void CheckInModel::open(Purpose purpose) {
    clear();
    purpose_ = purpose;
    kiosk_.show(Page::Scan);
}

/// The camera works while its page is in sight, and at no other time. The page of short codes keeps
/// it: whoever types may still hold up the paper.
void CheckInModel::pageShown() {
    if (byIdentity_ && kiosk_.page() == Page::Scan) {
        typed_.clear(); // nobody's number stays behind a way back
        emit typedChanged();
    }
    const bool wanted = kiosk_.page() == Page::Scan || kiosk_.page() == Page::ShortCode;
    if (wanted == scanning_) return;
    scanning_ = wanted;
    if (!wanted) return desk_.stopScanning();
    ports::CodeScanner::Listener listener;
    listener.onScan = [this](const ports::Scan& scan) {
        if (scanning_ && !kiosk_.busy()) read(scan.text, false);
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

void CheckInModel::useShortCode() {
    byIdentity_ = false;
    openTyping(Page::ShortCode);
}

void CheckInModel::useIdentity() {
    byIdentity_ = true;
    openTyping(Page::Find);
}

void CheckInModel::openTyping(Page page) {
    typed_.clear();
    refusal_.reset();
    emit typedChanged();
    emit changed();
    kiosk_.show(page);
}

void CheckInModel::type(const QString& key) {
    kiosk_.touched();
    if (complete()) return;
    if (byIdentity_ && key == QLatin1String("X") && typed_.size() != identityLength - 1) return;
    typed_ += key;
    refusal_.reset();
    emit typedChanged();
    emit changed();
}

void CheckInModel::erase() {
    kiosk_.touched();
    typed_.chop(1);
    emit typedChanged();
}

QString CheckInModel::typed() const {
    if (byIdentity_) {
        const QString digits = kiosk_.veiled() ? QString(typed_.size(), QChar(0x2022)) : typed_;
        const QString all = digits.leftJustified(identityLength, QChar(0x2013));
        return all.left(6) + QStringLiteral(" ") + all.mid(6, 8) + QStringLiteral(" ") +
               all.mid(14);
    }
    const QString all = typed_.leftJustified(shortCodeLength, QChar(0x2013));
    return all.left(4) + QStringLiteral(" ") + all.mid(4);
}

void CheckInModel::enter() {
    if (!complete()) return;
    if (!byIdentity_) return read(typed_.toStdString(), true);
    kiosk_.touched();
    kiosk_.setBusy(true);
    desk_.findByIdentity(typed_.toStdString(), whenFound());
}

std::function<void(const FoundOrRefused&)> CheckInModel::whenFound() {
    return [this, asked = kiosk_.question()](const FoundOrRefused& answer) {
        if (asked != kiosk_.question()) return;
        kiosk_.setBusy(false);
        take(answer);
    };
}

void CheckInModel::read(const std::string& text, bool typed) {
    kiosk_.touched();
    kiosk_.setBusy(true);
    desk_.read(text, typed, whenFound());
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
    if (!words.scanAgain && kiosk_.page() != Page::Find) {
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
