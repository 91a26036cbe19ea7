// SPDX-License-Identifier: Apache-2.0
// The doctor cannot come: what the hospital offers instead, to choose from.
import { send, site } from '../api.js';
import { h, refill } from '../dom.js';
import { chooseInstead } from '../hold.js';
import { named, t } from '../lang.js';
import { button, heading, linkButton, notice, refusal } from '../parts.js';
import * as router from '../router.js';
import { visitFacts } from '../visitfacts.js';
import { loadVisit } from '../visitload.js';

/** @param {string} id @param {string} visitId */
export async function screen(id, visitId) {
    const { visit } = await loadVisit(id, visitId);
    const wrong = h('div', null), here = ['#/v', id, visitId].join('/');
    const choose = async (choice) => {
        if (choice === 'rebook') {
            chooseInstead(id, visitId, visit.department.code);
            router.go(['#/h', id, 'd', visit.department.code].join('/'));
            return;
        }
        try {
            await send('POST', site(id, 'visits', visitId, 'choice'), { choice });
            router.go(here, true);
        } catch (fault) {
            refill(wrong, refusal(fault));
        }
    };
    const offered = visit.choices || [];
    return { title: t('choice.title'), body: [
        heading(t('choice.title'), t('choice.under', { department: named(visit.department) })),
        visitFacts(visit), wrong,
        offered.length ? h('div', { class: 'actions' }, offered.map((one) => h('div', { class: 'option' },
            button(t('choice.' + one), () => choose(one), { kind: one === 'cancel' ? 'warn' : 'strong', id: 'choice-' + one }),
            h('p', { class: 'small quiet' }, t('choice.' + one + '.text')))))
            : notice('calm', 'check', t('choice.none'), linkButton(t('booked.visit'), here, { kind: 'plain' })),
    ] };
}
