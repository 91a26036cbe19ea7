// SPDX-License-Identifier: Apache-2.0
// A visit's reports. Whatever is not final says so.
import { get, site } from '../api.js';
import { h } from '../dom.js';
import { moment } from '../format.js';
import { named, t } from '../lang.js';
import { heading, list, notice } from '../parts.js';

/** @param {any} report */
function reportRow(report) {
    const status = h('span', { class: 'mark ' + report.status }, t('report.' + report.status));
    return h('div', { class: 'row off' }, h('span', { class: 'row-words' }, h('span', { class: 'row-name' }, named(report)),
        h('span', { class: 'row-more' }, moment(report.at)), status));
}

/** @param {string} id @param {string} visitId */
export async function screen(id, visitId) {
    const { reports } = await get(site(id, 'visits', visitId, 'reports'));
    return { title: t('tile.reports'), body: [heading(t('tile.reports')),
        reports.length ? list(reports.map(reportRow))
            : notice('calm', 'report', t('reports.none'), h('p', null, t('reports.none.text')))] };
}
