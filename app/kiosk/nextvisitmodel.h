// SPDX-License-Identifier: Apache-2.0
// The next visit, from the ticket of this one: day, doctor, time, everything once more on one
// sheet, slip. Each list says when its free places were true. Thread: GUI. Desk, kiosk and ticket
// outlive it.
#pragma once

#include "app/kiosk/choicelist.h"
#include "app/kiosk/ticketmodel.h"

namespace menzhen::kiosk {

class NextVisitModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("handed to Main.qml")
    Q_PROPERTY(menzhen::kiosk::ChoiceList* days READ days CONSTANT FINAL)
    Q_PROPERTY(menzhen::kiosk::ChoiceList* doctors READ doctors CONSTANT FINAL)
    Q_PROPERTY(menzhen::kiosk::ChoiceList* bands READ bands CONSTANT FINAL)
    Q_PROPERTY(QString department READ department NOTIFY changed FINAL)
    Q_PROPERTY(QString day READ day NOTIFY changed FINAL)
    Q_PROPERTY(QString doctor READ doctor NOTIFY changed FINAL)
    Q_PROPERTY(QString band READ band NOTIFY changed FINAL)
    Q_PROPERTY(QString where READ where NOTIFY changed FINAL)
    Q_PROPERTY(QString fee READ fee NOTIFY changed FINAL)
    Q_PROPERTY(QString name READ name NOTIFY changed FINAL)
    Q_PROPERTY(QString age READ age NOTIFY aged FINAL)
    Q_PROPERTY(QString number READ number NOTIFY changed FINAL)
    Q_PROPERTY(QString shortCode READ shortCode NOTIFY changed FINAL)
    Q_PROPERTY(QString checkInFrom READ checkInFrom NOTIFY changed FINAL)
    Q_PROPERTY(QString pageCode READ pageCode NOTIFY changed FINAL)
    Q_PROPERTY(QString paperText READ paperText NOTIFY changed FINAL)
    Q_PROPERTY(bool noPaper READ noPaper NOTIFY changed FINAL)

public:
    static constexpr std::int64_t labelledMs = 60'000; ///< older places are called so (T5)

    NextVisitModel(Desk& desk, KioskModel& kiosk, TicketModel& ticket);

    ChoiceList* days() { return &dayList_; }

    ChoiceList* doctors() { return &doctorList_; }

    ChoiceList* bands() { return &bandList_; }

    QString department() const;
    QString day() const;
    QString doctor() const;

    QString band() const { return text(booked_.id.empty() ? band_.text : booked_.bandText); }

    QString where() const;
    QString fee() const;

    /// Masked: of the ticket, later of the booking.
    QString name() const;

    /// "Free places as of 08:10"; and that they are old, after a minute.
    QString age() const;

    QString number() const { return text(booked_.number); }

    QString shortCode() const { return text(booked_.shortCode); }

    QString checkInFrom() const {
        return text(booked_.id.empty() ? band_.checkInFrom : booked_.checkInFrom);
    }

    QString pageCode() const { return pageCode_; }

    QString paperText() const;

    bool noPaper() const { return paper_ == flows::PrintReport::Result::NotPrinted; }

    Q_INVOKABLE void begin(); ///< with the ticket in sight
    Q_INVOKABLE void chooseDay(int index);
    Q_INVOKABLE void chooseDoctor(int index);
    Q_INVOKABLE void chooseBand(int index);
    Q_INVOKABLE void confirm();

signals:
    void changed();
    void aged();

private:
    void fillLists();
    void clear();
    void noteAge(std::int64_t asOfMs);
    Choice row(const flows::NextDay& day) const;
    Choice row(const flows::DoctorChoice& doctor) const;
    static Choice row(const flows::BandChoice& band);

    Desk& desk_;
    KioskModel& kiosk_;
    TicketModel& ticket_;
    ChoiceList dayList_;
    ChoiceList doctorList_;
    ChoiceList bandList_;
    flows::Place place_; ///< of the ticket
    flows::NextDays days_;
    flows::NextDoctors doctors_;
    flows::DoctorChoice chosen_;
    flows::BandChoice band_;
    flows::NextBooked booked_;
    int day_ = 0;
    std::int64_t asOfMs_ = 0;
    std::int64_t arrivedMs_ = 0; ///< monotonic: the registry's clock and ours may differ
    QString pageCode_;
    std::optional<flows::PrintReport::Result> paper_;
};

} // namespace menzhen::kiosk
