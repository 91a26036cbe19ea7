// SPDX-License-Identifier: Apache-2.0
// Everything that a waiting room's board shows. main feeds it with what the flow reads; it decides
// what stands on the screen when, by the rules of core (boardrules, boardcalls, boardpages).
// The picture is divided in millimetres; QML knows the pixels.
// Thread: GUI. `clock` and the words outlive it.
#pragma once

#include "app/core/boardcalls.h"
#include "app/core/boardpages.h"
#include "app/display/boardlayout.h"
#include "app/display/boardlines.h"
#include "app/display/rowmodel.h"
#include "app/flows/board.h"

#include <QObject>
#include <QString>
#include <QTimer>
#include <functional>
#include <optional>

namespace menzhen::display {

struct BoardSetting {
    std::string zone; ///< "3A"
    BoardLayout layout;
    std::string fingerprint; ///< of this device's key, shown until it is trusted
};

class BoardModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by main")

    Q_PROPERTY(State state READ state NOTIFY changed FINAL)
    Q_PROPERTY(Age age READ age NOTIFY changed FINAL)
    Q_PROPERTY(QString ageZh READ ageZh NOTIFY changed FINAL)
    Q_PROPERTY(QString ageEn READ ageEn NOTIFY changed FINAL)
    Q_PROPERTY(QString keepZh READ keepZh NOTIFY changed FINAL)
    Q_PROPERTY(QString keepEn READ keepEn NOTIFY changed FINAL)
    Q_PROPERTY(QString titleZh READ titleZh NOTIFY changed FINAL)
    Q_PROPERTY(QString titleEn READ titleEn NOTIFY changed FINAL)
    Q_PROPERTY(QString textZh READ textZh NOTIFY changed FINAL)
    Q_PROPERTY(QString textEn READ textEn NOTIFY changed FINAL)
    Q_PROPERTY(QString hospitalZh READ hospitalZh NOTIFY changed FINAL)
    Q_PROPERTY(QString hospitalEn READ hospitalEn NOTIFY changed FINAL)
    Q_PROPERTY(QString zoneZh READ zoneZh CONSTANT FINAL)
    Q_PROPERTY(QString zoneEn READ zoneEn CONSTANT FINAL)
    Q_PROPERTY(QString time READ time NOTIFY timeChanged FINAL)
    Q_PROPERTY(QString dateZh READ dateZh NOTIFY timeChanged FINAL)
    Q_PROPERTY(QString dateEn READ dateEn NOTIFY timeChanged FINAL)
    Q_PROPERTY(int page READ page NOTIFY changed FINAL)
    Q_PROPERTY(int pages READ pages NOTIFY changed FINAL)
    Q_PROPERTY(int linesOnPage READ linesOnPage NOTIFY changed FINAL)
    Q_PROPERTY(int missedPage READ missedPage NOTIFY changed FINAL)
    Q_PROPERTY(int missedPages READ missedPages NOTIFY changed FINAL)
    Q_PROPERTY(int shift READ shift NOTIFY timeChanged FINAL)
    Q_PROPERTY(menzhen::display::RowModel* lines READ lines CONSTANT FINAL)
    Q_PROPERTY(menzhen::display::RowModel* missed READ missed CONSTANT FINAL)
    Q_PROPERTY(menzhen::display::RowModel* overlay READ overlay CONSTANT FINAL)
    Q_PROPERTY(double widthMm READ widthMm CONSTANT FINAL)
    Q_PROPERTY(double rowMm READ rowMm CONSTANT FINAL)
    Q_PROPERTY(double currentMm READ currentMm CONSTANT FINAL)
    Q_PROPERTY(double overlayMm READ overlayMm CONSTANT FINAL)
    Q_PROPERTY(double labelMm READ labelMm CONSTANT FINAL)
    Q_PROPERTY(double headerMm READ headerMm CONSTANT FINAL)
    Q_PROPERTY(double labelsMm READ labelsMm CONSTANT FINAL)
    Q_PROPERTY(double lineMm READ lineMm CONSTANT FINAL)
    Q_PROPERTY(int linesPerPage READ linesPerPage CONSTANT FINAL)
    Q_PROPERTY(double stripMm READ stripMm CONSTANT FINAL)
    Q_PROPERTY(bool stacked READ stacked CONSTANT FINAL)

public:
    enum class State { Message, Board };
    Q_ENUM(State)
    enum class Age { Fresh, Ageing, Lost, Gone };
    Q_ENUM(Age)
    enum class LineKind { Calling, JustCalled, Ready, Quiet, Paused, Closed };
    Q_ENUM(LineKind)

    /// Somebody who had got up must have read it twice: as long as a call stands and is marked.
    static constexpr std::int64_t kKeepWaitingMs = 60'000;
    static constexpr std::size_t kKeptShown = 3; ///< the newest

    /// Asked once a call: have it said, then call speechEnded(key).
    using Announce = std::function<void(const core::BoardRow& row, const std::string& key)>;

    BoardModel(const ports::Clock& clock, const core::SpokenWords& words, BoardSetting setting,
               Announce announce);
    Q_DISABLE_COPY_MOVE(BoardModel)

    void show(const flows::BoardNews& news);
    void speechEnded(const std::string& key);
    /// Time went on. Called by the model's own timer; tests call it with their clock.
    void tick();

    State state() const { return mState; }

    Age age() const { return mAge; }

    QString ageZh() const { return mAgeZh; }

    QString ageEn() const { return mAgeEn; }

    /// To those whose call was taken back (undone, or answered otherwise after a cut): empty for
    /// nobody.
    QString keepZh() const { return mKeepZh; }

    QString keepEn() const { return mKeepEn; }

    QString titleZh() const { return text(mMessage.title.zh); }

    QString titleEn() const { return text(mMessage.title.en); }

    QString textZh() const { return text(mMessage.text.zh); }

    QString textEn() const { return text(mMessage.text.en); }

    QString hospitalZh() const { return text(mNews.hall.hospital.zh); }

    QString hospitalEn() const { return text(mNews.hall.hospital.en); }

    QString zoneZh() const { return text(zoneWords(mSetting.zone).zh); }

    QString zoneEn() const { return text(zoneWords(mSetting.zone).en); }

    QString time() const { return mTime; }

    QString dateZh() const { return mDateZh; }

    QString dateEn() const { return mDateEn; }

    int page() const { return static_cast<int>(mPages.page()) + 1; }

    int pages() const { return static_cast<int>(mPages.pages()); }

    /// The most lines that a page of this round has, so that no page looks different from another.
    int linesOnPage() const {
        const int lines = static_cast<int>(mLines.lines.size());
        return (lines + pages() - 1) / pages();
    }

    int linesPerPage() const { return mSetting.layout.linesPerPage; }

    int missedPage() const { return static_cast<int>(mMissedPages.page()) + 1; }

    int missedPages() const { return static_cast<int>(mMissedPages.pages()); }

    /// 0 or 1 or 2: the picture moves by so many pixels every 5 minutes, against burn-in.
    int shift() const { return mShift; }

    RowModel* lines() { return &mLineRows; }

    RowModel* missed() { return &mMissedRows; }

    RowModel* overlay() { return &mOverlayRows; }

    double widthMm() const { return mSetting.layout.widthMm; }

    double rowMm() const { return mSetting.layout.rowMm; }

    double currentMm() const { return mSetting.layout.currentMm; }

    double overlayMm() const { return mSetting.layout.overlayMm; }

    double labelMm() const { return mSetting.layout.labelMm; }

    double headerMm() const { return mSetting.layout.headerMm; }

    double labelsMm() const { return mSetting.layout.labelsMm; }

    double lineMm() const { return mSetting.layout.lineMm; }

    double stripMm() const { return mSetting.layout.stripMm; }

    bool stacked() const { return mSetting.layout.stacked; }

signals:
    void changed();
    void timeChanged();

private:
    static QString text(const std::string& utf8) { return QString::fromStdString(utf8); }

    void refresh();
    void refreshTime(std::int64_t utcMs);
    void refreshAge(std::int64_t utcMs);
    void refreshMessage();
    void refreshRows(std::int64_t nowMs);
    void refreshKept(std::int64_t nowMs);
    void keepTold();
    void noteTakenBack(const flows::BoardNews& news, std::int64_t nowMs);
    void refreshOverlay(std::int64_t nowMs);
    void sleepUntilNextChange(std::int64_t nowMs, std::int64_t utcMs);

    const ports::Clock& mClock;
    const core::SpokenWords& mWords;
    BoardSetting mSetting;
    Announce mAnnounce;

    flows::BoardNews mNews;
    core::BoardCalls mCalls;
    core::BoardPages mPages;
    core::BoardPages mMissedPages;
    Lines mLines;
    bool mPaused = false; ///< the pages stand still below the overlay

    State mState = State::Message;
    Age mAge = Age::Fresh;
    QString mAgeZh;
    QString mAgeEn;

    struct Kept {
        std::string rowId;
        std::string number;
        std::int64_t untilMs = 0;
    };

    std::vector<Kept> mKept; ///< oldest first
    QString mKeepZh;
    QString mKeepEn;
    Message mMessage;
    QString mTime;
    QString mDateZh;
    QString mDateEn;
    int mShift = 0;
    RowModel mLineRows;
    RowModel mMissedRows;
    RowModel mOverlayRows;
    QTimer mTimer;
};

} // namespace menzhen::display
