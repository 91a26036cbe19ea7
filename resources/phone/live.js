// SPDX-License-Identifier: Apache-2.0
// Hears that something changed. The stream only says so; what is so is always asked for. When the stream
// fails, the page asks by itself now and then, and says how old its knowledge is.
import { site } from './api.js';

const ASK_MS = 20000; // without a stream
const CALM_MS = 60000; // with one: the age of what is shown stays below that
const REOPEN_MS = 5000;

/**
 * @param {string} id of the hospital
 * @param {string} visitId
 * @param {() => void} changed
 * @returns {() => void} ends it
 */
export function follow(id, visitId, changed) {
    const path = site(id, 'live') + '?scope=visit&id=' + encodeURIComponent(visitId);
    /** @type {EventSource|null} */
    let stream = null;
    let ended = false, last = performance.now();
    const heard = () => {
        last = performance.now();
        changed();
    };
    const open = () => {
        if (ended || !window.EventSource) {
            return;
        }
        stream = new EventSource(path);
        stream.addEventListener('visit', heard);
        stream.addEventListener('alert', heard);
        stream.addEventListener('error', () => {
            if (stream && stream.readyState === 2) { // closed for good; a browser reopens the others itself
                setTimeout(open, REOPEN_MS);
            }
        });
    };
    const alive = () => Boolean(stream && stream.readyState === 1);
    const timer = setInterval(() => {
        if (performance.now() - last >= (alive() ? CALM_MS : ASK_MS) / 2 && !document.hidden) {
            heard();
        }
    }, ASK_MS / 2);
    const back = () => !document.hidden && heard();
    document.addEventListener('visibilitychange', back);
    window.addEventListener('online', heard);
    open();
    return () => {
        ended = true;
        clearInterval(timer);
        document.removeEventListener('visibilitychange', back);
        window.removeEventListener('online', heard);
        if (stream) {
            stream.close();
        }
    };
}
