// SPDX-License-Identifier: Apache-2.0
// A walk-in: department, doctor or pool, time, identity (or without), everything once more on one
// sheet, ticket. The fee stands on the list where the choice is made and never changes after it.
// Thread: GUI. Desk, kiosk and ticket outlive it.
#pragma once

#include "app/kiosk/choicelist.h"
#include "app/kiosk/ticketmodel.h"
#include "app/kiosk/typedentry.h"

namespace menzhen::kiosk {

class TakeNumberModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("handed to Main.qml")
    Q_PROPERTY(menzhen::kiosk::ChoiceList* departments READ departments CONSTANT FINAL)
    Q_PROPERTY(menzhen::kiosk::ChoiceList* doctors READ doctors CONSTANT FINAL)
    Q_PROPERTY(menzhen::kiosk::ChoiceList* bands READ bands CONSTANT FINAL)
    Q_PROPERTY(QString department READ department NOTIFY changed FINAL)
    Q_PROPERTY(QString doctor READ doctor NOTIFY changed FINAL)
    Q_PROPERTY(QString band READ band NOTIFY changed FINAL)
    Q_PROPERTY(QString where READ where NOTIFY changed FINAL)
    Q_PROPERTY(QString number READ number NOTIFY changed FINAL)
    Q_PROPERTY(QString fee READ fee NOTIFY changed FINAL)
    Q_PROPERTY(QString checkInFrom READ checkInFrom NOTIFY changed FINAL)
    Q_PROPERTY(bool own READ own NOTIFY changed FINAL)
    Q_PROPERTY(QString typed READ typed NOTIFY typedChanged FINAL)
    Q_PROPERTY(bool complete READ complete NOTIFY typedChanged FINAL)
    Q_PROPERTY(QString hintTitle READ hintTitle NOTIFY typedChanged FINAL)
    Q_PROPERTY(QString hintText READ hintText NOTIFY typedChanged FINAL)
    Q_PROPERTY(QString identity READ identity NOTIFY changed FINAL)
    Q_PROPERTY(int eldersFrom READ eldersFrom NOTIFY changed FINAL)
    Q_PROPERTY(bool elder READ elder NOTIFY changed FINAL)
    Q_PROPERTY(bool declined READ declined NOTIFY changed FINAL)

public:
    TakeNumberModel(Desk& desk, KioskModel& kiosk, TicketModel& ticket);

    ChoiceList* departments() { return &departmentList_; }

    ChoiceList* doctors() { return &doctorList_; }

    ChoiceList* bands() { return &bandList_; }

    QString department() const;
    QString doctor() const;

    QString band() const { return text(held_.bandText); }

    QString where() const;

    QString number() const { return text(held_.number); }

    QString fee() const;

    QString checkInFrom() const { return text(held_.checkInFrom); }

    /// A number of this kiosk's own series: it is cut off.
    bool own() const { return held_.own; }

    QString typed() const;

    bool complete() const { return entry_.complete(); }

    QString hintTitle() const { return hint().title; }

    QString hintText() const { return hint().text; }

    QString identity() const;

    /// Not 0: the time that was chosen is kept for people of this age, who type their number first.
    int eldersFrom() const { return elderBand_ ? doctors_.elderAge : 0; }

    bool elder() const { return !identity_.priorityClass.empty(); }

    /// Who is called earlier by age may wait like everybody else.
    bool declined() const { return declined_; }

    Q_INVOKABLE void begin();
    Q_INVOKABLE void chooseDepartment(int index);
    Q_INVOKABLE void chooseDoctor(int index);
    Q_INVOKABLE void chooseBand(int index);
    Q_INVOKABLE void type(const QString& key);
    Q_INVOKABLE void erase();
    Q_INVOKABLE void useIdentity();
    Q_INVOKABLE void goWithout();
    Q_INVOKABLE void switchPriority(); ///< of elder(): declined, or taken after all
    Q_INVOKABLE void confirm();

    // For the payment (paymodel.h).
    /// A fee, and a slot that the registry holds.
    bool payable() const {
        return !held_.hold.empty() && !held_.own && chosen_.session.amountFen > 0;
    }

    const flows::Held& held() const { return held_; }

    const flows::SessionView& session() const { return chosen_.session; }

    void confirmPaid(const flows::WalkInPayment& payment);

signals:
    void changed();
    void typedChanged();

private:
    void fillLists();
    void pageShown();
    void hold(const flows::BandChoice& band, std::string idNumber, KioskModel::Page then);
    QString left(int free, int freeElder, int elderAge) const;
    Choice row(const flows::DepartmentChoice& department) const;
    Choice row(const flows::DoctorChoice& doctor) const;
    Choice row(const flows::BandChoice& band) const;
    QString doctorName(const flows::SessionView& session) const;
    Words hint() const;
    Done<flows::IssuedTicket> orMoneyBack(Done<flows::IssuedTicket> done,
                                          const std::string& reference);
    void clear();

    Desk& desk_;
    KioskModel& kiosk_;
    TicketModel& ticket_;
    ChoiceList departmentList_, doctorList_, bandList_;
    flows::Departments departments_;
    flows::Doctors doctors_;
    flows::DepartmentChoice department_;
    flows::DoctorChoice chosen_;
    flows::Held held_;
    flows::IdentityView identity_;
    core::Error identityError_;
    std::optional<flows::BandChoice> elderBand_; ///< chosen, and held once the age is known
    TypedEntry entry_;
    bool declined_ = false;
    bool holding_ = false; ///< a slot is asked for or kept: leaving gives it back
};

} // namespace menzhen::kiosk
