// SPDX-License-Identifier: Apache-2.0
// What is to pay for a visit, line by line, and where.
import { get, site } from '../api.js';
import { h } from '../dom.js';
import { money } from '../format.js';
import { named, t } from '../lang.js';
import { heading, notice } from '../parts.js';

/** @param {any} bill */
function billView(bill) {
    const line = (one) => h('div', null, h('dt', null, named(one, 'label')), h('dd', null, money(one.fen)));
    return h('section', { class: 'card' },
        h('dl', { class: 'bill' }, bill.lines.map(line),
            h('div', { class: 'total' }, h('dt', null, t('fee.total')), h('dd', null, money(bill.total_fen)))),
        h('p', { class: 'mark' }, t('bill.' + bill.state)),
        h('p', { class: 'small' }, named(bill, 'pay')));
}

/** @param {string} id @param {string} visitId */
export async function screen(id, visitId) {
    const { bills } = await get(site(id, 'visits', visitId, 'bills'));
    return { title: t('tile.bills'), body: [heading(t('tile.bills')),
        bills.length ? bills.map(billView) : notice('calm', 'bill', t('bills.none'))] };
}
