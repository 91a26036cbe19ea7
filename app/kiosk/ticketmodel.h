// SPDX-License-Identifier: Apache-2.0
// A ticket on the screen: the one that was just issued, with what became of its paper, or one's own
// ticket and its place in the queue. The number is on the screen whatever the printer does.
// Thread: GUI. Desk and kiosk outlive it.
#pragma once

#include "app/kiosk/kioskmodel.h"

#include <optional>

namespace menzhen::kiosk {

class TicketModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("handed to Main.qml")
    Q_PROPERTY(Paper paper READ paper NOTIFY changed FINAL)
    Q_PROPERTY(bool inQueue READ inQueue NOTIFY changed FINAL)
    Q_PROPERTY(QString number READ number NOTIFY changed FINAL)
    Q_PROPERTY(QString name READ name NOTIFY changed FINAL)
    Q_PROPERTY(QString department READ department NOTIFY changed FINAL)
    Q_PROPERTY(QString doctor READ doctor NOTIFY changed FINAL)
    Q_PROPERTY(QString zone READ zone NOTIFY changed FINAL)
    Q_PROPERTY(QString where READ where NOTIFY changed FINAL)
    Q_PROPERTY(QString room READ room NOTIFY changed FINAL)
    Q_PROPERTY(QString band READ band NOTIFY changed FINAL)
    Q_PROPERTY(QString ahead READ ahead NOTIFY changed FINAL)
    Q_PROPERTY(QString call READ call NOTIFY changed FINAL)
    Q_PROPERTY(QString state READ state NOTIFY changed FINAL)
    Q_PROPERTY(QString checkInFrom READ checkInFrom NOTIFY changed FINAL)
    Q_PROPERTY(QString fee READ fee NOTIFY changed FINAL)
    Q_PROPERTY(QString shortCode READ shortCode NOTIFY changed FINAL)
    Q_PROPERTY(QString pageCode READ pageCode NOTIFY changed FINAL)
    Q_PROPERTY(QString paperText READ paperText NOTIFY changed FINAL)
    Q_PROPERTY(bool checkedIn READ checkedIn NOTIFY changed FINAL)
    Q_PROPERTY(bool over READ over NOTIFY changed FINAL)
    Q_PROPERTY(bool offersNext READ offersNext NOTIFY changed FINAL)
    Q_PROPERTY(bool late READ late NOTIFY changed FINAL)
    Q_PROPERTY(QString cutOffText READ cutOffText NOTIFY changed FINAL)

public:
    enum class Paper { Printing, Printed, Asking, Missing };
    Q_ENUM(Paper)

    TicketModel(Desk& desk, KioskModel& kiosk);

    /// What a check-in or a walk-in gave; paper follows by `printed`.
    void showIssued(const flows::IssuedTicket& ticket, std::optional<flows::SessionView> paying,
                    flows::WalkInPayment payment = {});
    void showPlace(const flows::TicketAnswer& answer);
    /// For the desk's calls: tells the ticket in sight what became of its paper.
    PaperTold printed();

    /// While a job waits for a roll or a closed cover, the paper counts as missing.
    Paper paper() const;

    bool inQueue() const { return place().ahead.has_value(); }

    QString number() const { return text(place().number); }

    QString name() const { return text(place().masked); }

    QString department() const;
    QString doctor() const;

    QString zone() const { return text(place().session.where.zone); }

    QString where() const;

    QString room() const { return text(place().room); }

    QString band() const { return text(place().bandText); }

    QString ahead() const;

    /// "about 10:20-10:45"; empty: nobody can say.
    QString call() const;

    QString state() const {
        return place().state.empty() ? QString() : Wording::state(place().state);
    }

    QString checkInFrom() const { return text(place().checkInFrom); }

    QString fee() const;

    QString shortCode() const { return text(place().shortCode); }

    QString pageCode() const { return pageCode_; }

    QString paperText() const;

    bool checkedIn() const { return answer_.checkedIn; }

    bool late() const { return answer_.late; }

    /// Nothing is waited for any more.
    bool over() const { return place().state == "finished"; }

    /// At the end of a visit to a doctor: the next one may be booked.
    bool offersNext() const;

    const flows::Place& shown() const { return answer_.place; }

    /// What being cut off means for this ticket; empty: nothing.
    QString cutOffText() const;

    Q_INVOKABLE void cameOut(); ///< the person has the paper
    Q_INVOKABLE void printAgain();
    Q_INVOKABLE void done();

signals:
    void changed();

private:
    const flows::Place& place() const { return answer_.place; }

    void report(const flows::PrintReport& report);
    void clear();

    Desk& desk_;
    KioskModel& kiosk_;
    flows::TicketAnswer answer_;
    std::optional<flows::SessionView> paying_;
    flows::WalkInPayment payment_;
    core::Error printError_;
    std::string note_; ///< flows::IssuedTicket::note
    bool provisional_ = false;
    QString pageCode_;
    Paper paper_ = Paper::Printing;
    int shown_ = 0; ///< which ticket is in sight: late reports of another one are dropped
};

} // namespace menzhen::kiosk
