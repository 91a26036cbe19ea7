// SPDX-License-Identifier: Apache-2.0
// One report's text, as the laboratory released it.
import { get, site } from '../api.js';
import { h } from '../dom.js';
import { moment } from '../format.js';
import { named, t } from '../lang.js';
import { heading, notice } from '../parts.js';
import { status } from './reports.js';

/** @param {string} id @param {string} visitId @param {string} reportId */
export async function screen(id, visitId, reportId) {
    const report = await get(site(id, 'visits', visitId, 'reports', reportId));
    return { title: named(report), body: [heading(named(report), moment(report.at)), h('p', null, status(report)),
        report.final ? null : notice('warn', 'info', t('report.wait'), h('p', null, t('report.wait.text'))),
        h('div', { class: 'card report-text' }, named(report, 'text') || report.text)] };
}
