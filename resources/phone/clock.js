// SPDX-License-Identifier: Apache-2.0
// The hospital's time. The phone's own clock may say anything, so it is never read: what the registry said
// last is carried on by the browser's stopwatch, which no setting of the phone moves.

let base = 0;
let mark = 0;
let offsetMinutes = 480;

/** The registry's UTC milliseconds now; 0 before it was ever heard. */
export function now() {
    return base ? base + performance.now() - mark : 0;
}

/**
 * @param {number} at UTC ms that the registry calls now
 * @param {number} [offset] minutes that its site is ahead of UTC
 */
export function set(at, offset) {
    base = at;
    mark = performance.now();
    if (typeof offset === 'number') {
        offsetMinutes = offset;
    }
}

/**
 * A time that some answer carried: it is not later than now, so it can only move the clock forward.
 * @param {any} at
 */
export function learn(at) {
    if (typeof at === 'number' && at > now()) {
        set(at);
    }
}

/**
 * @param {number} at UTC ms
 * @returns {{day: number, minute: number, second: number}} on the hospital's own calendar
 */
export function local(at) {
    const shifted = new Date(at + offsetMinutes * 60000);
    return {
        day: shifted.getUTCFullYear() * 10000 + (shifted.getUTCMonth() + 1) * 100 + shifted.getUTCDate(),
        minute: shifted.getUTCHours() * 60 + shifted.getUTCMinutes(),
        second: shifted.getUTCSeconds(),
    };
}

/** The hospital's day as yyyymmdd, 0 before the registry was ever heard. */
export function today() {
    return base ? local(now()).day : 0;
}
