// SPDX-License-Identifier: Apache-2.0
// The kiosk as a whole: which page is shown, who may still be standing there, the way out, help.
// The journeys' models (checkinmodel.h, takenumbermodel.h) show their pages and problems through
// it. A session is what one person does; when it ends, by "start again", by the clock or by itself,
// every model forgets it (sessionEnded). Thread: GUI. The desk and the clock outlive it.
#pragma once

#include "app/kiosk/desk.h"
#include "app/kiosk/idlewatch.h"
#include "app/kiosk/wording.h"
#include "app/ports/clock.h"

#include <QObject>
#include <QPointF>
#include <QString>
#include <QtQmlIntegration/qqmlintegration.h>
#include <functional>
#include <vector>

namespace menzhen::kiosk {

class KioskModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("handed to Main.qml")
    Q_PROPERTY(Page page READ page NOTIFY pageChanged FINAL)
    Q_PROPERTY(bool canGoBack READ canGoBack NOTIFY pageChanged FINAL)
    Q_PROPERTY(bool canGoHome READ canGoHome NOTIFY pageChanged FINAL)
    Q_PROPERTY(bool busy READ busy NOTIFY busyChanged FINAL)
    Q_PROPERTY(QString language READ language NOTIFY languageChanged FINAL)
    Q_PROPERTY(QString otherLanguage READ otherLanguage NOTIFY languageChanged FINAL)
    Q_PROPERTY(bool large READ large NOTIFY largeChanged FINAL)
    Q_PROPERTY(bool veiled READ veiled NOTIFY idleChanged FINAL)
    Q_PROPERTY(int warningSeconds READ warningSeconds NOTIFY idleChanged FINAL)
    Q_PROPERTY(QString device READ device NOTIFY wordsChanged FINAL)
    Q_PROPERTY(QString hospital READ hospital NOTIFY wordsChanged FINAL)
    Q_PROPERTY(QString counter READ counter NOTIFY wordsChanged FINAL)
    Q_PROPERTY(QString emergency READ emergency NOTIFY wordsChanged FINAL)
    Q_PROPERTY(QString service READ service NOTIFY wordsChanged FINAL)
    Q_PROPERTY(bool printsTickets READ printsTickets NOTIFY wordsChanged FINAL)
    Q_PROPERTY(bool cutOff READ cutOff NOTIFY wordsChanged FINAL)
    Q_PROPERTY(QString cutOffText READ cutOffText NOTIFY wordsChanged FINAL)
    Q_PROPERTY(QString neighbour READ neighbour NOTIFY wordsChanged FINAL)
    Q_PROPERTY(QString clock READ clock NOTIFY clockChanged FINAL)
    Q_PROPERTY(QString day READ day NOTIFY clockChanged FINAL)
    Q_PROPERTY(QString problemTitle READ problemTitle NOTIFY wordsChanged FINAL)
    Q_PROPERTY(QString problemText READ problemText NOTIFY wordsChanged FINAL)
    Q_PROPERTY(QString problemGoTo READ problemGoTo NOTIFY wordsChanged FINAL)
    Q_PROPERTY(HelpState helpState READ helpState NOTIFY helpChanged FINAL)

public:
    static constexpr std::int64_t doubleTouchMs = 300;
    static constexpr double doubleTouchPx = 60; ///< some 15 mm on a kiosk's screen

    enum class Page {
        OutOfService,
        Attract,
        Scan,
        ShortCode,
        Find,
        FindPhone,
        FindBirth,
        Pickup,
        Visit,
        Ticket,
        Place,
        Problem,
        Departments,
        Services,
        Doctors,
        Bands,
        Identity,
        Confirm,
        NextDays,
        NextDoctors,
        NextBands,
        NextConfirm,
        NextBooked,
        Reports,
        Report,
        Pay,
        Help,
    };
    Q_ENUM(Page)
    enum class HelpState { Calling, Called, Coming, Unheard };
    Q_ENUM(HelpState)

    KioskModel(Desk& desk, const ports::Clock& clock);

    Page page() const { return pages_.back(); }

    bool canGoBack() const;
    bool canGoHome() const;

    bool busy() const { return busy_; }

    QString language() const { return language_; }

    QString otherLanguage() const;

    bool large() const { return large_; }

    bool veiled() const;

    int warningSeconds() const { return idle_.warningSeconds(); }

    QString device() const { return text(surroundings_.device); }

    QString hospital() const { return text(surroundings_.hospital, language_); }

    QString counter() const;
    /// Where to go with an emergency, and whom to call.
    QString emergency() const;
    QString service() const;
    bool printsTickets() const;

    bool cutOff() const { return !surroundings_.connected; }

    QString cutOffText() const;

    /// Bookings and queue in this store still count; without it no page but "out of service".
    bool canServe() const { return surroundings_.storeWorks && !surroundings_.hospital.empty(); }

    QString neighbour() const { return text(surroundings_.neighbour); }

    QString clock() const;
    QString day() const;

    QString problemTitle() const { return words().title; }

    QString problemText() const { return words().text; }

    QString problemGoTo() const { return words().goTo; }

    HelpState helpState() const { return helpState_; }

    Q_INVOKABLE void back();
    Q_INVOKABLE void home(); ///< ends the session
    Q_INVOKABLE void switchLanguage();
    Q_INVOKABLE void switchSize();
    Q_INVOKABLE void callHelp();

    Q_INVOKABLE void moreTime() { touched(); }

    // For the journeys.
    void show(Page page);    ///< with a way back
    void replace(Page page); ///< without
    void showProblem(const core::Error& error, WordsAbout about = {});
    WordsAbout about() const;
    core::TicketLanguage ticketLanguage() const;

    const ports::Clock& time() const { return clock_; }

    void setBusy(bool busy);

    /// A callback for the desk: busy until it comes, a problem page for an error, nothing at all
    /// when the person has gone on or left in the meantime.
    template <class T> Done<T> whenDone(std::function<void(T)> good) {
        setBusy(true);
        return [this, asked = question_, good = std::move(good)](core::Result<T> answer) {
            if (asked != question_) return;
            setBusy(false);
            if (answer)
                good(std::move(*answer));
            else
                showProblem(answer.error());
        };
    }

    int question() const { return question_; }

    // For the main.
    void refresh(); ///< the store or the connection changed
    void showLanguage(const QString& language);
    /// Every touch and key there counts as somebody present; the second touch of a shaking hand, at
    /// one place within doubleTouchMs, is dropped.
    void watch(QObject* application);
    void touched();
    void tick(); ///< twice a second

signals:
    void pageChanged();
    void busyChanged();
    void languageChanged();
    void largeChanged();
    void idleChanged();
    void wordsChanged();
    void clockChanged();
    void helpChanged();
    void languageAsked(const QString& language); ///< answer with showLanguage
    void leaving(menzhen::kiosk::KioskModel::Page page);
    void sessionEnded();
    void occupiedChanged(bool occupied);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    Words words() const;
    void moveTo(std::vector<Page> pages);
    void take(Surroundings surroundings);
    void endSession();
    void askHelp();
    bool isSecondTouch(const QEvent& event);

    Desk& desk_;
    const ports::Clock& clock_;
    IdleWatch idle_;
    std::vector<Page> pages_{Page::OutOfService};
    Surroundings surroundings_;
    core::Error problem_;
    WordsAbout problemAbout_;
    QString language_ = QStringLiteral("zh");
    QString shownClock_;
    std::string helpId_;
    HelpState helpState_ = HelpState::Calling;
    std::int64_t lastTouchMs_ = -doubleTouchMs;
    QPointF lastTouchAt_;
    bool lastDropped_ = false;
    bool large_ = false;
    bool busy_ = false;
    int question_ = 0; ///< grows whenever an answer that is under way is no longer wanted
};

} // namespace menzhen::kiosk
