// SPDX-License-Identifier: Apache-2.0
// Give a booking back. As easy to find as booking, and asked once.
import { send, site } from '../api.js';
import { h, refill } from '../dom.js';
import { money } from '../format.js';
import { t } from '../lang.js';
import { button, heading, linkButton, notice, refusal } from '../parts.js';
import * as router from '../router.js';
import { visitFacts } from '../visitfacts.js';
import { loadVisit } from '../visitload.js';

/** @param {any} visit @returns {number} fen */
function total(visit) {
    return (visit.lines || []).reduce((sum, one) => sum + one.fen, 0);
}

/** @param {string} id @param {string} visitId */
export async function screen(id, visitId) {
    const { visit } = await loadVisit(id, visitId);
    const wrong = h('div', null), here = ['#/v', id, visitId].join('/');
    const press = async () => {
        try {
            await send('DELETE', site(id, 'bookings', visitId));
            router.go(here, true);
        } catch (fault) {
            refill(wrong, refusal(fault));
        }
    };
    return { title: t('cancel.title'), body: [heading(t('cancel.title'), t('cancel.under')),
        visit.fee_state === 'paid' ? notice('calm', 'bill', t('cancel.paid', { amount: money(total(visit)) }), h('p', null, t('cancel.paid.text'))) : null,
        visitFacts(visit), wrong,
        h('div', { class: 'actions' }, button(t('cancel.do'), press, { kind: 'warn', id: 'cancel' }),
            linkButton(t('cancel.keep'), here, { kind: 'plain' }))] };
}
