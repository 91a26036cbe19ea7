// SPDX-License-Identifier: Apache-2.0
// The place in the queue: how many are before, when the call may come, and why somebody went first.
import * as clock from './clock.js';
import { h } from './dom.js';
import { moment, span, timeOf } from './format.js';
import { icon } from './icons.js';
import { has, t } from './lang.js';
import { LABEL_MS } from './slots.js';

const SHOWN = 3; // of those who went first

/** @param {import('./types.js').Visit} visit @param {boolean} old */
function range(visit, old) {
    if (old || typeof visit.from !== 'number' || typeof visit.to !== 'number') {
        const why = old ? 'stale' : visit.why || 'no-history';
        return h('p', { class: 'range none' }, t('why.' + why));
    }
    return h('p', { class: 'range', id: 'range' }, t('range'), ' ', h('strong', null, span(visit.from, visit.to)));
}

/** @param {any} one */
function passedWords(one) {
    const key = 'passed.' + String(one.reason).split(':')[0];
    return t(has(key) ? key : 'passed.other', { time: moment(one.at) });
}

/** @param {import('./types.js').Visit} visit */
function passed(visit) {
    const those = (visit.passed_by || []).slice(-SHOWN);
    return those.length ? h('div', { class: 'passed' }, h('h3', null, t('passed')),
        h('ul', null, those.map((one) => h('li', null, passedWords(one))))) : null;
}

/**
 * How old all this is; always there.
 * @param {import('./types.js').Visit} visit
 * @param {boolean} live the registry answered
 */
export function ageOf(visit, live) {
    const old = !live || clock.now() - visit.as_of > LABEL_MS;
    return h('p', { class: 'as-of' + (old ? ' old' : ''), id: 'as-of' }, icon(old ? 'offline' : 'check'),
        h('span', null, t(live ? 'as-of' : 'as-of.gone', { time: timeOf(visit.as_of) })));
}

/** @param {import('./types.js').Visit} visit */
export function isOld(visit, live) {
    return !live || clock.now() - visit.as_of > LABEL_MS;
}

/** @param {import('./types.js').Visit} visit @param {boolean} live */
export function waiting(visit, live) {
    const known = typeof visit.ahead === 'number';
    return h('section', { class: 'place ' + visit.state, 'aria-label': t('place') },
        h('p', { class: 'number', id: 'number' }, visit.number),
        known ? h('p', { class: 'ahead', id: 'ahead' }, visit.ahead === 0 ? h('strong', null, t('ahead.next'))
            : [t('ahead.before'), ' ', h('strong', null, visit.ahead), ' ', t('ahead.after')]) : null,
        range(visit, isOld(visit, live)),
        h('p', { class: 'not-yet' }, t('not-yet')),
        passed(visit));
}
