// SPDX-License-Identifier: Apache-2.0
// A visit by video: the button in place of the code, which fetches the way in when its time has come.
import { send, site } from './api.js';
import * as clock from './clock.js';
import { h, refill } from './dom.js';
import { t } from './lang.js';
import { button, refusal } from './parts.js';

/** @param {{class?: string}} one a visit or a session */
export function byVideo(one) {
    return one.class === 'VR';
}

/** @param {import('./types.js').Visit} visit */
export function wayIn(visit) {
    if (['booked', 'joined'].indexOf(visit.state) < 0 || visit.day !== clock.today()) {
        return null;
    }
    const wrong = h('div', null);
    let busy = false;
    const press = async () => {
        if (busy) {
            return;
        }
        busy = true;
        refill(wrong, h('p', { class: 'quiet', role: 'status' }, t('video.busy')));
        try {
            const said = await send('POST', site(visit.site, 'visits', visit.id, 'join'), {});
            if (said.link.indexOf('https://') === 0) { // nothing else is a way to another page
                location.assign(said.link);
            }
            refill(wrong);
        } catch (fault) {
            refill(wrong, refusal(fault));
        }
        busy = false;
    };
    return h('div', { class: 'actions' },
        button(t(visit.state === 'joined' ? 'video.again' : 'video.join'), press, { id: 'join', icon: 'video' }), wrong);
}
