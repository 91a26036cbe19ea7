// SPDX-License-Identifier: Apache-2.0
// Which hospital may see a patient's visits at others, and when it looked. Nobody may until somebody agrees here.
import { get, send } from '../api.js';
import * as clock from '../clock.js';
import { h, refill } from '../dom.js';
import { choice, tick } from '../fields.js';
import { dayWords, moment } from '../format.js';
import { named, t } from '../lang.js';
import { me } from '../me.js';
import { button, heading, linkButton, notice, refusal } from '../parts.js';
import * as router from '../router.js';
import { patientWords } from '../whofor.js';

/** @param {any} one @param {HTMLElement} wrong */
function row(one, wrong) {
    const last = one.looks[0], over = one.withdrawn_at > 0;
    const end = async () => {
        try {
            await send('DELETE', '/v1/me/consents/' + encodeURIComponent(one.id));
            router.show();
        } catch (fault) {
            refill(wrong, refusal(fault));
        }
    };
    return h('li', { class: 'person' },
        h('span', null, one.masked + ' · ' + named(one), h('br', null),
            h('span', { class: 'quiet' }, over ? t('consents.ended', { time: moment(one.withdrawn_at) })
                : t(one.sensitive ? 'consents.until.all' : 'consents.until', { day: dayWords(clock.local(one.until_at).day) })),
            h('br', null),
            h('span', { class: 'quiet' }, last ? t('consents.looked', { n: one.looks.length, time: moment(last.at) })
                : t('consents.unseen'))),
        over ? null : button(t('consents.end'), end, { kind: 'warn' }));
}

/** The hospitals that this phone's visits are at. @param {any[]} visits @returns {Array<[string, string]>} */
function hospitalsOf(visits) {
    const all = new Map();
    for (const visit of visits) {
        all.set(visit.site, named(visit, 'hospital'));
    }
    return Array.from(all.entries());
}

/** @param {any} holder @param {HTMLElement} wrong */
function form(holder, wrong) {
    const hospitals = hospitalsOf(holder.visits);
    if (!holder.patients.length || !hospitals.length) {
        return notice('calm', 'info', t('consents.nothing'));
    }
    const wish = { patient: holder.patients[0].id, site: hospitals[0][0], sensitive: false };
    const give = async () => {
        try {
            await send('POST', '/v1/me/consents', wish);
            router.show();
        } catch (fault) {
            refill(wrong, refusal(fault));
        }
    };
    return [
        choice(t('consents.who'), holder.patients.map((one) => [one.id, patientWords(one)]), wish.patient,
            (value) => { wish.patient = value; }),
        choice(t('consents.hospital'), hospitals, wish.site, (value) => { wish.site = value; }),
        tick(t('consents.sensitive'), false, (on) => { wish.sensitive = on; }, t('consents.sensitive.hint')),
        wrong,
        h('div', { class: 'actions' }, button(t('consents.give'), give, { id: 'give-consent' })),
    ];
}

export async function screen() {
    const [holder, said] = await Promise.all([me(), get('/v1/me/consents')]);
    const wrong = h('div', null);
    return { title: t('consents.title'), body: [heading(t('consents.title'), t('consents.under')),
        said.consents.length ? h('ul', { class: 'list', id: 'consents' }, said.consents.map((one) => row(one, wrong)))
            : notice('calm', 'info', t('consents.none')),
        h('h2', null, t('consents.new')), form(holder, wrong),
        h('div', { class: 'actions' }, linkButton(t('family.title'), '#/family', { kind: 'quiet' }))] };
}
