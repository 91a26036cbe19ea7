// SPDX-License-Identifier: Apache-2.0
// A visit's reports. Whatever is not final says so.
import { get, site } from '../api.js';
import { h } from '../dom.js';
import { moment } from '../format.js';
import { named, t } from '../lang.js';
import { heading, list, notice, row } from '../parts.js';

/** @param {any} report */
export function status(report) {
    return h('span', { class: 'mark ' + report.status }, t('report.' + report.status));
}

/** @param {string} here @param {any} report */
function reportRow(here, report) {
    const name = h('span', { class: 'row-name' }, named(report));
    return report.status === 'registered' ? h('div', { class: 'row off' }, h('span', { class: 'row-words' }, name, status(report)))
        : row(here + '/' + report.id, name, h('span', { class: 'row-more' }, moment(report.at)), status(report));
}

/** @param {string} id @param {string} visitId */
export async function screen(id, visitId) {
    const { reports } = await get(site(id, 'visits', visitId, 'reports'));
    const here = ['#/v', id, visitId, 'reports'].join('/');
    return { title: t('tile.reports'), body: [heading(t('tile.reports')),
        reports.length ? list(reports.map((one) => reportRow(here, one)))
            : notice('calm', 'report', t('reports.none'), h('p', null, t('reports.none.text')))] };
}
