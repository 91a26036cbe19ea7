// SPDX-License-Identifier: Apache-2.0
// One visit, live: what is so now, how old that is, and everything one can do about it.
import { h, refill } from '../dom.js';
import { closeCalled, showCalled } from '../calledview.js';
import { say } from '../frame.js';
import { icon } from '../icons.js';
import { named, t } from '../lang.js';
import { follow } from '../live.js';
import { moneyNote, waitsForMoney } from '../moneynote.js';
import { button, heading, linkButton, notice } from '../parts.js';
import { ageOf } from '../place.js';
import { quiet, ring, soundIsOn, soundOn } from '../ring.js';
import { HERE, OVER } from '../summary.js';
import { ticketCode } from '../ticketcode.js';
import { visitFacts } from '../visitfacts.js';
import { loadVisit } from '../visitload.js';
import { stateView } from '../visitstate.js';
import { byVideo } from '../video.js';
import { Unreachable } from '../api.js';

/** The code comes first where a kiosk is the next step, last while somebody waits. */
const TO_SHOW = ['booked', 'expected', 'missed', 'onleave'], ON = ['waiting', 'staged', 'called'];
const FRESH_MS = 60000; // an alert older than this rings no more

/** The last alert of each visit that this page has rung for, and the calls that were answered. */
const rung = new Map();
const answered = new Set();

/** @param {import('../types.js').Visit} visit */
function lastAlert(visit) {
    return (visit.alerts || []).slice(-1)[0] || null;
}

/** @param {import('../types.js').Visit} visit */
function links(visit) {
    const here = ['#/v', visit.site, visit.id].join('/');
    const open = OVER.indexOf(visit.state) < 0;
    const all = /** @type {string[][]} */ ([
        open && !byVideo(visit) ? ['alerts', 'bell', 'alerts.title'] : null, ['bills', 'bill', 'tile.bills'], ['reports', 'report', 'tile.reports'],
        visit.state === 'booked' ? ['cancel', 'close', 'cancel.door'] : null,
    ].filter(Boolean));
    return h('ul', { class: 'tiles' + (all.length === 3 ? '' : ' two') }, all.map(([to, picture, words]) =>
        h('li', null, h('a', { class: 'tile', href: here + '/' + to }, icon(picture), h('span', null, t(words))))));
}

/** @param {import('../types.js').Visit} visit */
function sound(visit) {
    if (soundIsOn() || HERE.concat('expected').indexOf(visit.state) < 0) {
        return null;
    }
    const place = h('div', { class: 'actions' });
    refill(place, button(t('sound.on'), () => {
        soundOn();
        refill(place, h('p', { class: 'quiet', role: 'status' }, t('sound.is')));
    }, { kind: 'plain', icon: 'bell', id: 'sound' }));
    return place;
}

/** @param {import('../types.js').Visit} visit */
function alarm(visit) {
    const last = lastAlert(visit), name = visit.site + '/' + visit.id;
    const before = rung.get(name);
    const at = last ? last.at : 0;
    rung.set(name, at);
    if (last && at !== before && (before !== undefined || visit.as_of - at < FRESH_MS)) {
        ring(last.kind);
        say(t('ring.' + last.kind), true);
    }
    const call = name + '/' + at;
    if (visit.state === 'called' && !answered.has(call)) {
        showCalled(visit, () => answered.add(call));
    } else if (visit.state !== 'called') {
        closeCalled();
    }
}

/** @param {HTMLElement} root @param {import('../types.js').Visit} visit @param {boolean} live */
function draw(root, visit, live) {
    refill(root,
        live ? null : notice('warn', 'offline', t('net.gone'), h('p', null, t('net.kept'))),
        waitsForMoney(visit) ? null : stateView(visit, live),
        ageOf(visit, live),
        sound(visit),
        moneyNote(visit),
        TO_SHOW.indexOf(visit.state) >= 0 && !waitsForMoney(visit) && !byVideo(visit) ? ticketCode(visit) : null,
        links(visit),
        visitFacts(visit),
        ON.indexOf(visit.state) >= 0 ? ticketCode(visit) : null,
        OVER.indexOf(visit.state) >= 0 && visit.doctor ? h('div', { class: 'actions' },
            linkButton(t('visit.again'), ['#/h', visit.site, 'p', visit.doctor.id].join('/'), { icon: 'calendar' })) : null);
}

/** @param {string} id @param {string} visitId */
export async function screen(id, visitId) {
    let { visit, live } = await loadVisit(id, visitId);
    const root = h('div', null), title = () => visit.number + ' ' + t('state.' + visit.state);
    let ended = false, before = '';
    const show = () => {
        draw(root, visit, live);
        alarm(visit);
        const said = [visit.state, visit.ahead].join('/');
        if (before && said !== before) {
            say(visit.state === 'waiting' && typeof visit.ahead === 'number' ? t('ahead.short', { n: visit.ahead })
                : t('state.' + visit.state));
        }
        before = said;
    };
    const renew = async () => {
        try {
            const next = await loadVisit(id, visitId);
            visit = next.visit;
            live = next.live;
        } catch (fault) {
            live = live && !(fault instanceof Unreachable);
        }
        if (!ended) {
            show();
        }
    };
    show();
    const end = HERE.concat('booked', 'expected').indexOf(visit.state) >= 0 ? follow(id, visitId, renew) : () => {};
    return { title: title(), body: [heading(named(visit.department), named(visit, 'hospital')), root], leave: () => {
        ended = true;
        end();
        closeCalled();
        quiet();
    } };
}
