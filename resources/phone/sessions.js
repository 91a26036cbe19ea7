// SPDX-License-Identifier: Apache-2.0
// The registry's sessions of a day, and the one that somebody chose from them.
import { get, site } from './api.js';

/** @type {any[]} */
let seen = [];

/**
 * @param {string} id of the hospital
 * @param {string|number} day
 * @param {string} department
 */
export async function sessionsOf(id, day, department) {
    const said = await get(site(id, 'sessions') + '?day=' + encodeURIComponent(day) + '&department=' +
        encodeURIComponent(department));
    seen = said.sessions.map((one) => Object.assign({ site: id, as_of: said.as_of }, one));
    return said;
}

/**
 * @param {string} id
 * @param {string} day
 * @param {string} session
 * @returns {Promise<any>} undefined when there is none
 */
export async function sessionNamed(id, day, session) {
    const fits = (one) => one.id === session && one.day === Number(day);
    const known = seen.find((one) => one.site === id && fits(one));
    if (known) {
        return known;
    }
    const said = await get(site(id, 'sessions') + '?day=' + encodeURIComponent(day));
    const found = said.sessions.find(fits);
    return found && Object.assign({ site: id, as_of: said.as_of }, found);
}
