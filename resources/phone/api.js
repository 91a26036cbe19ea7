// SPDX-License-Identifier: Apache-2.0
// Asks the registry. Two things can go wrong and they are told apart: it said no (Refusal), or nothing came
// (Unreachable). Nothing personal ever stands in an address.
import * as clock from './clock.js';

const ANSWER_MS = 12000;
const TRIES = 3; // of a POST whose answer was lost; the key makes them one
const PAUSE_MS = 800;

/** The registry said no; `code` says why (docs/booking-rules.md). */
export class Refusal extends Error {
    /**
     * @param {number} status
     * @param {any} problem RFC 9457
     * @param {number} retrySeconds
     */
    constructor(status, problem, retrySeconds) {
        super(problem.code || String(status));
        this.name = 'Refusal';
        this.status = status;
        this.code = String(problem.code || 'unknown');
        this.problem = problem;
        this.retrySeconds = retrySeconds;
    }
}

/** No answer: no network, or the registry is away. */
export class Unreachable extends Error {
    constructor() {
        super('unreachable');
        this.name = 'Unreachable';
    }
}

/** A key for one intent of the patient, however often it must be sent. */
export function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(12));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * @param {string} method
 * @param {string} path
 * @param {any} [body]
 * @param {string} [key]
 */
async function once(method, path, body, key) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), ANSWER_MS);
    /** @type {Object<string, string>} */
    const headers = {};
    if (body !== undefined) {
        headers['Content-Type'] = 'application/json';
    }
    if (key) {
        headers['Idempotency-Key'] = key;
    }
    try {
        const text = body === undefined ? undefined : JSON.stringify(body);
        const answer = await fetch(path, { method, headers, body: text, signal: stop.signal, cache: 'no-store',
            credentials: 'same-origin' });
        return { answer, said: await answer.json().catch(() => ({})) };
    } catch (lost) {
        throw new Unreachable();
    } finally {
        clearTimeout(timer);
    }
}

/** @param {any} said */
function learn(said) {
    if (said.now && typeof said.now.at === 'number') {
        clock.set(said.now.at, said.now.offset_minutes);
    } else {
        clock.learn(said.as_of);
    }
}

/**
 * @param {string} method
 * @param {string} path
 * @param {any} [body]
 * @param {string} [key]
 * @returns {Promise<any>}
 */
async function ask(method, path, body, key) {
    const { answer, said } = await once(method, path, body, key);
    if (!answer.ok) {
        // A gateway in between that answers for a registry that is away is no word of the registry's.
        if (answer.status >= 502 || (answer.status >= 500 && !said.code)) {
            throw new Unreachable();
        }
        throw new Refusal(answer.status, said, Number(answer.headers.get('Retry-After')) || 0);
    }
    learn(said);
    return said;
}

/** @param {string} path */
export function get(path) {
    return ask('GET', path);
}

/**
 * @param {'POST'|'PUT'|'DELETE'} method
 * @param {string} path
 * @param {any} [body]
 * @param {string} [key] of newKey(); a POST without one gets its own
 * @returns {Promise<any>}
 */
export async function send(method, path, body, key) {
    const mark = method === 'POST' ? key || newKey() : undefined;
    for (let left = TRIES - 1; ; left -= 1) {
        try {
            return await ask(method, path, body, mark);
        } catch (fault) {
            if (!(fault instanceof Unreachable) || left === 0) {
                throw fault;
            }
            await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
        }
    }
}

/**
 * @param {string} id of a hospital
 * @param {Array<string|number>} more
 */
export function site(id, ...more) {
    return ['/v1/sites', id].concat(more.map(String)).map((part, at) => (at ? encodeURIComponent(part) : part)).join('/');
}
