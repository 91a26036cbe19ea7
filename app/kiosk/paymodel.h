// SPDX-License-Identifier: Apache-2.0
// Paying a walk-in's fee with a wallet: which wallet, our QR or the patient's own code, the
// countdown, and the result, which comes from the registry alone. While nobody knows it, the page
// says "do not pay again"; when the patient can wait no longer, the ticket is printed with the
// payment's reference. Leaving the page closes the order. Thread: GUI. Desks, kiosk and takeNumber
// outlive it.
#pragma once

#include "app/kiosk/paydesk.h"
#include "app/kiosk/takenumbermodel.h"

#include <QStringList>
#include <cstdint>

namespace menzhen::kiosk {

class PayModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("handed to Main.qml")
    Q_PROPERTY(bool offered READ offered NOTIFY changed FINAL)
    Q_PROPERTY(bool wechat READ wechat NOTIFY changed FINAL)
    Q_PROPERTY(bool alipay READ alipay NOTIFY changed FINAL)
    Q_PROPERTY(bool ownCode READ ownCode NOTIFY changed FINAL)
    Q_PROPERTY(Stage stage READ stage NOTIFY changed FINAL)
    Q_PROPERTY(QStringList labels READ labels NOTIFY changed FINAL)
    Q_PROPERTY(QStringList amounts READ amounts NOTIFY changed FINAL)
    Q_PROPERTY(QString total READ total NOTIFY changed FINAL)
    Q_PROPERTY(QString wallet READ wallet NOTIFY changed FINAL)
    Q_PROPERTY(QString qrModules READ qrModules NOTIFY changed FINAL)
    Q_PROPERTY(QString timeLeft READ timeLeft NOTIFY timeChanged FINAL)
    Q_PROPERTY(QString reference READ reference NOTIFY changed FINAL)
    Q_PROPERTY(QString statusTitle READ statusTitle NOTIFY changed FINAL)
    Q_PROPERTY(QString statusText READ statusText NOTIFY changed FINAL)

public:
    enum class Stage {
        Choosing,
        Opening,  ///< the registry asks the platform
        Showing,  ///< our QR is in sight
        Scanning, ///< the camera looks for the patient's code
        Paying,   ///< the wallet waits for its owner
        Asking,   ///< nobody knows: do not pay again
        Nothing,  ///< nothing was taken; another try is possible
        Returned, ///< it was taken and goes back
        Printing, ///< paid: the ticket is being made
    };
    Q_ENUM(Stage)

    static constexpr std::int64_t lookEveryMs = 2000;
    static constexpr std::int64_t showingPatienceMs = 150'000; ///< so long nobody need touch
    static constexpr std::int64_t askingPatienceMs = 75'000;   ///< then the ticket is printed

    PayModel(PayDesk& payDesk, Desk& desk, KioskModel& kiosk, TakeNumberModel& takeNumber);

    bool offered() const { return wechat() || alipay(); }

    bool wechat() const { return isOpen("wechat-qr"); }

    bool alipay() const { return isOpen("alipay-qr"); }

    bool ownCode() const { return isOpen("wechat-code") || isOpen("alipay-code"); }

    Stage stage() const { return stage_; }

    QStringList labels() const;
    QStringList amounts() const;
    QString total() const;
    QString wallet() const;

    QString qrModules() const { return qrModules_; }

    QString timeLeft() const; ///< "4:32" until the QR's end; empty: nothing runs

    QString reference() const { return text(bill_.reference); }

    QString statusTitle() const;
    QString statusText() const;

    Q_INVOKABLE void begin(); ///< from the confirmation
    Q_INVOKABLE void payWithWechat();
    Q_INVOKABLE void payWithAlipay();
    Q_INVOKABLE void showOwnCode();
    Q_INVOKABLE void chooseAgain();
    Q_INVOKABLE void payAtWindow(); ///< the ticket without payment
    Q_INVOKABLE void stopWaiting(); ///< Stage::Asking: the ticket with the reference

    void tick(); ///< twice a second

signals:
    void changed();
    void timeChanged();

private:
    bool isOpen(const char* channel) const;
    void pageShown();
    void open(const std::string& channel, const std::string& authCode);
    void ask();
    void look();
    void take(core::Result<flows::Bill> bill);
    void move(Stage stage);
    void scanned(const ports::Scan& scan);
    void stopScanning();
    void leave(bool payAtWindow);
    void finish(Stage stage, const std::string& paidReference);
    void clear();
    bool isAlive() const; ///< an order may still be paid

    PayDesk& payDesk_;
    Desk& desk_;
    KioskModel& kiosk_;
    TakeNumberModel& takeNumber_;
    std::vector<std::string> channels_;
    flows::Bill bill_;
    flows::PayWish wish_; ///< asked for, and not yet answered when `opening_`
    QString qrModules_;
    std::string hint_; ///< why the last try ended, or what the camera saw; a code
    Stage stage_ = Stage::Choosing;
    bool scanning_ = false;
    bool opening_ = false;
    bool asked_ = false; ///< an answer is under way
    int round_ = 0;      ///< grows when answers that are under way are no longer wanted
    std::int64_t sinceMs_ = 0;
    std::int64_t lookAtMs_ = 0;
    std::int64_t endsAtMs_ = 0; ///< monotonic; 0: nothing runs
};

} // namespace menzhen::kiosk
