// SPDX-License-Identifier: Apache-2.0
// Places on waiting lists that this phone asked for, and what has become of them.
import { get, Refusal, site } from './api.js';
import { dayWords } from './format.js';
import { adopt } from './hold.js';
import * as keep from './keep.js';
import { t } from './lang.js';
import { button, notice } from './parts.js';
import * as router from './router.js';
import { h } from './dom.js';

const OPEN = ['waiting', 'offered'];
const MOST = 10;

/** @param {{site: string, id: string, day: number, words: string}} wait `words`: what it is for; nobody's name */
export function keepWait(wait) {
    keep.write('waits', [wait].concat(kept()).slice(0, MOST));
}

/** @returns {any[]} */
function kept() {
    const list = keep.read('waits', []);
    return Array.isArray(list) ? list : [];
}

/** @param {any} wait @param {any} said */
function view(wait, said) {
    const title = wait.words + ' · ' + dayWords(wait.day);
    return said.state === 'offered' && said.hold
        ? notice('good', 'check', title, h('p', null, t('waitlist.offered')),
            button(t('draw.go'), () => router.go(adopt(wait.site, said.hold)), { id: 'offer' }))
        : notice('calm', 'wait', title, h('p', null, t('waitlist.place', { n: said.place || (said.ahead || 0) + 1 })));
}

/** Those that are still open, as the registry has them. */
export async function waitViews() {
    const asked = await Promise.all(kept().map((wait) => get(site(wait.site, 'waitlist', wait.id)).then(
        (said) => ({ wait, said }),
        (fault) => ({ wait, said: { state: fault instanceof Refusal ? 'left' : 'unheard' } }))));
    const on = asked.filter((one) => OPEN.indexOf(one.said.state) >= 0 || one.said.state === 'unheard');
    keep.write('waits', on.map((one) => one.wait));
    return on.filter((one) => one.said.state !== 'unheard').map((one) => view(one.wait, one.said));
}
