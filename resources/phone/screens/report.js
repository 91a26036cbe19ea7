// SPDX-License-Identifier: Apache-2.0
// One report: what was found, line by line. Above everything whether it is final.
import { get, site } from '../api.js';
import { h } from '../dom.js';
import { moment } from '../format.js';
import { named, t } from '../lang.js';
import { heading, notice } from '../parts.js';
import { statusMark } from './reports.js';

/** Interpretation codes of HL7 that mean outside the range. */
const HIGH = ['H', 'HH', 'HU'], LOW = ['L', 'LL', 'LU'], OUT = ['A', 'AA', 'POS'];

/** @param {string} flag */
function flagWords(flag) {
    return HIGH.indexOf(flag) >= 0 ? t('report.high') : LOW.indexOf(flag) >= 0 ? t('report.low')
        : OUT.indexOf(flag) >= 0 ? t('report.abnormal') : '';
}

/** @param {any} line */
function lineView(line) {
    const flag = flagWords(line.flag);
    return h('li', { class: 'finding' + (flag ? ' out' : '') },
        h('span', { class: 'row-name' }, named(line)),
        h('span', { class: 'finding-value' }, line.value ? [line.value, line.unit].filter(Boolean).join(' ') : t('report.open'),
            flag ? h('span', { class: 'mark partial' }, flag) : null),
        line.range ? h('span', { class: 'row-more' }, t('report.range', { range: line.range })) : null);
}

/** @param {string} id @param {string} visitId @param {string} reportId */
export async function screen(id, visitId, reportId) {
    const report = await get(site(id, 'visits', visitId, 'reports', reportId));
    return { title: named(report), body: [
        heading(named(report), [report.performer, moment(report.at)].filter(Boolean).join(' · ')),
        h('p', null, statusMark(report)),
        report.final ? null : notice('warn', 'info', t('report.notfinal'), h('p', null, t('report.notfinal.text'))),
        report.lines.length ? h('ul', { class: 'list findings' }, report.lines.map(lineView)) : null,
        report.conclusion ? h('section', { class: 'card' }, h('h2', null, t('report.conclusion')), h('p', null, report.conclusion)) : null,
        h('p', { class: 'small' }, t('report.ask')),
    ] };
}
