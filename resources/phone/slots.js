// SPDX-License-Identifier: Apache-2.0
// What can be booked by phone, out of the registry's sessions, and how old that knowledge may be.

import * as clock from './clock.js';

/** Older than this it is labelled, and then no longer booked from (domain.md, row T5). */
export const LABEL_MS = 60 * 1000;
export const USELESS_MS = 5 * 60 * 1000;
const BAND_MINUTES = 30;
const RESERVE_MINUTES = 60;

/**
 * @param {import('./types.js').Session} session
 * @param {number} band its start
 */
export function bandEnd(session, band) {
    const starts = session.bands.map((one) => one.band);
    const length = starts.length > 1 ? starts[1] - starts[0] : BAND_MINUTES;
    return Math.min(band + length, Math.max(session.end, band + 1));
}

/**
 * Shortly before its end a session's reserves are open to everybody (booking-rules.md, B10).
 * @param {import('./types.js').Session} session
 * @param {{free: Object<string, number>, free_total: number}} band
 */
function forPhones(session, band) {
    const here = clock.local(clock.now());
    const all = here.day === session.day && here.minute >= session.end - RESERVE_MINUTES;
    return all ? band.free_total : band.free.PHONE || 0;
}

/**
 * @typedef {{band: number, end: number, free: number}} FreeBand
 * @param {import('./types.js').Session} session
 * @returns {FreeBand[]} those with a slot for phones
 */
export function freeBands(session) {
    if (session.state !== 'open') {
        return [];
    }
    return session.bands
        .map((one) => ({ band: one.band, end: bandEnd(session, one.band), free: forPhones(session, one) }))
        .filter((one) => one.free > 0);
}

/**
 * The bands of a day over all sessions, each with what is free in it.
 * @param {import('./types.js').Session[]} sessions
 * @returns {Array<FreeBand & {from: number}>} `from`: the lowest fee, fen
 */
export function bandsOf(sessions) {
    /** @type {Map<number, FreeBand & {from: number}>} */
    const all = new Map();
    sessions.forEach((session) => freeBands(session).forEach((one) => {
        const so = all.get(one.band) || { band: one.band, end: one.end, free: 0, from: session.amount_fen };
        all.set(one.band, { band: one.band, end: Math.max(so.end, one.end), free: so.free + one.free,
            from: Math.min(so.from, session.amount_fen) });
    }));
    return Array.from(all.values()).sort((a, b) => a.band - b.band);
}

/**
 * Doctors with a free slot in a band, as the hospital lists them.
 * @param {import('./types.js').Session[]} sessions
 * @param {number} band
 */
export function doctorsIn(sessions, band) {
    return sessions.filter((one) => freeBands(one).some((free) => free.band === band));
}

/** @param {import('./types.js').Session} session */
export function special(session) {
    return session.special === true || session.fee === 'SPECIAL';
}
