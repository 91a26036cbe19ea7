// SPDX-License-Identifier: Apache-2.0
// What a visit's page says of its fee, where there is something to say.
import { h } from './dom.js';
import { t } from './lang.js';
import { linkButton, notice } from './parts.js';
import { OVER } from './summary.js';

/** A booking that is given up when nobody pays: its code is shown once it is paid. */
export function waitsForMoney(visit) {
    return visit.fee_state === 'unpaid' && OVER.indexOf(visit.state) < 0;
}

/** @param {import('./types.js').Visit} visit */
export function moneyNote(visit) {
    const here = ['#/v', visit.site, visit.id].join('/');
    const toBill = linkButton(t('money.see'), here + '/bills', { kind: 'plain', icon: 'bill', id: 'see-bill' });
    if (waitsForMoney(visit)) {
        return notice('warn', 'bill', t('money.unpaid'), h('p', null, t('money.unpaid.text')),
            linkButton(t('money.pay'), here + '/pay', { id: 'pay-now' }));
    }
    if (visit.fee_state === 'paid' && visit.state === 'booked') {
        return notice('good', 'check', t('money.paid'), h('p', null, t('money.paid.text')));
    }
    if (visit.fee_state === 'owed' || visit.fee_state === 'returned') {
        return notice('calm', 'bill', t('money.back'), h('p', null, t('money.back.text')), toBill);
    }
    return visit.fee_state === 'lapsed' ? notice('calm', 'info', t('money.lapsed'), h('p', null, t('money.lapsed.text')), toBill) : null;
}
