// SPDX-License-Identifier: Apache-2.0
// Which screen an address shows. Addresses are hashes: the server's log never sees them, and none holds a
// name, a number or a code.
import { h } from './dom.js';
import * as frame from './frame.js';
import { t } from './lang.js';
import { button, heading, linkButton, refusal } from './parts.js';

/**
 * @typedef {Object} Screen
 * @property {string} title
 * @property {any[]} body
 * @property {() => void} [leave] once, when another screen comes
 * @typedef {(...words: string[]) => Promise<Screen>} Show
 */

/** @type {Array<[string, () => Promise<{screen: Show}>]>} words after a colon are handed to the screen */
const PLACES = [
    ['', () => import('./screens/start.js')],
    ['h/:site', () => import('./screens/hospital.js')],
    ['h/:site/d/:department', () => import('./screens/times.js')],
    ['h/:site/d/:department/:day/:band', () => import('./screens/doctors.js')],
    ['h/:site/p/:doctor', () => import('./screens/doctor.js')],
    ['h/:site/c/:day/:session/:band', () => import('./screens/confirm.js')],
    ['h/:site/w/:day/:department', () => import('./screens/waitlist.js')],
    ['h/:site/l/:draw', () => import('./screens/draw.js')],
    ['visits', () => import('./screens/visits.js')],
    ['visits/:what', () => import('./screens/visits.js')],
    ['v/:site/:id', () => import('./screens/visit.js')],
    ['v/:site/:id/booked', () => import('./screens/booked.js')],
    ['v/:site/:id/pay', () => import('./screens/pay.js')],
    ['v/:site/:id/alerts', () => import('./screens/alertsettings.js')],
    ['v/:site/:id/cancel', () => import('./screens/cancel.js')],
    ['v/:site/:id/choice', () => import('./screens/choice.js')],
    ['v/:site/:id/bills', () => import('./screens/bills.js')],
    ['v/:site/:id/reports', () => import('./screens/reports.js')],
    ['v/:site/:id/reports/:report', () => import('./screens/report.js')],
    ['search', () => import('./screens/search.js')],
    ['open', () => import('./screens/open.js')],
    ['proof', () => import('./screens/proof.js')],
    ['family', () => import('./screens/family.js')],
    ['consents', () => import('./screens/consents.js')],
    ['checkin', () => import('./screens/checkin.js')],
];

/** @type {Screen|null} */
let shown = null;
let turn = 0;
/** @type {() => void} */
let switchLanguage = () => {};

/**
 * @param {string} hash
 * @returns {{load: () => Promise<{screen: Show}>, words: string[]}|null}
 */
export function find(hash) {
    const asked = hash.replace(/^#\/?/, '').split('/').map((part) => decodeURIComponent(part));
    for (const [place, load] of PLACES) {
        const wanted = place.split('/');
        const fits = wanted.length === asked.length &&
            wanted.every((word, at) => (word[0] === ':' ? asked[at] !== '' : word === asked[at]));
        if (fits) {
            return { load, words: asked.filter((_, at) => wanted[at][0] === ':') };
        }
    }
    return null;
}

/** @param {any} fault */
function failed(fault) {
    return { title: t('refused.title'), body: [heading(t('failed.title')), refusal(fault),
        h('div', { class: 'actions' }, button(t('failed.again'), () => show(), { icon: 'refresh' }),
            linkButton(t('nav.home'), '#/', { kind: 'plain' }))] };
}

function decoded(hash) {
    try {
        return find(hash);
    } catch (malformed) {
        return null;
    }
}

/** Shows what the address says, anew. */
export async function show() {
    turn += 1;
    const mine = turn, hash = location.hash || '#/';
    const place = decoded(hash);
    if (!place) {
        location.replace('#/');
        return;
    }
    frame.showWaiting();
    /** @type {Screen} */
    let next;
    try {
        next = await (await place.load()).screen(...place.words);
    } catch (fault) {
        next = failed(fault);
    }
    if (mine !== turn) {
        if (next.leave) {
            next.leave();
        }
        return;
    }
    if (shown && shown.leave) {
        shown.leave();
    }
    shown = next;
    frame.show(next, hash, switchLanguage);
}

/** Leads to another place; `instead` leaves no way back to this one. */
export function go(hash, instead = false) {
    if (instead) {
        location.replace(hash);
    } else {
        location.hash = hash;
    }
}

/** How far each entry of the history was scrolled, so that going back leads to where one was. */
const scrolled = new Map();
let entry = 0;

/** Notes the entry that is left and gives how far the one that comes was scrolled. */
function turnPage() {
    scrolled.set(entry, window.scrollY);
    const known = history.state && history.state.entry;
    const back = typeof known === 'number' && known < entry;
    entry = typeof known === 'number' ? known : entry + 1;
    history.replaceState({ entry }, '');
    return back ? scrolled.get(entry) || 0 : 0;
}

/** @param {() => void} onLanguage */
export async function start(onLanguage) {
    switchLanguage = onLanguage;
    history.scrollRestoration = 'manual';
    history.replaceState({ entry }, '');
    window.addEventListener('hashchange', async () => {
        const y = turnPage();
        await show();
        window.scrollTo(0, y);
        const first = /** @type {HTMLElement|null} */ (document.querySelector('main h1'));
        if (first) {
            first.focus({ preventScroll: true });
        }
    });
    await show();
}
