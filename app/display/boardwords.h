// SPDX-License-Identifier: Apache-2.0
// What the board says in changing words, Chinese and English side by side: both stand on the screen
// at once, since nobody in a waiting room can press a language key. UTF-8, no Qt.
#pragma once

#include "app/core/boardrules.h"
#include "app/core/spokenwords.h"
#include "app/core/ticket.h"
#include "app/flows/board.h"
#include "app/ports/clock.h"

#include <string>
#include <vector>

namespace menzhen::display {

using core::TicketName;

TicketName dateWords(int day);                           ///< "11月23日 星期一" / "Mon 23 Nov"
TicketName zoneWords(const std::string& zone);           ///< "3A 候诊区" / "Waiting area 3A"
TicketName roomWords(const std::string& room);           ///< "301 诊室" / "Room 301"
std::string timeText(const ports::LocalTime& at);        ///< "10:21"
std::string timeTextSeconds(const ports::LocalTime& at); ///< "10:21:40"
TicketName updatedWords(const std::string& time);        ///< "10:21:40 更新"
TicketName lostWords(const std::string& time);           ///< what to do since 10:21
TicketName goneWords(const std::string& zone);           ///< the same, with no list left
/// Why and how long: "病房急诊 · 预计 10:30 恢复". `until` empty: no end known. A reason that the
/// table does not know is shown as it is.
TicketName pausedWords(const std::string& reason, const std::string& until);

/// A big sentence and a quieter one below it, for a board without lines.
struct Message {
    TicketName title;
    TicketName text;
};

Message startingMessage();
Message untrustedMessage(const std::string& fingerprint);
Message problemMessage(const std::string& problem);
/// Nobody waits and nobody was called: before, between, in and after the day's sessions.
Message quietMessage(const flows::BoardHall& hall, const std::string& zone, int minute);

/// To whom a call was taken back: "C047 C051 请继续候诊".
TicketName keepWaitingWords(const std::vector<std::string>& numbers);

/// The call as it is spoken, in both languages; a word that the table lacks leads to the plainest
/// form of the sentence.
TicketName callSentence(const core::BoardRow& row, const core::SpokenWords& words);

} // namespace menzhen::display
