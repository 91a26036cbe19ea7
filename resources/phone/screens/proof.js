// SPDX-License-Identifier: Apache-2.0
// Prove a phone number by a code that is sent to it; then the visits booked with it are here.
import { send } from '../api.js';
import { h, refill } from '../dom.js';
import { faultWords, field } from '../fields.js';
import { phoneFault, tidyPhone } from '../identity.js';
import { lang, t } from '../lang.js';
import { button, heading, refusal } from '../parts.js';
import * as router from '../router.js';

/** @param {HTMLElement} place @param {string} proof */
function askCode(place, proof) {
    const wrong = h('div', null);
    const code = field(t('proof.code'), { max: 6, mode: 'numeric', name: 'code', autocomplete: 'one-time-code',
        hint: t('proof.code.hint') });
    const press = async () => {
        const good = /^\d{6}$/.test(code.value());
        code.complain(good ? '' : t('proof.code.wrong'));
        if (!good) {
            code.focus();
            return;
        }
        try {
            await send('POST', '/v1/proofs/' + encodeURIComponent(proof), { code: code.value() });
            router.go('#/visits', true);
        } catch (fault) {
            refill(wrong, refusal(fault));
        }
    };
    refill(place, code.node, wrong, h('div', { class: 'actions' }, button(t('proof.check'), press, { id: 'check-code' })));
    code.focus();
}

export async function screen() {
    const place = h('div', { 'aria-live': 'polite' }), wrong = h('div', null);
    const phone = field(t('person.phone'), { max: 20, mode: 'tel', name: 'phone', autocomplete: 'tel' });
    const press = async () => {
        const tidied = tidyPhone(phone.value()), fault = phoneFault(tidied);
        phone.complain(faultWords('person.phone', fault));
        if (fault) {
            phone.focus();
            return;
        }
        try {
            const said = await send('POST', '/v1/proofs', { phone: tidied, lang: lang() });
            refill(wrong);
            askCode(place, said.proof);
        } catch (refused) {
            refill(wrong, refusal(refused));
        }
    };
    return { title: t('proof.title'), body: [heading(t('proof.title'), t('proof.under')), phone.node, wrong,
        h('div', { class: 'actions' }, button(t('proof.send'), press, { id: 'send-code' })), place] };
}
