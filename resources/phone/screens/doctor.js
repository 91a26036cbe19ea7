// SPDX-License-Identifier: Apache-2.0
// A doctor: title, department, the days on which they see patients, the fees. From here straight to a time.
import { get, site } from '../api.js';
import { h, refill } from '../dom.js';
import { dayWords, money, span } from '../format.js';
import { icon } from '../icons.js';
import { named, t } from '../lang.js';
import { facts, heading, list, notice, refusal } from '../parts.js';
import { sessionsOf } from '../sessions.js';
import { freeBands } from '../slots.js';
import { byVideo } from '../video.js';

/**
 * Opens a session's bands under it, or closes them.
 * @param {string} id @param {any} doctor @param {import('../types.js').Session} session @param {HTMLElement} below
 */
async function open(id, doctor, session, below) {
    try {
        const said = await sessionsOf(id, session.day, doctor.department.code);
        const full = said.sessions.find((one) => one.id === session.id);
        const bands = full ? freeBands(full) : [];
        refill(below, bands.length ? h('ul', { class: 'bands' }, bands.map((one) => h('li', null,
            h('a', { class: 'band', href: ['#/h', id, 'c', session.day, session.id, one.band].join('/') },
                h('span', { class: 'band-time' }, span(one.band, one.end)),
                h('span', { class: 'band-free' }, t('band.free', { n: one.free }))))))
            : h('p', { class: 'quiet' }, t('doctors.none')));
    } catch (fault) {
        refill(below, refusal(fault));
    }
}

/** @param {string} id @param {any} doctor @param {any} session one of the doctor's page */
function sessionRow(id, doctor, session) {
    const words = h('span', { class: 'row-words' },
        h('span', { class: 'row-name' }, h('span', null, dayWords(session.day) + ' ' + t('half.' + session.half)),
            h('span', { class: 'fee' }, money(session.fee_fen))),
        h('span', { class: 'row-more' }, h('span', null, span(session.start, session.end)),
            h('span', null, session.state === 'open' ? t('band.free', { n: session.free })
                : t('day.' + session.state + '.short'))),
        byVideo(session) ? h('span', { class: 'mark' }, t('video')) : null,
        session.special ? h('span', { class: 'mark' }, t('special')) : null);
    if (session.state !== 'open') {
        return h('div', { class: 'row off' }, words);
    }
    const below = h('div', { class: 'below' });
    const head = h('button', { type: 'button', class: 'row', 'aria-expanded': 'false' }, words, icon('next'));
    head.addEventListener('click', () => {
        const wasOpen = head.getAttribute('aria-expanded') === 'true';
        head.setAttribute('aria-expanded', wasOpen ? 'false' : 'true');
        if (wasOpen) {
            refill(below);
        } else {
            open(id, doctor, session, below);
        }
    });
    return h('div', null, head, below);
}

/** @param {string} id @param {string} doctorId */
export async function screen(id, doctorId) {
    const doctor = await get(site(id, 'practitioners', doctorId));
    const fees = doctor.sessions.map((one) => one.fee_fen).filter((fen, at, all) => all.indexOf(fen) === at)
        .sort((a, b) => a - b);
    const department = h('a', { href: ['#/h', id, 'd', doctor.department.code].join('/') }, named(doctor.department));
    return { title: named(doctor), body: [
        heading(named(doctor), named(doctor, 'title')),
        facts([[t('fact.department'), department],
            fees.length ? [t('fact.fee'), fees.map(money).join(' / ')] : null]),
        doctor.note === 'weekend-only' ? notice('calm', 'info', t('doctor.weekend')) : null,
        h('h2', null, t('doctor.sessions')),
        doctor.sessions.length ? list(doctor.sessions.map((one) => sessionRow(id, doctor, one)))
            : h('p', { class: 'quiet' }, t('doctor.none')),
    ] };
}
