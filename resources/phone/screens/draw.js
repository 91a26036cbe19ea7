// SPDX-License-Identifier: Apache-2.0
// Many want these numbers in the same minute: they are drawn by lot, and nobody gains by being quick.
import { get, site } from '../api.js';
import { h, refill } from '../dom.js';
import { moment } from '../format.js';
import { adopt } from '../hold.js';
import { t } from '../lang.js';
import { button, heading, linkButton, notice, refusal } from '../parts.js';
import * as router from '../router.js';

const ASK_MS = 3000;

/** @param {string} id @param {any} said */
function outcome(id, said) {
    if (said.state === 'won') {
        return [notice('good', 'check', t('draw.won')),
            button(t('draw.go'), () => router.go(adopt(id, said.hold), true), { id: 'confirm-draw' })];
    }
    return said.state === 'lost' ? [notice('calm', 'info', t('draw.lost'), h('p', null, t('draw.lost.text'))),
        linkButton(t('nav.home'), '#/', { kind: 'plain' })]
        : notice('calm', 'wait', t('draw.waiting', { time: moment(said.drawn_at) }), h('p', null, t('draw.waiting.text')));
}

/** @param {string} id @param {string} draw */
export async function screen(id, draw) {
    const place = h('div', { 'aria-live': 'polite' });
    /** @type {any} */
    let timer = 0;
    const look = async () => {
        try {
            const said = await get(site(id, 'draws', draw));
            refill(place, outcome(id, said));
            if (said.state === 'waiting') {
                timer = setTimeout(look, ASK_MS);
            }
        } catch (fault) {
            refill(place, refusal(fault));
        }
    };
    await look();
    return { title: t('draw.title'), body: [heading(t('draw.title')), place], leave: () => clearTimeout(timer) };
}
