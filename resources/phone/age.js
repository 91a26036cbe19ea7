// SPDX-License-Identifier: Apache-2.0
// Where free numbers come from and how old they are, said beside them.
import * as clock from './clock.js';
import { h, refill } from './dom.js';
import { timeOf } from './format.js';
import { icon } from './icons.js';
import { t } from './lang.js';
import { button } from './parts.js';
import { LABEL_MS, USELESS_MS } from './slots.js';

const LOOK_MS = 5000;

/**
 * @param {number} asOf UTC ms
 * @param {() => void} renew
 * @returns {{node: HTMLElement, leave: () => void}}
 */
export function ageLine(asOf, renew) {
    const node = h('div', { class: 'age', 'aria-live': 'polite' });
    let said = '';
    const look = () => {
        const age = clock.now() - asOf;
        const state = age >= USELESS_MS ? 'useless' : age >= LABEL_MS ? 'old' : 'fresh';
        if (state === said) {
            return;
        }
        said = state;
        node.setAttribute('data-age', state);
        refill(node, icon(state === 'fresh' ? 'check' : 'clock'), h('p', null, t('age.' + state, { time: timeOf(asOf) })),
            state === 'fresh' ? null : button(t('age.renew'), renew, { kind: 'quiet', icon: 'refresh' }));
    };
    look();
    const timer = setInterval(look, LOOK_MS);
    return { node, leave: () => clearInterval(timer) };
}

/** @param {number} asOf UTC ms */
export function useless(asOf) {
    return clock.now() - asOf >= USELESS_MS;
}
