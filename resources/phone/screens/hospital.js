// SPDX-License-Identifier: Apache-2.0
// A hospital and its departments. One that cannot be booked is listed, with the reason and what to do instead.
import { get, site } from '../api.js';
import { h } from '../dom.js';
import { money } from '../format.js';
import { named, t } from '../lang.js';
import { emergency, heading, list, notice, row } from '../parts.js';

/** @param {any} department */
function where(department) {
    return [department.floor ? t('floor', { n: department.floor }) : '',
        department.zone ? t('zone', { zone: department.zone }) : ''].filter(Boolean).join(' · ');
}

/** @param {any} department */
function fees(department) {
    if (department.fee_from === null) {
        return '';
    }
    return department.fee_from === department.fee_to ? money(department.fee_from)
        : money(department.fee_from) + '–' + money(department.fee_to).slice(1);
}

/** @param {any} department */
function notBookable(department) {
    return h('div', { class: 'row off' }, h('span', { class: 'row-words' },
        h('span', { class: 'row-name' }, named(department)),
        h('span', { class: 'row-more' }, where(department)),
        h('span', { class: 'row-why' }, t('department.' + (department.reason || 'no-sessions'))),
        h('span', { class: 'row-instead' }, named(department, 'instead') || t('department.instead'))));
}

/**
 * @param {string} id
 * @param {any} department
 */
function departmentRow(id, department) {
    return department.bookable ? row('#/h/' + id + '/d/' + department.code,
        h('span', { class: 'row-name' }, named(department)),
        h('span', { class: 'row-more' }, h('span', null, where(department)), h('span', null, fees(department))))
        : notBookable(department);
}

/** @param {any} hospital */
export function closed(hospital) {
    return hospital.booking === 'off' ? notice('warn', 'info', t('hospital.off'),
        h('p', null, named(hospital, 'notice') || t('hospital.off.text'))) : null;
}

/** @param {string} id */
export async function screen(id) {
    const [hospital, said] = await Promise.all([get(site(id)), get(site(id, 'departments'))]);
    const clinics = said.departments.filter((one) => one.kind === 'clinic');
    const open = clinics.filter((one) => one.bookable), shut = clinics.filter((one) => !one.bookable);
    return { title: named(hospital), body: [
        emergency(hospital),
        heading(named(hospital), t('department.which')),
        closed(hospital),
        list(open.map((one) => departmentRow(id, one)), t('departments')),
        shut.length ? h('h2', null, t('department.shut')) : null,
        shut.length ? list(shut.map((one) => departmentRow(id, one)), t('department.shut')) : null,
    ] };
}
