// SPDX-License-Identifier: Apache-2.0
// For whoever was here before: the same doctor's next free time, one tap from confirming.
import { get, site } from './api.js';
import { h } from './dom.js';
import { money } from './format.js';
import { icon } from './icons.js';
import { named, t } from './lang.js';
import { dayAndBand } from './parts.js';
import { sessionsOf } from './sessions.js';
import { freeBands } from './slots.js';

/** @param {import('./types.js').Visit[]} visits */
export async function offer(visits) {
    const last = visits.filter((one) => one.doctor && one.session).slice(-1)[0];
    if (!last || !last.doctor) {
        return null;
    }
    const doctor = await get(site(last.site, 'practitioners', last.doctor.id));
    const taken = visits.filter((one) => one.department.code === last.department.code && one.state === 'booked')
        .map((one) => one.day);
    const session = doctor.sessions.find((one) => one.state === 'open' && one.free > 0 && taken.indexOf(one.day) < 0);
    if (!session) {
        return null;
    }
    const said = await sessionsOf(last.site, session.day, last.department.code);
    const full = said.sessions.find((one) => one.id === session.id);
    const band = full && freeBands(full)[0];
    return band ? h('a', { class: 'again', id: 'again',
        href: ['#/h', last.site, 'c', session.day, session.id, band.band].join('/') },
    icon('calendar'), h('span', { class: 'row-words' },
        h('span', { class: 'row-more' }, t('again')),
        h('span', { class: 'row-name' }, named(doctor) + ' · ' + money(session.fee_fen)),
        h('span', { class: 'row-time' }, dayAndBand(session.day, band.band, band.end))), icon('next')) : null;
}
