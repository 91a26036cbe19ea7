// SPDX-License-Identifier: Apache-2.0
// The slot that is kept while somebody confirms. One at a time; whoever turns back lets it go.
import { newKey, send, site } from './api.js';

/**
 * @typedef {{place: string, site: string, said: any, key: string, instead: string}} Held
 * instead: the visit of a stopped session whose place this takes, so its patient is known; else empty
 */

/** @type {Held|null} */
let held = null;
/** @type {{site: string, visit: string, department: string}|null} the visit for which another time is being chosen */
let moving = null;

/** @param {string} id @param {any} said a hold of the registry */
function placeOf(id, said) {
    return [id, said.day, said.session, said.band].join('/');
}

/**
 * From now on the next slot is chosen instead of a visit's that the hospital had to cancel.
 * @param {string} id of the hospital
 * @param {string} visit
 * @param {string} department
 */
export function chooseInstead(id, visit, department) {
    moving = { site: id, visit, department };
}

/** Whoever goes back to the first page chooses for something else. */
export function chooseAnew() {
    moving = null;
}

/**
 * A slot that the registry has kept by itself: drawn, or offered from the waiting list.
 * @param {string} id of the hospital
 * @param {any} said
 * @returns {string} the place where it is confirmed
 */
export function adopt(id, said) {
    letGo();
    held = { place: placeOf(id, said), site: id, said, key: newKey(), instead: '' };
    return ['#/h', id, 'c', said.day, said.session, said.band].join('/');
}

/**
 * @param {string} id of the hospital
 * @param {import('./types.js').Session} session
 * @param {number} band
 * @returns {Promise<Held>}
 */
export async function hold(id, session, band) {
    const wish = { day: session.day, session: session.id, band };
    if (held && held.place === placeOf(id, wish)) {
        return held;
    }
    letGo();
    const instead = moving && moving.site === id && moving.department === session.department ? moving.visit : '';
    const said = instead
        ? (await send('POST', site(id, 'visits', instead, 'choice'), Object.assign({ choice: 'rebook' }, wish))).hold
        : await send('POST', site(id, 'holds'), Object.assign({ as_of: session.as_of }, wish));
    held = { place: placeOf(id, wish), site: id, said, key: newKey(), instead };
    return held;
}

/** The slot was sold, or is lost. */
export function done() {
    held = null;
    moving = null;
}

/** Gives the slot back to others now instead of when it runs out. */
export function letGo() {
    const old = held;
    held = null;
    if (old && old.said.hold) {
        send('DELETE', site(old.site, 'holds', old.said.hold)).catch(() => {}); // it runs out by itself
    }
}
