// SPDX-License-Identifier: Apache-2.0
// When the phone shall make itself felt. Always free on the page; called and missed need no setting.
import { send, site } from '../api.js';
import { h, refill } from '../dom.js';
import { choice, tick } from '../fields.js';
import { t } from '../lang.js';
import { button, heading, notice, refusal } from '../parts.js';
import { soundOn } from '../ring.js';
import * as router from '../router.js';
import { loadVisit } from '../visitload.js';

const AHEAD = [1, 2, 3, 5, 10];
const MINUTES = [10, 20, 30, 45, 60];

/** @param {number[]} all @param {string} key */
function options(all, key) {
    return [/** @type {[string, string]} */ (['', t('alerts.never')])]
        .concat(all.map((n) => /** @type {[string, string]} */ ([String(n), t(key, { n })])));
}

/** @param {number|null} set @param {number[]} all */
function withSet(set, all) {
    return set === null || all.indexOf(set) >= 0 ? all : all.concat(set).sort((a, b) => a - b);
}

/** @param {string} id @param {string} visitId */
export async function screen(id, visitId) {
    const { visit } = await loadVisit(id, visitId);
    const wish = Object.assign({ ahead: null, minutes: null, message: false }, visit.alert), wrong = h('div', null);
    const number = (value) => (value === '' ? null : Number(value)), text = (n) => (n === null ? '' : String(n));
    const save = async () => {
        soundOn();
        try {
            await send('PUT', site(id, 'visits', visitId, 'alert'),
                { ahead: wish.ahead, minutes: wish.minutes, message: wish.message });
            router.go(['#/v', id, visitId].join('/'), true);
        } catch (fault) {
            refill(wrong, refusal(fault));
        }
    };
    return { title: t('alerts.title'), body: [
        heading(t('alerts.title'), t('alerts.under')),
        choice(t('alerts.ahead'), options(withSet(wish.ahead, AHEAD), 'alerts.ahead.n'), text(wish.ahead),
            (value) => { wish.ahead = number(value); }),
        choice(t('alerts.minutes'), options(withSet(wish.minutes, MINUTES), 'alerts.minutes.n'), text(wish.minutes),
            (value) => { wish.minutes = number(value); }),
        tick(t('alerts.message'), wish.message, (on) => { wish.message = on; }, t('alerts.message.hint')),
        notice('calm', 'info', t('alerts.open'), h('p', null, t('alerts.open.text'))),
        wrong,
        h('div', { class: 'actions' }, button(t('alerts.save'), save, { id: 'save-alerts' })),
    ] };
}
