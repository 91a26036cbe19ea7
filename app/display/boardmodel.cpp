// SPDX-License-Identifier: Apache-2.0
#include "app/display/boardmodel.h"

#include <algorithm>

namespace menzhen::display {

namespace {

constexpr std::int64_t kShiftEveryMs = 5 * 60'000;
/// The timer may come a little early; a moment later it would have been right.
constexpr std::int64_t kLeastSleepMs = 5;

const QByteArrayList& lineRoles() {
    static const QByteArrayList roles{"kind",     "room",       "roomZh",   "number",   "mask",
                                      "next",     "department", "statusZh", "statusEn", "detailZh",
                                      "detailEn", "spokenName", "grey"};
    return roles;
}

QStringList texts(const std::vector<std::string>& list) {
    QStringList result;
    for (const std::string& one : list)
        result.append(QString::fromStdString(one));
    return result;
}

bool isNumber(const std::string& room) {
    return !room.empty() && room.find_first_not_of("0123456789") == std::string::npos;
}

} // namespace

BoardModel::BoardModel(const ports::Clock& clock, const core::SpokenWords& words,
                       BoardSetting setting, Announce announce)
    : mClock(clock), mWords(words), mSetting(std::move(setting)), mAnnounce(std::move(announce)),
      mCalls(mSetting.layout.overlayCalls),
      mPages(static_cast<std::size_t>(mSetting.layout.linesPerPage), clock.monotonicMs()),
      mMissedPages(static_cast<std::size_t>(mSetting.layout.missedPerPage), clock.monotonicMs()),
      mMessage(startingMessage()), mLineRows(lineRoles()), mMissedRows({"number"}),
      mOverlayRows({"number", "mask", "room", "roomZh", "roomEn", "sentenceZh", "sentenceEn"}) {
    mTimer.setSingleShot(true);
    mTimer.setTimerType(Qt::PreciseTimer);
    connect(&mTimer, &QTimer::timeout, this, &BoardModel::tick);
    refresh();
}

void BoardModel::show(const flows::BoardNews& news) {
    const std::int64_t now = mClock.monotonicMs();
    noteTakenBack(news, now);
    mNews = news;
    for (const core::BoardRow& row : news.fresh)
        if (const auto key = mCalls.arrived(row, now); key && mAnnounce) mAnnounce(row, *key);
    // A call that was taken back must not send anybody to a door: it leaves the screen at once.
    for (const core::BoardRow& row : news.rows)
        if (row.state == core::EntryState::Waiting || row.state == core::EntryState::Staged)
            mCalls.withdraw(row.id, now);
    refreshRows(now);
    if (!news.fresh.empty()) {
        const std::string& last = news.fresh.back().id;
        const auto line = std::find_if(mLines.lines.begin(), mLines.lines.end(),
                                       [&](const Line& one) { return one.rowId == last; });
        if (line != mLines.lines.end())
            (void)mPages.interrupt(static_cast<std::size_t>(line - mLines.lines.begin()), now);
    }
    refresh();
}

/// Whoever was called and waits again without having missed a call sits down once more: the call
/// was undone, or the registry learned that another one stood in for it (sync.md 1.9, 1.18).
void BoardModel::noteTakenBack(const flows::BoardNews& news, std::int64_t nowMs) {
    using core::EntryState;
    for (const core::BoardRow& row : news.rows) {
        if (row.state == EntryState::Called)
            std::erase_if(mKept, [&](const Kept& kept) { return kept.rowId == row.id; });
        if (row.state != EntryState::Waiting && row.state != EntryState::Staged) continue;
        const auto before =
            std::find_if(mNews.rows.begin(), mNews.rows.end(),
                         [&](const core::BoardRow& old) { return old.id == row.id; });
        if (before == mNews.rows.end() || before->state != EntryState::Called) continue;
        mKept.push_back({row.id, row.number, nowMs + kKeepWaitingMs});
    }
    if (mKept.size() > kKeptShown)
        mKept.erase(mKept.begin(), mKept.end() - static_cast<std::ptrdiff_t>(kKeptShown));
}

void BoardModel::refreshKept(std::int64_t nowMs) {
    std::erase_if(mKept, [&](const Kept& kept) { return kept.untilMs <= nowMs; });
    TicketName words;
    std::vector<std::string> numbers;
    for (const Kept& kept : mKept)
        numbers.push_back(kept.number);
    if (!numbers.empty()) words = keepWaitingWords(numbers);
    mKeepZh = text(words.zh);
    mKeepEn = text(words.en);
}

void BoardModel::speechEnded(const std::string& key) {
    mCalls.speechEnded(key, mClock.monotonicMs());
    refresh();
}

void BoardModel::tick() {
    const std::int64_t now = mClock.monotonicMs();
    (void)mCalls.tick(now);
    (void)mPages.tick(now);
    (void)mMissedPages.tick(now);
    refresh();
}

void BoardModel::refresh() {
    const std::int64_t now = mClock.monotonicMs();
    const std::int64_t utc = mClock.utcMs();
    refreshTime(utc);
    refreshAge(utc);
    refreshOverlay(now);
    refreshRows(now);
    refreshKept(now);
    refreshMessage();
    emit changed();
    sleepUntilNextChange(now, utc);
}

void BoardModel::refreshTime(std::int64_t utcMs) {
    const ports::LocalTime local = mClock.local(utcMs);
    const QString time = text(timeText(local));
    if (time == mTime) return;
    mTime = time;
    const TicketName date = dateWords(local.day);
    mDateZh = text(date.zh);
    mDateEn = text(date.en);
    mShift = static_cast<int>(utcMs / kShiftEveryMs % 3);
    emit timeChanged();
}

void BoardModel::refreshAge(std::int64_t utcMs) {
    const flows::BoardContact& contact = mNews.contact;
    const std::int64_t silent = contact.current || contact.dataAtMs == 0
                                    ? 0
                                    : std::max<std::int64_t>(0, utcMs - contact.dataAtMs);
    mAge = static_cast<Age>(core::dataAge(silent));
    TicketName words;
    const ports::LocalTime since = mClock.local(contact.dataAtMs);
    if (mAge == Age::Ageing) words = updatedWords(timeTextSeconds(since));
    if (mAge == Age::Lost) words = lostWords(timeText(since));
    if (mAge == Age::Gone) words = goneWords(mSetting.zone);
    mAgeZh = text(words.zh);
    mAgeEn = text(words.en);
}

void BoardModel::refreshOverlay(std::int64_t nowMs) {
    std::vector<RowModel::Row> rows;
    for (const core::BoardRow& row : mCalls.overlay()) {
        const TicketName sentence = callSentence(row, mWords);
        const TicketName room = roomWords(row.room);
        rows.push_back({text(row.number), text(row.mask), text(row.room), text(room.zh),
                        text(room.en), text(sentence.zh), text(sentence.en)});
    }
    const bool hides = !rows.empty();
    mOverlayRows.show(std::move(rows));
    if (hides == mPaused) return;
    mPaused = hides;
    if (hides) {
        mPages.pause(nowMs);
        mMissedPages.pause(nowMs);
    } else {
        mPages.resume(nowMs);
        mMissedPages.resume(nowMs);
    }
}

void BoardModel::refreshRows(std::int64_t nowMs) {
    mLines =
        linesFrom(mNews, mClock, [&](const std::string& id) { return mCalls.marked(id, nowMs); });
    if (mAge == Age::Gone) keepTold();
    mPages.setLines(mLines.lines.size(), nowMs);
    mMissedPages.setLines(mLines.missed.size(), nowMs);
    std::vector<RowModel::Row> rows;
    const std::size_t last = std::min(mPages.last(), mLines.lines.size());
    for (std::size_t i = mPages.first(); i < last; ++i) {
        const Line& line = mLines.lines[i];
        rows.push_back({static_cast<int>(line.state), text(line.room),
                        isNumber(line.room) ? QStringLiteral("诊室") : QString(), text(line.number),
                        text(line.mask), texts(line.next), text(line.department.zh),
                        text(line.status.zh), text(line.status.en), text(line.detail.zh),
                        text(line.detail.en), text(line.spokenName()),
                        mAge == Age::Lost && !line.told});
    }
    mLineRows.show(std::move(rows));
    std::vector<RowModel::Row> missed;
    const std::size_t lastMissed = std::min(mMissedPages.last(), mLines.missed.size());
    for (std::size_t i = mMissedPages.first(); i < lastMissed; ++i)
        missed.push_back({text(mLines.missed[i])});
    mMissedRows.show(std::move(missed));
}

/// What the registry said is too old to stand there; what a station said just now is not.
void BoardModel::keepTold() {
    std::erase_if(mLines.lines, [](const Line& line) { return !line.told; });
    for (Line& line : mLines.lines)
        line.next.clear();
    mLines.missed.clear();
}

void BoardModel::refreshMessage() {
    const flows::BoardContact& contact = mNews.contact;
    mState = State::Message;
    if (contact.waitingForTrust) {
        mMessage = untrustedMessage(mSetting.fingerprint.substr(0, 16));
    } else if (!contact.hasData) {
        mMessage = contact.problem.empty() ? startingMessage() : problemMessage(contact.problem);
    } else if (mAge == Age::Gone && mLines.lines.empty()) {
        mMessage = {{"本屏暂时无法更新", "This screen cannot be updated now"},
                    goneWords(mSetting.zone)};
    } else if (mLines.lines.empty() && mLines.missed.empty()) {
        mMessage = quietMessage(mNews.hall, mSetting.zone, mClock.now().minute);
    } else {
        mState = State::Board;
    }
}

void BoardModel::sleepUntilNextChange(std::int64_t nowMs, std::int64_t utcMs) {
    // The minute turns on the clock; the other moments are of the rules.
    std::int64_t sleep = 60'000 - utcMs % 60'000;
    const auto sooner = [&](const std::optional<std::int64_t>& atMs) {
        if (atMs) sleep = std::min(sleep, *atMs - nowMs);
    };
    sooner(mCalls.nextChangeMs());
    sooner(mPages.nextChangeMs());
    sooner(mMissedPages.nextChangeMs());
    if (!mKept.empty()) sooner(mKept.front().untilMs);
    if (!mNews.contact.current && mNews.contact.dataAtMs > 0) {
        const std::int64_t older = core::untilOlderMs(utcMs - mNews.contact.dataAtMs);
        if (older > 0) sleep = std::min(sleep, older);
    }
    mTimer.start(static_cast<int>(std::clamp<std::int64_t>(sleep, kLeastSleepMs, 60'000)));
}

} // namespace menzhen::display
