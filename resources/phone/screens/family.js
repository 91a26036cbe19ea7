// SPDX-License-Identifier: Apache-2.0
// The people whom this phone books for. Shown masked; removing one removes no visit.
import { send } from '../api.js';
import { h, refill } from '../dom.js';
import { t } from '../lang.js';
import { me } from '../me.js';
import { button, heading, linkButton, notice, refusal } from '../parts.js';
import * as router from '../router.js';
import { forgetDraft, oneMore, patientWords } from '../whofor.js';

/** @param {any} patient @param {HTMLElement} wrong */
function patientRow(patient, wrong) {
    const place = h('span', null);
    const sure = () => refill(place, button(t('family.remove.sure'), async () => {
        try {
            await send('DELETE', '/v1/me/patients/' + encodeURIComponent(patient.id));
            router.show();
        } catch (fault) {
            refill(wrong, refusal(fault));
        }
    }, { kind: 'warn' }));
    refill(place, button(t('family.remove'), sure, { kind: 'quiet' }));
    return h('li', { class: 'person' }, h('span', null, patientWords(patient)), place);
}

export async function screen() {
    const holder = await me(), wrong = h('div', null);
    const form = h('div', null), door = h('div', { class: 'actions' });
    const add = () => {
        const who = oneMore(holder.patients);
        refill(door);
        refill(form, who.node, h('div', { class: 'actions' }, button(t('family.add'), async () => {
            const typed = who.read();
            if (!typed) {
                return;
            }
            try {
                await send('POST', '/v1/me/patients', { person: typed.person, relation: typed.relation });
                forgetDraft();
                router.show();
            } catch (fault) {
                refill(wrong, refusal(fault));
            }
        }, { id: 'add-person' })));
    };
    refill(door, button(t('family.new'), add, { kind: 'plain' }));
    return { title: t('family.title'), leave: forgetDraft, body: [heading(t('family.title'), t('family.under')),
        holder.patients.length ? h('ul', { class: 'list' }, holder.patients.map((one) => patientRow(one, wrong)))
            : notice('calm', 'person', t('family.none')),
        wrong, form, door,
        h('div', { class: 'actions' }, linkButton(t('consents.title'), '#/consents', { kind: 'plain', id: 'consents-door' }),
            linkButton(t('nav.home'), '#/', { kind: 'quiet' }))] };
}
