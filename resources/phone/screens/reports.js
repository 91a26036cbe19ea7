// SPDX-License-Identifier: Apache-2.0
// A visit's reports, live. Whatever is not final says so.
import { get, site } from '../api.js';
import { h, refill } from '../dom.js';
import { say } from '../frame.js';
import { moment } from '../format.js';
import { named, t } from '../lang.js';
import { follow } from '../live.js';
import { heading, list, notice, row } from '../parts.js';

/** @param {any} report */
export function statusMark(report) {
    return h('span', { class: 'mark ' + report.status }, t(report.amended ? 'report.amended' : 'report.' + report.status));
}

/** @param {string} here @param {any} report */
function reportRow(here, report) {
    const words = [h('span', { class: 'row-name' }, named(report)), h('span', { class: 'row-more' }, moment(report.at)),
        statusMark(report)];
    return report.status === 'registered' ? h('div', { class: 'row off' }, h('span', { class: 'row-words' }, words))
        : row(here + '/' + report.id, ...words);
}

/** @param {string} id @param {string} visitId */
export async function screen(id, visitId) {
    const load = async () => (await get(site(id, 'visits', visitId, 'reports'))).reports;
    const here = ['#/v', id, visitId, 'reports'].join('/');
    const root = h('div', { id: 'reports' });
    let reports = await load(), ended = false;
    const show = () => refill(root, reports.length ? list(reports.map((one) => reportRow(here, one)))
        : notice('calm', 'report', t('reports.none'), h('p', null, t('reports.none.text'))));
    const renew = async () => {
        const next = await load().catch(() => null); // without a network the list stays as it was
        if (ended || !next || JSON.stringify(next) === JSON.stringify(reports)) {
            return;
        }
        reports = next;
        show();
        say(t('reports.new'));
    };
    show();
    const end = follow(id, visitId, renew);
    return { title: t('tile.reports'), body: [heading(t('tile.reports')), root], leave: () => {
        ended = true;
        end();
    } };
}
