// SPDX-License-Identifier: Apache-2.0
// Called: the whole screen says so, until somebody says that they are on their way.
import { h } from './dom.js';
import { icon } from './icons.js';
import { t } from './lang.js';
import { button } from './parts.js';
import { quiet } from './ring.js';
import { place } from './visitfacts.js';

/** @type {HTMLElement|null} */
let shown = null;

export function closeCalled() {
    if (shown) {
        shown.remove();
        shown = null;
        document.body.classList.remove('covered');
        quiet();
    }
}

/**
 * @param {import('./types.js').Visit} visit
 * @param {() => void} onWay
 */
export function showCalled(visit, onWay) {
    if (shown) {
        return;
    }
    shown = h('div', { class: 'called-view', role: 'alertdialog', 'aria-modal': 'true', 'aria-labelledby': 'called-title',
        'aria-describedby': 'called-where', id: 'called' },
    icon('bell'),
    h('p', { class: 'called-number' }, visit.number),
    h('h2', { id: 'called-title', tabindex: '-1' }, t('called.title')),
    h('p', { class: 'called-where', id: 'called-where' }, visit.room ? t('called.room', { room: visit.room }) : t('called.desk'),
        h('span', { class: 'called-place' }, place(visit))),
    button(t('called.going'), () => {
        closeCalled();
        onWay();
    }, { id: 'going' }));
    document.body.appendChild(shown);
    document.body.classList.add('covered');
    const first = /** @type {HTMLElement} */ (shown.querySelector('button'));
    first.focus();
}
