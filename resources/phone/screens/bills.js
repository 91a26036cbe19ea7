// SPDX-License-Identifier: Apache-2.0
// What is to pay for a visit, line by line, and where; what was paid, and what goes back, as the registry says it now.
import { get, site } from '../api.js';
import { h, refill } from '../dom.js';
import { moment } from '../format.js';
import { named, t } from '../lang.js';
import { heading, linkButton, notice } from '../parts.js';
import { ASK_MS, wallets } from '../payment.js';
import { feeLines } from '../payview.js';

/** @type {Object<string, string>} */
const MARKS = { paid: ' final', refunded: ' final', unpaid: '', paying: ' partial', refunding: ' partial', staff: ' partial' };

/** States of a bill that change by themselves. */
const GOING = ['paying', 'refunding'];

/**
 * @param {string} id @param {string} visitId @param {any} bill
 * @param {boolean} open whether some wallet can be paid with now
 */
function billView(id, visitId, bill, open) {
    const payment = bill.payment, state = bill.state;
    const begun = payment && (state !== 'unpaid');
    const here = ['#/v', id, visitId].join('/');
    return h('section', { class: 'card' },
        feeLines(bill.lines, bill.total_fen),
        h('p', { class: 'mark' + (MARKS[state] || ''), id: 'bill-state' }, t('bill.' + state)),
        h('p', { class: 'small' }, named(bill, 'pay')),
        begun && payment.paid_at ? h('p', { class: 'small' }, t('bill.paid.at', { time: moment(payment.paid_at), wallet: t('wallet.' + (payment.channel || '').slice(0, 6)) })) : null,
        begun ? h('p', { class: 'reference' }, t('pay.reference') + ' ', h('strong', { id: 'reference' }, payment.reference)) : null,
        (state === 'unpaid' && open) || state === 'paying' ? h('div', { class: 'actions' }, linkButton(t('money.pay'), here + '/pay', { kind: 'plain', id: 'pay-now' })) : null);
}

/** @param {string} id @param {string} visitId */
export async function screen(id, visitId) {
    const ask = async () => (await get(site(id, 'visits', visitId, 'bills'))).bills;
    const root = h('div', null);
    const open = (await wallets(id)).length > 0;
    let bills = await ask(), before = '';
    const show = () => {
        const now = JSON.stringify(bills.map((one) => [one.state, one.payment && one.payment.state]));
        if (now !== before) {
            before = now;
            refill(root, bills.length ? bills.map((one) => billView(id, visitId, one, open)) : notice('calm', 'bill', t('bills.none')));
        }
    };
    show();
    const timer = setInterval(async () => {
        if (!document.hidden && bills.some((one) => GOING.indexOf(one.state) >= 0)) {
            bills = await ask().catch(() => bills); // what was heard last stays until the next
            show();
        }
    }, ASK_MS);
    return { title: t('tile.bills'), body: [heading(t('tile.bills')), root], leave: () => clearInterval(timer) };
}
