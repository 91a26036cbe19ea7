// SPDX-License-Identifier: Apache-2.0
// What a visit's page says at its top in each state, and what to do in it.
import { h } from './dom.js';
import { hm } from './format.js';
import { t } from './lang.js';
import { linkButton, notice } from './parts.js';
import { waiting } from './place.js';
import { place } from './visitfacts.js';
import { byVideo, wayIn } from './video.js';

/** @param {string[]} keys @param {any} values */
function steps(keys, values) {
    if (keys.length === 1) {
        return h('p', null, t(keys[0], values));
    }
    return h('ol', { class: 'steps' }, keys.map((key) => h('li', null, t(key, values))));
}

/** @type {Object<string, 'calm'|'warn'|'good'>} */
const KINDS = { staged: 'good', called: 'good', joined: 'good', missed: 'warn', stopped: 'warn', noshow: 'warn' };
/** @type {Object<string, string>} */
const ICONS = { booked: 'calendar', expected: 'clock', staged: 'bell', called: 'bell', missed: 'alert', onleave: 'wait',
    joined: 'video', finished: 'check', noshow: 'info', cancelled: 'close', stopped: 'alert' };
/** @type {Object<string, string[]>} */
const STEPS = { booked: ['do.booked.1', 'do.booked.2', 'do.booked.3'], expected: ['do.expected.1', 'do.expected.2'],
    missed: ['do.missed.1', 'do.missed.2', 'do.missed.3'], onleave: ['do.onleave.1', 'do.onleave.2'], staged: ['do.staged.1'],
    called: ['do.called.1'], joined: ['do.joined.1'] };
const BY_VIDEO = ['do.video.1', 'do.video.2', 'do.video.3'];

/**
 * @param {import('./types.js').Visit} visit
 * @param {boolean} live
 */
export function stateView(visit, live) {
    if (visit.state === 'waiting') {
        return waiting(visit, live);
    }
    const values = { zone: visit.zone, room: visit.room, opens: hm(visit.opens), latest: hm(visit.latest), band: hm(visit.band),
        place: place(visit) };
    const todo = byVideo(visit) && visit.state === 'booked' ? BY_VIDEO : STEPS[visit.state];
    const here = ['#/v', visit.site, visit.id].join('/');
    return h('section', { class: 'place ' + visit.state, 'aria-label': t('place') },
        h('p', { class: 'number', id: 'number' }, visit.number),
        notice(KINDS[visit.state] || 'calm', ICONS[visit.state] || 'info', t('say.' + visit.state, values),
            todo ? steps(todo, values) : null,
            visit.state === 'stopped' && visit.choices ? linkButton(t('choice.door'), here + '/choice') : null),
        byVideo(visit) ? wayIn(visit) : null);
}
