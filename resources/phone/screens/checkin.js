// SPDX-License-Identifier: Apache-2.0
// The zone's QR was scanned: say who is here. One tap; nothing happens behind anybody's back.
import { send, site } from '../api.js';
import { take } from '../arrival.js';
import * as clock from '../clock.js';
import { h, refill } from '../dom.js';
import { t } from '../lang.js';
import { me } from '../me.js';
import { button, heading, linkButton, notice, refusal } from '../parts.js';
import * as router from '../router.js';
import { who } from '../summary.js';

const CAN = ['booked', 'expected', 'missed', 'onleave'];

/** What the QR said, until it was used. */
let zone = '';

/** @param {import('../types.js').Visit} visit @param {HTMLElement} wrong */
function checkInButton(visit, wrong) {
    return button(t('checkin.do', { number: visit.number, who: who(visit) }), async () => {
        try {
            await send('POST', site(visit.site, 'visits', visit.id, 'check-in'), { place: location.origin + '/z#' + zone });
            zone = '';
            router.go(['#/v', visit.site, visit.id].join('/'), true);
        } catch (fault) {
            refill(wrong, refusal(fault));
        }
    }, { id: 'check-in' });
}

export async function screen() {
    zone = take('zone') || zone;
    const [at, name] = zone.split('.');
    const holder = await me(), wrong = h('div', null);
    const today = clock.today();
    const here = holder.visits.filter((one) => one.site === at && CAN.indexOf(one.state) >= 0 && (!today || one.day === today));
    if (!zone) {
        return { title: t('checkin.title'), body: [heading(t('checkin.title')), notice('calm', 'scan', t('checkin.scan'),
            h('p', null, t('checkin.scan.text'))), linkButton(t('visits.title'), '#/visits', { kind: 'plain' })] };
    }
    return { title: t('checkin.title'), body: [heading(t('checkin.title'), t('zone', { zone: name || '' })), wrong,
        here.length ? h('div', { class: 'actions' }, here.map((one) => checkInButton(one, wrong)))
            : [notice('warn', 'info', t('checkin.none'), h('p', null, t('checkin.none.text'))),
                h('div', { class: 'actions' }, linkButton(t('open.door'), '#/open', { icon: 'scan' }),
                    linkButton(t('proof.door'), '#/proof', { kind: 'plain' }))]] };
}
