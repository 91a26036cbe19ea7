// SPDX-License-Identifier: Apache-2.0
// Days, times and money as people read them.
import * as clock from './clock.js';
import { lang, t } from './lang.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const WEEKDAYS = { zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
    en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] };

/** @param {number} fen */
export function money(fen) {
    const cents = String(Math.abs(fen) % 100).padStart(2, '0');
    return (fen < 0 ? '−' : '') + '¥' + Math.floor(Math.abs(fen) / 100) + '.' + cents;
}

/** @param {number} minute after local midnight */
export function hm(minute) {
    return String(Math.floor(minute / 60)).padStart(2, '0') + ':' + String(minute % 60).padStart(2, '0');
}

/**
 * @param {number} from
 * @param {number} to minutes after local midnight
 */
export function span(from, to) {
    return hm(from) + '–' + hm(to);
}

/** @param {number} day yyyymmdd */
function parts(day) {
    const year = Math.floor(day / 10000), month = Math.floor(day / 100) % 100, date = day % 100;
    return { month, date, weekday: new Date(Date.UTC(year, month - 1, date)).getUTCDay() };
}

/** @param {number} day yyyymmdd */
export function weekday(day) {
    return WEEKDAYS[lang()][parts(day).weekday];
}

/** @param {number} day yyyymmdd */
export function dateOf(day) {
    const { month, date } = parts(day);
    return lang() === 'zh' ? month + '月' + date + '日' : date + ' ' + MONTHS[month - 1];
}

/**
 * @param {number} day yyyymmdd
 * @param {number} days
 */
export function dayAfter(day, days) {
    const at = new Date(Date.UTC(Math.floor(day / 10000), Math.floor(day / 100) % 100 - 1, day % 100 + days));
    return at.getUTCFullYear() * 10000 + (at.getUTCMonth() + 1) * 100 + at.getUTCDate();
}

/**
 * "Today, Mon 23 Nov"; "11月24日 周二（明天）".
 * @param {number} day yyyymmdd
 */
export function dayWords(day) {
    const today = clock.today();
    const plain = lang() === 'zh' ? dateOf(day) + ' ' + weekday(day) : weekday(day) + ' ' + dateOf(day);
    if (today && day === today) {
        return t('day.today', { day: plain });
    }
    return today && day === dayAfter(today, 1) ? t('day.tomorrow', { day: plain }) : plain;
}

/** @param {number} at UTC ms */
export function timeOf(at) {
    const there = clock.local(at);
    return hm(there.minute) + ':' + String(there.second).padStart(2, '0');
}

/**
 * The minute, with the day when it is not today's.
 * @param {number} at UTC ms
 */
export function moment(at) {
    const there = clock.local(at);
    return there.day === clock.today() ? hm(there.minute) : dayWords(there.day) + ' ' + hm(there.minute);
}
