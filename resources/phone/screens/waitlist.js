// SPDX-License-Identifier: Apache-2.0
// Everything is taken: stand in line for what others give back.
import { get, newKey, send, site } from '../api.js';
import { h, refill } from '../dom.js';
import { dayWords } from '../format.js';
import { lang, named, t } from '../lang.js';
import { me } from '../me.js';
import { button, heading, linkButton, notice, refusal } from '../parts.js';
import { keepWait } from '../waits.js';
import { forgetDraft, whoFor } from '../whofor.js';

/** @param {string} id @param {string} day @param {string} code */
export async function screen(id, day, code) {
    const [department, holder] = await Promise.all([get(site(id, 'departments', code)), me()]);
    const who = whoFor(holder.patients), wrong = h('div', null), key = newKey(), form = h('div', null);
    const join = async () => {
        const chosen = who.read();
        if (!chosen) {
            return;
        }
        try {
            const said = await send('POST', site(id, 'waitlist'),
                Object.assign({ day: Number(day), department: code, lang: lang() }, chosen), key);
            forgetDraft();
            keepWait({ site: id, id: said.waitlist, day: Number(day), words: named(department) });
            refill(form,
                notice('good', 'check', t('waitlist.joined', { n: said.place }), h('p', null, t('waitlist.joined.text'))),
                h('div', { class: 'actions' }, linkButton(t('visits.title'), '#/visits')));
        } catch (fault) {
            refill(wrong, refusal(fault));
        }
    };
    refill(form, who.node, wrong, h('div', { class: 'actions' }, button(t('waitlist.join'), join, { id: 'join-waitlist' })));
    return { title: t('waitlist.title'), body: [heading(t('waitlist.title'), named(department) + ' · ' + dayWords(Number(day))),
        notice('calm', 'wait', t('waitlist.how'), h('p', null, t('waitlist.how.text'))), form] };
}
