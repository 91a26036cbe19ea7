// SPDX-License-Identifier: Apache-2.0
// Who, where, when, how much: all of it before the one button, and the one place where identity is asked.
import { Refusal, get, newKey, send, site } from '../api.js';
import * as clock from '../clock.js';
import { h, refill } from '../dom.js';
import { radios, tick } from '../fields.js';
import { hm, moment, money } from '../format.js';
import * as holds from '../hold.js';
import { lang, named, t } from '../lang.js';
import { me } from '../me.js';
import { button, dayAndBand, facts, heading, linkButton, notice, refusal } from '../parts.js';
import { wallets } from '../payment.js';
import * as router from '../router.js';
import { sessionNamed } from '../sessions.js';
import { bandEnd, special } from '../slots.js';
import { byVideo } from '../video.js';
import { forgetDraft, wantGuardian, whoFor } from '../whofor.js';
import { choose } from './pay.js';

/** Refusals after which the held slot is of no more use. */
const LOST = ['hold-expired', 'unknown-hold', 'session-over', 'session-stopped', 'session-closed', 'booking-off'];

/** Whether the message is wanted, of this booking alone: off. */
let sms = false;
/** How it is paid, of this booking alone: at the window unless a wallet is chosen. */
let way = 'window';

/** @param {import('../types.js').Session} session @param {any} policy @param {HTMLElement} place */
function fees(session, policy, place) {
    const extra = sms ? policy.sms_fen : 0;
    refill(place, h('dl', { class: 'bill' },
        h('div', null, h('dt', null, t('fee.registration')), h('dd', null, money(session.amount_fen))),
        extra ? h('div', null, h('dt', null, t('fee.sms')), h('dd', null, money(extra))) : null,
        h('div', { class: 'total' }, h('dt', null, t('fee.total')), h('dd', null, money(session.amount_fen + extra)))),
    h('p', { class: 'small quiet' }, t(way !== 'window' ? 'fee.now' : byVideo(session) ? 'fee.video' : 'fee.window')));
}

/** @param {import('../types.js').Session} session */
function where(session) {
    return byVideo(session) ? t('video.place') : session.zone ? t('zone', { zone: session.zone }) : '';
}

/** Until when it can be given back, which for a visit of the next half hour is over already. */
function untilWhen(session, band, policy) {
    const last = Math.max(0, band - policy.cancel_lead_minutes), here = clock.local(clock.now());
    const over = here.day === session.day && here.minute >= last;
    return t(over ? 'confirm.cancel.over' : 'confirm.cancel', { time: hm(last) });
}

/** @param {import('../types.js').Session} session @param {number} band @param {any} hospital */
function what(session, band, hospital) {
    return facts([
        [t('fact.doctor'), [named(session), h('span', { class: 'quiet' }, ' ' + named(session, 'title')),
            special(session) ? h('span', { class: 'mark' }, t('special')) : null]],
        [t('fact.department'), named(session, 'department')],
        [t('fact.when'), h('strong', null, dayAndBand(session.day, band, bandEnd(session, band)))],
        [t('fact.where'), [named(hospital), h('br'), h('strong', null, where(session))]],
    ]);
}

/** @param {string} id @param {any} fault @param {{department: string, day: number}} session */
function lost(id, fault, session) {
    return { title: t('confirm.title'), body: [heading(t('confirm.lost')), refusal(fault), h('div', { class: 'actions' },
        linkButton(t('doctors.other'), ['#/h', id, 'd', session.department].join('/')),
        fault.problem && fault.problem.waitlist ? linkButton(t('waitlist.join'),
            ['#/h', id, 'w', session.day, session.department].join('/'), { kind: 'plain', icon: 'wait' }) : null)] };
}

/**
 * Books once, however often the button is pressed or the answer is lost.
 * @param {string} id @param {any} held @param {any} who
 */
async function book(id, held, who) {
    const wish = Object.assign({ hold: held.said.hold, sms, lang: lang(), pay: way === 'window' ? 'window' : 'now' }, who);
    const said = await send('POST', site(id, 'bookings'), wish, held.key);
    if (way !== 'window') {
        choose(said.id, way);
    }
    const next = ['#/v', id, said.id, way === 'window' ? 'booked' : 'pay'].join('/');
    holds.done();
    forgetDraft();
    sms = false;
    way = 'window';
    return next;
}

/**
 * The wallets that are open, and the window; nothing where only the window is.
 * @param {string[]} open @param {boolean} atWindow whether its patient comes by one @param {() => void} changed
 */
function howToPay(open, atWindow, changed) {
    if (open.length === 0) {
        way = 'window';
        return null;
    }
    const all = atWindow ? open.concat('window') : open;
    way = all.indexOf(way) >= 0 ? way : all[all.length - 1];
    const words = (one) => [one, h('span', null, one === 'window' ? t('how.window') : t('how.now', { wallet: t('wallet.' + one) }))];
    const node = radios(t('how'), /** @type {any} */ (all.map(words)), way, (value) => {
        way = value;
        changed();
    });
    node.classList.add('pay-how');
    return node;
}

/** @param {string} id @param {string} day @param {string} sessionId @param {string} bandText */
export async function screen(id, day, sessionId, bandText) {
    const mine = location.hash, band = Number(bandText);
    const [hospital, session, holder, open] = await Promise.all([get(site(id)), sessionNamed(id, day, sessionId), me(), wallets(id)]);
    if (!session) {
        return lost(id, new Refusal(404, { code: 'unknown-session' }, 0), { department: '', day: Number(day) });
    }
    /** @type {any} */
    let held;
    try {
        held = await holds.hold(id, session, band);
    } catch (fault) {
        return lost(id, fault, session);
    }
    if (held.said.draw) {
        router.go(['#/h', id, 'l', held.said.draw].join('/'), true);
        return { title: t('draw.title'), body: [] };
    }
    const who = held.instead ? { node: notice('calm', 'calendar', t('confirm.instead')), read: () => ({}) }
        : whoFor(holder.patients);
    const wrong = h('div', null), bill = h('div', null);
    const confirmed = h('span', null);
    const renewed = () => {
        fees(session, hospital.policy, bill);
        refill(confirmed, t(way === 'window' ? 'confirm.do' : 'confirm.pay', { amount: money(session.amount_fen + (sms ? hospital.policy.sms_fen : 0)) }));
    };
    const how = howToPay(held.instead || session.amount_fen === 0 ? [] : open, !byVideo(session), renewed);
    renewed();
    let busy = false;
    const press = async () => {
        const chosen = busy ? null : who.read();
        if (!chosen) {
            return;
        }
        busy = true;
        refill(wrong, h('p', { class: 'quiet', role: 'status' }, t('confirm.busy')));
        try {
            router.go(await book(id, held, chosen), true);
        } catch (fault) {
            busy = false;
            held.key = fault instanceof Refusal ? newKey() : held.key;
            const code = fault instanceof Refusal ? fault.code : '';
            if (code === 'guardian-needed') {
                wantGuardian();
                router.show();
                return;
            }
            if (LOST.indexOf(code) >= 0) {
                holds.done();
            }
            refill(wrong, refusal(fault, LOST.indexOf(code) >= 0
                ? linkButton(t('doctors.other'), ['#/h', id, 'd', session.department].join('/'), { kind: 'plain' }) : null));
        }
    };
    return { title: t('confirm.title'), leave: () => (location.hash === mine ? null : holds.letGo()), body: [
        heading(t('confirm.title')),
        what(session, band, hospital), bill,
        typeof hospital.policy.sms_fen === 'number' ? tick(t('sms', { fee: money(hospital.policy.sms_fen) }), sms, (on) => {
            sms = on;
            renewed();
        }, t('sms.hint')) : null,
        who.node,
        how,
        h('p', { class: 'small quiet' }, t('confirm.privacy')),
        notice('calm', 'clock', t('confirm.kept', { time: moment(held.said.expires_at) }),
            h('p', null, untilWhen(session, band, hospital.policy))),
        wrong,
        h('div', { class: 'actions' }, button(confirmed, press, { id: 'book' })),
    ] };
}
