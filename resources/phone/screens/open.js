// SPDX-License-Identifier: Apache-2.0
// Follow a visit by the short code that stands on ticket and confirmation.
import { Refusal, get, send, site } from '../api.js';
import { take } from '../arrival.js';
import { h, refill } from '../dom.js';
import { choice, field } from '../fields.js';
import { tidyShortCode } from '../identity.js';
import * as keep from '../keep.js';
import { named, t } from '../lang.js';
import { button, heading, linkButton, refusal } from '../parts.js';
import * as router from '../router.js';

/** A printed code names no hospital. Of so few each is asked; of more the patient says which. */
const ASK_EACH = 3;

/** @param {string} id @param {string} code */
async function open(id, code) {
    const visit = await send('POST', site(id, 'visits', 'open'), { short_code: code });
    keep.write('site', visit.site);
    keep.keepVisit(visit);
    router.go(['#/v', visit.site, visit.id].join('/'), true);
}

/**
 * Opens what a printed code brought along.
 * @param {string[]} ids of hospitals, the likeliest first
 * @param {string} code
 * @returns {Promise<any>} what went wrong last; null: it is open
 */
async function openAnywhere(ids, code) {
    let wrong = null;
    for (const id of ids) {
        try {
            await open(id, code);
            return null;
        } catch (fault) {
            wrong = fault;
            if (!(fault instanceof Refusal) || fault.code !== 'unknown-visit') {
                break;
            }
        }
    }
    return wrong;
}

export async function screen() {
    const { hospitals } = await get('/v1/hospitals');
    const ids = hospitals.map((one) => one.site), last = keep.read('site', '');
    let at = ids.indexOf(last) >= 0 ? last : ids[0] || '';
    const brought = take('visit'), wrong = h('div', null);
    const code = field(t('open.code'), { value: brought, max: 12, name: 'short-code', hint: t('open.code.hint') });
    const press = async () => {
        const tidied = tidyShortCode(code.value());
        code.complain(tidied ? '' : t('open.code.wrong'));
        if (!tidied) {
            code.focus();
            return;
        }
        try {
            await open(at, tidied);
        } catch (fault) {
            refill(wrong, refusal(fault));
        }
    };
    if (brought && ids.length <= ASK_EACH) {
        const fault = await openAnywhere([at].concat(ids.filter((id) => id !== at)), brought);
        refill(wrong, fault ? refusal(fault) : null);
    }
    return { title: t('open.title'), body: [heading(t('open.title'), t('open.under')), code.node,
        ids.length > 1 ? choice(t('open.hospital'), hospitals.map((one) => [one.site, named(one)]), at, (id) => { at = id; })
            : null,
        wrong,
        h('div', { class: 'actions' }, button(t('open.do'), press, { id: 'open' }),
            linkButton(t('proof.door'), '#/proof', { kind: 'plain' }))] };
}
