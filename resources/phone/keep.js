// SPDX-License-Identifier: Apache-2.0
// What the phone remembers between two openings: language, letter size, and how each visit stood when it was
// last heard of. Masked names and numbers only; a browser that keeps nothing (private mode) is as good.

const PREFIX = 'menzhen.';
const VISITS = 20;

/** What a visit leaves behind for the time without a network. */
const FIELDS = ['id', 'site', 'kind', 'state', 'number', 'short_code', 'code', 'day', 'band', 'opens', 'latest', 'session',
    'department', 'doctor', 'zone', 'floor', 'building_zh', 'building_en', 'room', 'masked', 'queue', 'ahead', 'from', 'to', 'why', 'fee_fen',
    'fee_state', 'lines', 'alert', 'as_of'];
const OVER = ['finished', 'noshow', 'cancelled'];

/**
 * @param {string} name
 * @param {any} otherwise
 */
export function read(name, otherwise) {
    try {
        const text = localStorage.getItem(PREFIX + name);
        return text === null ? otherwise : JSON.parse(text);
    } catch (broken) {
        return otherwise;
    }
}

/**
 * @param {string} name
 * @param {any} value
 */
export function write(name, value) {
    try {
        localStorage.setItem(PREFIX + name, JSON.stringify(value));
    } catch (full) {
        // Without room the page still works; it only remembers less.
    }
}

/** @returns {any[]} as they were last heard of, newest first */
export function visits() {
    const list = read('visits', []);
    return Array.isArray(list) ? list.filter((one) => one && typeof one.id === 'string') : [];
}

/** @param {import('./types.js').Visit} visit as the registry says it */
export function keepVisit(visit) {
    /** @type {any} */
    const small = {};
    FIELDS.forEach((field) => {
        small[field] = visit[field];
    });
    if (OVER.indexOf(visit.state) >= 0) {
        delete small.code;
    }
    const rest = visits().filter((one) => one.id !== visit.id || one.site !== visit.site);
    write('visits', [small].concat(rest).slice(0, VISITS));
}

/**
 * @param {string} site
 * @param {string} id
 * @returns {any} or undefined
 */
export function keptVisit(site, id) {
    return visits().find((one) => one.site === site && one.id === id);
}

/** Everything about visits; language and letter size stay. */
export function forgetVisits() {
    write('visits', []);
}
