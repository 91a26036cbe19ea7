// SPDX-License-Identifier: Apache-2.0
// The fixed words of a ticket in both languages, and nowhere else. `%1` is replaced.
#pragma once

#include "app/core/ticket.h"

namespace menzhen::core {

struct TicketWords {
    const char* title;
    const char* reprint;
    const char* provisional;    ///< issued while the kiosk was cut off
    const char* provisionalHow; ///< that it is good all the same
    const char* anyDoctor;      ///< the pool
    const char* band;
    const char* zone;
    const char* ahead;
    const char* aheadUnit; ///< after the number
    const char* call;      ///< when it may come
    const char* callHow;   ///< that it may change
    const char* name;
    const char* fee;
    const char* feeAtWindow; ///< after the amount
    const char* feePaid;
    const char* feeAsked;      ///< after the amount
    const char* feeAskedHow;   ///< what will become of the money
    const char* wait;          ///< %1 zone
    const char* waitHow;       ///< how the patient learns of the turn
    const char* expected;      ///< %1 zone, %2 time
    const char* expectedAfter; ///< what to do first
    const char* codeHint;      ///< under the signed code
    const char* pageHint;      ///< under the page's code
    const char* shortCode;
    const char* printed; ///< %1 time, %2 device
    // The slip of a booking:
    const char* slipTitle;
    const char* slipDay;
    const char* slipScan;
    const char* slipFrom; ///< %1 time
};

inline constexpr TicketWords ticketWordsZh{
    "门诊候诊票",
    "补打",
    "离线出票",
    "此票有效,网络恢复后自动登记",
    "本科室任一医生",
    "时段",
    "候诊区",
    "前面",
    "人",
    "预计",
    "叫号,会变动",
    "姓名",
    "挂号费",
    "请到窗口缴费",
    "已缴费",
    "正在查询",
    "若已扣款,自动计入此号,不能计入则自动原路退回。请勿再次付款,凭以上编号到窗口可查。",
    "请在 %1 区候诊",
    "屏幕和语音会叫您的号",
    "%2 起在 %1 区扫此票",
    "扫票报到后开始排队",
    "报到、就诊请出示此码",
    "手机扫码看排队进度",
    "短码",
    "%1 打印 %2",
    "预约单(就诊当天取票)",
    "日期",
    "当天在自助机扫此单取票",
    "%1 起可取票",
};

inline constexpr TicketWords ticketWordsEn{
    "Outpatient ticket",
    "REPRINT",
    "ISSUED OFFLINE",
    "Valid. Sent to the hospital later",
    "Any doctor",
    "Time",
    "Zone",
    "Ahead",
    "before you",
    "Call",
    "may change",
    "Name",
    "Fee",
    "pay at the window",
    "paid",
    "we are asking",
    "If it was charged, it pays this ticket or goes back by itself. Do not pay again: a window "
    "finds it with this number.",
    "Wait in zone %1",
    "Screen and voice will call you",
    "Scan this at zone %1 from %2",
    "You queue once it is scanned",
    "Show this code to check in",
    "Scan to see your place",
    "Code",
    "Printed %1 %2",
    "Booking. Your ticket comes on the day",
    "Day",
    "Scan this at a kiosk that day",
    "from %1 on",
};

constexpr const TicketWords& ticketWords(TicketLanguage language) {
    return language == TicketLanguage::En ? ticketWordsEn : ticketWordsZh;
}

} // namespace menzhen::core
