// SPDX-License-Identifier: Apache-2.0
// A visit in a few words, as a line that opens it.
import * as clock from './clock.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { named, t } from './lang.js';
import { dayAndBand } from './parts.js';

export const OVER = ['finished', 'noshow', 'cancelled'];
/** States in which somebody is on their way through the hospital. */
export const HERE = ['waiting', 'staged', 'called', 'missed', 'onleave'];

/**
 * The visit that matters now: who is in the hospital comes before who will be.
 * @param {import('./types.js').Visit[]} visits the nearest day first
 */
export function nextVisit(visits) {
    const today = clock.today();
    const on = visits.filter((one) => OVER.indexOf(one.state) < 0 && (!today || one.day >= today));
    return on.find((one) => HERE.indexOf(one.state) >= 0) || on[0] || null;
}

/** @param {import('./types.js').Visit} visit */
export function who(visit) {
    const doctor = visit.doctor ? named(visit.doctor) : '';
    return [named(visit.department), doctor].filter(Boolean).join(' · ');
}

/**
 * @param {import('./types.js').Visit} visit
 * @param {string} [part] of the visit's page: `bills`, `reports`
 */
export function summary(visit, part = '') {
    const ahead = typeof visit.ahead === 'number' && visit.state === 'waiting';
    return h('a', { class: 'summary ' + visit.state, href: '#/v/' + visit.site + '/' + visit.id + (part ? '/' + part : '') },
        h('span', { class: 'summary-number' }, visit.number),
        h('span', { class: 'row-words' },
            h('span', { class: 'row-name' }, who(visit)),
            h('span', { class: 'row-time' }, dayAndBand(visit.day, visit.band, visit.band_end || visit.band + 30)),
            h('span', { class: 'state ' + visit.state }, t('state.' + visit.state), visit.fee_state ? ' · ' + t('fee.' + visit.fee_state) : '',
                ahead ? ' · ' + t('ahead.short', { n: Number(visit.ahead) }) : '', visit.masked ? ' · ' + visit.masked : '')),
        icon('next'));
}
