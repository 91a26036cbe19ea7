// SPDX-License-Identifier: Apache-2.0
// My visits; the same list leads to bills and reports. One visit is opened at once.
import { h } from '../dom.js';
import { t } from '../lang.js';
import { me } from '../me.js';
import { heading, linkButton, notice } from '../parts.js';
import * as router from '../router.js';
import { HERE, OVER, summary } from '../summary.js';
import { waitViews } from '../waits.js';

const PARTS = { queue: '', bills: 'bills', reports: 'reports' };

/** @param {import('../types.js').Visit[]} visits */
function firstWords(visits) {
    return visits.length ? null : notice('calm', 'ticket', t('visits.none'), h('p', null, t('visits.none.text')));
}

/** @param {string} name @param {import('../types.js').Visit[]} visits @param {string} part */
function group(name, visits, part) {
    return visits.length ? [h('h2', null, t(name)),
        h('ul', { class: 'list' }, visits.map((one) => h('li', null, summary(one, part))))] : null;
}

/** @param {string} [what] queue, bills or reports; left out: the visits themselves */
export async function screen(what = '') {
    const part = PARTS[what] || '';
    const [holder, waits] = await Promise.all([me(), waitViews()]);
    const over = holder.visits.filter((one) => OVER.indexOf(one.state) >= 0);
    const on = holder.visits.filter((one) => over.indexOf(one) < 0);
    const only = what === 'queue' ? on.filter((one) => HERE.indexOf(one.state) >= 0) : part ? holder.visits : [];
    if (only.length === 1) {
        router.go(['#/v', only[0].site, only[0].id].concat(part || []).join('/'), true);
        return { title: t('visits.title'), body: [] };
    }
    return { title: t('visits.title'), body: [
        heading(t('visits.title'), what ? t('tile.' + what) : ''),
        holder.stale ? notice('warn', 'offline', t('net.gone'), h('p', null, t('net.kept'))) : null,
        waits,
        waits.length ? null : firstWords(holder.visits),
        group('visits.on', on, part), group('visits.over', over, part),
        h('div', { class: 'actions' },
            linkButton(t('open.door'), '#/open', { kind: 'plain', icon: 'scan' }),
            linkButton(t('proof.door'), '#/proof', { kind: 'plain', icon: 'bell' }),
            holder.known ? linkButton(t('family.door'), '#/family', { kind: 'plain', icon: 'person' }) : null),
    ] };
}
