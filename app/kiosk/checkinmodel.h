// SPDX-License-Identifier: Apache-2.0
// Scan a code or say who one is, "is this your visit?", ticket; and one's own ticket: its place in
// the queue; and the code that opens one's reports (reportsmodel.h). The keys that find a booking:
// its QR, the short code or the phone number with the birth date, the identity number. A code that
// does not work never leads back to the start: the page stays, says what was wrong and how to hold
// it, and after three failures puts the other ways first. Thread: GUI. Desk, kiosk, ticket and
// reports outlive it.
#pragma once

#include "app/kiosk/reportsmodel.h"
#include "app/kiosk/ticketmodel.h"
#include "app/kiosk/typedentry.h"

#include <QImage>

namespace menzhen::kiosk {

class CheckInModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("handed to Main.qml")
    Q_PROPERTY(Purpose purpose READ purpose NOTIFY changed FINAL)
    Q_PROPERTY(bool cameraWorks READ cameraWorks NOTIFY changed FINAL)
    Q_PROPERTY(QString hintTitle READ hintTitle NOTIFY changed FINAL)
    Q_PROPERTY(QString hintText READ hintText NOTIFY changed FINAL)
    Q_PROPERTY(QString hintGoTo READ hintGoTo NOTIFY changed FINAL)
    Q_PROPERTY(QString typed READ typed NOTIFY typedChanged FINAL)
    Q_PROPERTY(bool complete READ complete NOTIFY typedChanged FINAL)
    Q_PROPERTY(Asked asked READ asked NOTIFY typedChanged FINAL)
    Q_PROPERTY(bool pickup READ pickup NOTIFY typedChanged FINAL)
    Q_PROPERTY(QString department READ department NOTIFY changed FINAL)
    Q_PROPERTY(QString doctor READ doctor NOTIFY changed FINAL)
    Q_PROPERTY(QString where READ where NOTIFY changed FINAL)
    Q_PROPERTY(QString band READ band NOTIFY changed FINAL)
    Q_PROPERTY(QString number READ number NOTIFY changed FINAL)
    Q_PROPERTY(QString name READ name NOTIFY changed FINAL)
    Q_PROPERTY(QString ahead READ ahead NOTIFY changed FINAL)
    Q_PROPERTY(QString fee READ fee NOTIFY changed FINAL)
    Q_PROPERTY(bool late READ late NOTIFY changed FINAL)

public:
    enum class Purpose { Visit, Place, Reports };
    Q_ENUM(Purpose)

    /// What is typed just now.
    enum class Asked { ShortCode, Identity, Phone, BirthDate };
    Q_ENUM(Asked)

    static constexpr int failuresUntilOtherWays = 3; ///< experience.md item 25

    CheckInModel(Desk& desk, KioskModel& kiosk, TicketModel& ticket, ReportsModel& reports);
    ~CheckInModel() override;

    Purpose purpose() const { return purpose_; }

    bool cameraWorks() const { return cameraWorks_; }

    QImage preview() const { return preview_; } ///< for CameraPreview

    QString hintTitle() const { return hint().title; }

    QString hintText() const { return hint().text; }

    QString hintGoTo() const {
        return failures_ >= failuresUntilOtherWays ? hint().goTo : QString();
    }

    QString typed() const;

    bool complete() const { return entry_.complete(); }

    Asked asked() const { return static_cast<Asked>(entry_.kind()); }

    /// The identity number is asked for the visit that was found (flows/checkin.h).
    bool pickup() const { return kiosk_.page() == KioskModel::Page::Pickup; }

    QString department() const { return text(visit_.session.department, kiosk_.language()); }

    QString doctor() const;

    QString where() const;

    QString band() const { return text(visit_.bandText); }

    QString number() const { return text(visit_.number); }

    QString name() const { return text(visit_.masked); }

    QString ahead() const { return visit_.ahead ? Wording::people(*visit_.ahead) : QString(); }

    QString fee() const;

    bool late() const { return visit_.late; }

    Q_INVOKABLE void begin();
    Q_INVOKABLE void beginPlace();
    Q_INVOKABLE void beginReports();
    Q_INVOKABLE void useShortCode();
    Q_INVOKABLE void useIdentity();
    Q_INVOKABLE void usePhone();
    Q_INVOKABLE void type(const QString& key);
    Q_INVOKABLE void erase();
    Q_INVOKABLE void enter();
    Q_INVOKABLE void yes();
    Q_INVOKABLE void no();

signals:
    void changed();
    void typedChanged();
    void previewChanged();

private:
    void open(Purpose purpose);
    void openTyping(KioskModel::Page page);
    void pageShown();
    void beginTyping();
    void read(const std::string& text);
    void readShortCode();
    void findByBirth();
    void findReports(flows::ReportKey key);
    void identify();
    void checkIn();
    std::function<void(const FoundOrRefused&)>
    whenFound(std::function<void(const FoundOrRefused&)> act = {});
    void take(const FoundOrRefused& answer);
    void take(const flows::Visit& visit);
    void refuse(const flows::ScanRefusal& refusal);
    void showProblem(const flows::Visit& visit);
    Words hint() const;
    void clear();

    Desk& desk_;
    KioskModel& kiosk_;
    TicketModel& ticket_;
    ReportsModel& reports_;
    Purpose purpose_ = Purpose::Visit;
    flows::Visit visit_;
    std::optional<flows::ScanRefusal> refusal_;
    TypedEntry entry_;
    flows::BirthKey key_; ///< while its birth date is typed
    QImage preview_;
    int failures_ = 0;
    bool scanning_ = false;
    bool cameraWorks_ = true;
};

} // namespace menzhen::kiosk
