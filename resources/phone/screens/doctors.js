// SPDX-License-Identifier: Apache-2.0
// Who has time in the chosen band, each with the fee. In the hospital's order; nothing is chosen beforehand.
import { ageLine, useless } from '../age.js';
import { h, refill } from '../dom.js';
import { choice } from '../fields.js';
import { dayWords, hm, money } from '../format.js';
import { named, t } from '../lang.js';
import { heading, linkButton, list, notice, row } from '../parts.js';
import * as router from '../router.js';
import { sessionsOf } from '../sessions.js';
import { doctorsIn, freeBands, special } from '../slots.js';
import { byVideo } from '../video.js';

const ORDERS = ['hospital', 'fee'];

/** @param {string} id @param {number} band @param {import('../types.js').Session} session */
function doctorRow(id, band, session) {
    const free = freeBands(session).filter((one) => one.band === band)[0].free;
    return row(['#/h', id, 'c', session.day, session.id, band].join('/'),
        h('span', { class: 'row-name' }, h('span', null, named(session)), h('span', { class: 'fee' }, money(session.amount_fen))),
        h('span', { class: 'row-more' }, h('span', null, named(session, 'title')),
            h('span', null, t('band.free', { n: free }))),
        byVideo(session) ? h('span', { class: 'mark' }, t('video')) : null,
        special(session) ? h('span', { class: 'mark' }, t('special')) : null);
}

/** @param {string} id @param {string} code @param {string} day @param {string} band */
export async function screen(id, code, day, band) {
    const said = await sessionsOf(id, day, code);
    const found = doctorsIn(said.sessions, Number(band));
    const rows = h('div', null);
    /** @param {string} order */
    const show = (order) => refill(rows, list(found.slice()
        .sort((a, b) => (order === 'fee' ? a.amount_fen - b.amount_fen : 0)).map((one) => doctorRow(id, Number(band), one))));
    show(ORDERS[0]);
    const age = ageLine(said.as_of, () => router.show());
    rows.addEventListener('click', (event) => {
        if (useless(said.as_of)) { // what is that old is asked for again, not booked from
            event.preventDefault();
            router.show();
        }
    });
    return { title: t('doctors.title'), leave: age.leave, body: [
        heading(t('doctors.title'), dayWords(Number(day)) + ' ' + hm(Number(band))),
        found.length ? [found.length > 1 ? choice(t('order'), ORDERS.map((one) => [one, t('order.' + one)]), ORDERS[0], show)
            : null, rows, age.node]
            : [notice('calm', 'calendar', t('doctors.none'), h('p', null, t('doctors.none.text'))),
                linkButton(t('doctors.other'), ['#/h', id, 'd', code].join('/'))],
    ] };
}
