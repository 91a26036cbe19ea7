// SPDX-License-Identifier: Apache-2.0
// Done: the code, the number, and everything that must be known on the day.
import { h } from '../dom.js';
import { hm } from '../format.js';
import { icon } from '../icons.js';
import { t } from '../lang.js';
import { moneyNote, waitsForMoney } from '../moneynote.js';
import { linkButton, notice } from '../parts.js';
import * as router from '../router.js';
import { ticketCode } from '../ticketcode.js';
import { byVideo } from '../video.js';
import { visitFacts } from '../visitfacts.js';
import { loadVisit } from '../visitload.js';

/** @param {string} id @param {string} visitId */
export async function screen(id, visitId) {
    const { visit } = await loadVisit(id, visitId);
    const here = ['#/v', id, visitId].join('/');
    if (waitsForMoney(visit)) {
        router.go(here + '/pay', true);
        return { title: t('pay.title'), body: [] };
    }
    return { title: t('booked.title'), body: [
        h('div', { class: 'heading done' }, icon('check'), h('h1', { tabindex: '-1' }, t('booked.title')),
            h('p', { class: 'under' }, t('booked.kept'))),
        byVideo(visit) ? notice('calm', 'video', t('video.what'), h('p', null, t('do.video.1', { opens: hm(visit.opens) })))
            : ticketCode(visit),
        moneyNote(visit),
        visitFacts(visit),
        h('div', { class: 'actions' }, linkButton(t('booked.visit'), here, { icon: 'ticket' }),
            byVideo(visit) ? null : linkButton(t('alerts.title'), here + '/alerts', { kind: 'plain', icon: 'bell' })),
    ] };
}
