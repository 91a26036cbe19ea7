// SPDX-License-Identifier: Apache-2.0
#include "app/kiosk/paymodel.h"

#include "app/core/paymentcode.h"

#include <algorithm>

namespace menzhen::kiosk {

using KioskPage = KioskModel::Page;

PayModel::PayModel(PayDesk& payDesk, Desk& desk, KioskModel& kiosk, TakeNumberModel& takeNumber)
    : payDesk_(payDesk), desk_(desk), kiosk_(kiosk), takeNumber_(takeNumber) {
    connect(&kiosk_, &KioskModel::pageChanged, this, &PayModel::pageShown);
    connect(&kiosk_, &KioskModel::languageChanged, this, &PayModel::changed);
    connect(&kiosk_, &KioskModel::sessionEnded, this, &PayModel::clear);
    connect(&kiosk_, &KioskModel::leaving, this, [this](KioskPage page) {
        if (page == KioskPage::Pay) clear();
    });
}

bool PayModel::isOpen(const char* channel) const {
    return std::find(channels_.begin(), channels_.end(), channel) != channels_.end();
}

bool PayModel::isAlive() const {
    return stage_ == Stage::Opening || stage_ == Stage::Showing || stage_ == Stage::Paying ||
           stage_ == Stage::Asking;
}

/// The confirmation offers what is open at that moment; what was open an hour ago says nothing.
void PayModel::pageShown() {
    if (kiosk_.page() != KioskPage::Confirm) return;
    channels_.clear();
    emit changed();
    if (!takeNumber_.payable()) return;
    payDesk_.channels([this, asked = ++round_](std::vector<std::string> open) {
        if (asked != round_ || kiosk_.page() != KioskPage::Confirm) return;
        channels_ = std::move(open);
        emit changed();
    });
}

void PayModel::clear() {
    leave(false);
    bill_ = {};
    hint_.clear();
    move(Stage::Choosing);
}

void PayModel::begin() {
    kiosk_.touched();
    hint_.clear();
    bill_ = {};
    kiosk_.show(KioskPage::Pay);
    move(Stage::Choosing);
}

void PayModel::payWithWechat() {
    open("wechat-qr", {});
}

void PayModel::payWithAlipay() {
    open("alipay-qr", {});
}

void PayModel::showOwnCode() {
    kiosk_.touched();
    hint_.clear();
    scanning_ = true;
    move(Stage::Scanning);
    ports::CodeScanner::Listener listener;
    listener.onScan = [this](const ports::Scan& scan) { scanned(scan); };
    listener.onState = [](const ports::ScannerStatus&) {};
    listener.onPreview = [](const std::shared_ptr<const ports::PreviewFrame>&) {};
    desk_.startScanning(std::move(listener));
}

void PayModel::scanned(const ports::Scan& scan) {
    if (stage_ != Stage::Scanning) return;
    kiosk_.touched();
    using core::PaymentScan;
    const core::PaymentScanned seen = core::readPaymentScan(scan.text, kiosk_.time().now().day);
    if (seen.kind == PaymentScan::WechatCode && isOpen("wechat-code"))
        return open("wechat-code", seen.authCode);
    if (seen.kind == PaymentScan::AlipayCode && isOpen("alipay-code"))
        return open("alipay-code", seen.authCode);
    hint_ = seen.kind == PaymentScan::RefreshCode ? "refresh-code" : "no-payment-code";
    emit changed();
}

void PayModel::stopScanning() {
    if (scanning_) desk_.stopScanning();
    scanning_ = false;
}

void PayModel::open(const std::string& channel, const std::string& authCode) {
    kiosk_.touched();
    if (asked_ || opening_) return;
    stopScanning();
    hint_.clear();
    wish_ = {takeNumber_.held().hold, channel, authCode};
    opening_ = true;
    bill_.qr.clear();
    bill_.channel = channel;
    move(Stage::Opening);
    ask();
}

/// Without an answer the same wish is asked again: it is one attempt.
void PayModel::ask() {
    asked_ = true;
    payDesk_.open(wish_, [this, asked = round_](core::Result<flows::Bill> bill) {
        if (asked != round_) {
            // Left before the answer came: it must not stay open.
            if (bill && !bill->id.empty()) payDesk_.leave(bill->id, false);
            return;
        }
        asked_ = false;
        const bool silent = !bill && bill.error().kind == core::ErrorKind::Offline;
        if (!silent) opening_ = false;
        if (!silent) wish_ = {};
        take(std::move(bill));
    });
}

void PayModel::look() {
    asked_ = true;
    payDesk_.look(bill_.id, [this, asked = round_](core::Result<flows::Bill> bill) {
        if (asked != round_) return;
        asked_ = false;
        // Asked again in 2 s; until then what was known last stands.
        if (!bill && bill.error().kind == core::ErrorKind::Offline) return;
        take(std::move(bill));
    });
}

void PayModel::take(core::Result<flows::Bill> bill) {
    if (!bill) {
        // No answer, or one that cannot be read: what became of the money is not known.
        const core::ErrorKind kind = bill.error().kind;
        if (kind == core::ErrorKind::Offline || kind == core::ErrorKind::Device)
            return move(Stage::Asking);
        hint_ = bill.error().code;
        return move(hint_ == "payment-asking" ? Stage::Asking : Stage::Nothing);
    }
    const std::string channel = bill_.channel;
    bill_ = std::move(*bill);
    if (bill_.channel.empty()) bill_.channel = channel;
    const std::string& state = bill_.state;
    endsAtMs_ = bill_.expiresAtMs > bill_.nowMs
                    ? kiosk_.time().monotonicMs() + bill_.expiresAtMs - bill_.nowMs
                    : 0;
    if (state == "paid") return finish(Stage::Printing, bill_.reference);
    if (state == "waiting" && !bill_.qr.empty()) return move(Stage::Showing);
    if (state == "waiting" || state == "paying") return move(Stage::Paying);
    if (state == "opening" || state == "closing") return move(Stage::Opening);
    if (state == "failed" || state == "closed") return move(Stage::Nothing);
    if (state == "refunding" || state == "refunded" || state == "staff")
        return move(Stage::Returned);
    move(Stage::Asking);
}

void PayModel::move(Stage stage) {
    const QString modules = stage == Stage::Showing ? text(desk_.qr(bill_.qr)) : QString();
    if (stage != Stage::Showing) endsAtMs_ = 0;
    if (stage != stage_) sinceMs_ = kiosk_.time().monotonicMs();
    qrModules_ = modules;
    stage_ = stage;
    lookAtMs_ = kiosk_.time().monotonicMs() + lookEveryMs;
    emit changed();
    emit timeChanged();
}

void PayModel::tick() {
    if (kiosk_.page() != KioskPage::Pay || !isAlive()) return;
    const std::int64_t now = kiosk_.time().monotonicMs();
    const std::int64_t lasted = now - sinceMs_;
    // Somebody who holds a phone does not touch the screen.
    const bool showing = stage_ == Stage::Showing || stage_ == Stage::Paying;
    if (lasted < (showing ? showingPatienceMs : askingPatienceMs)) kiosk_.touched();
    emit timeChanged();
    if (stage_ == Stage::Asking && lasted >= askingPatienceMs) return stopWaiting();
    if (asked_ || now < lookAtMs_) return;
    lookAtMs_ = now + lookEveryMs;
    if (opening_)
        ask();
    else if (!bill_.id.empty())
        look();
}

void PayModel::leave(bool payAtWindow) {
    stopScanning();
    ++round_;
    asked_ = false;
    opening_ = false;
    wish_ = {};
    if (isAlive() && !bill_.id.empty()) payDesk_.leave(bill_.id, payAtWindow);
}

void PayModel::chooseAgain() {
    kiosk_.touched();
    leave(false);
    hint_.clear();
    move(Stage::Choosing);
}

void PayModel::payAtWindow() {
    kiosk_.touched();
    leave(true);
    move(Stage::Printing);
    takeNumber_.confirm();
}

void PayModel::stopWaiting() {
    if (stage_ != Stage::Asking) return;
    // The bill stays open: money that was taken is booked to this ticket, or sent back.
    finish(Stage::Printing, {});
}

void PayModel::finish(Stage stage, const std::string& paidReference) {
    stopScanning();
    ++round_;
    asked_ = opening_ = false;
    wish_ = {};
    move(stage);
    takeNumber_.confirmPaid({!paidReference.empty(), bill_.reference});
}

QStringList PayModel::labels() const {
    QStringList all;
    for (const flows::BillLine& line : bill_.lines)
        all += text(line.label, kiosk_.language());
    if (all.isEmpty()) all += text(takeNumber_.session().feeName, kiosk_.language());
    return all;
}

QStringList PayModel::amounts() const {
    QStringList all;
    for (const flows::BillLine& line : bill_.lines)
        all += Wording::fee(line.amountText, false);
    if (all.isEmpty()) all += total();
    return all;
}

QString PayModel::total() const {
    const std::string& amount =
        bill_.amountText.empty() ? takeNumber_.session().amountText : bill_.amountText;
    return Wording::fee(amount, false);
}

QString PayModel::wallet() const {
    return bill_.channel.starts_with("alipay") ? tr("Alipay") : tr("WeChat Pay");
}

QString PayModel::timeLeft() const {
    if (endsAtMs_ == 0) return {};
    const std::int64_t seconds =
        std::max<std::int64_t>(0, (endsAtMs_ - kiosk_.time().monotonicMs()) / 1000);
    return QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

QString PayModel::statusTitle() const {
    switch (stage_) {
    case Stage::Choosing:
        return tr("How do you want to pay?");
    case Stage::Opening:
        return tr("One moment, please");
    case Stage::Showing:
        return tr("Scan this code with %1").arg(wallet());
    case Stage::Scanning:
        return hint_.empty()             ? tr("Hold your payment code before the camera")
               : hint_ == "refresh-code" ? tr("Please refresh your payment code and show it again")
                                         : tr("This is not a payment code");
    case Stage::Paying:
        return tr("Please confirm in %1").arg(wallet());
    case Stage::Asking:
        return tr("We are asking your wallet. Do not pay again.");
    case Stage::Nothing:
        return tr("Nothing was taken");
    case Stage::Returned:
        return tr("Your money goes back");
    case Stage::Printing:
        return tr("Your ticket is being printed");
    }
    return {};
}

QString PayModel::statusText() const {
    switch (stage_) {
    case Stage::Scanning:
        return tr("In WeChat or Alipay open \"Pay / Receive\", the page with the bar code.");
    case Stage::Asking:
        return tr("If the money was taken, it pays for this ticket or goes back to your wallet by "
                  "itself. Your reference: %1")
            .arg(reference());
    case Stage::Nothing:
        if (hint_ == "refresh-code") return tr("Please refresh your payment code and try again.");
        if (hint_ == "channel-off") return tr("This way to pay is not open now.");
        return tr("You can try again, choose another way, or pay at a window.");
    case Stage::Returned:
        return tr("It was paid too late or twice. Your reference: %1").arg(reference());
    default:
        return {};
    }
}

} // namespace menzhen::kiosk
