// SPDX-License-Identifier: Apache-2.0
// Who the visit is for: somebody whom this phone knows, with nothing to type, or three typed fields. What is
// typed lives in memory until it is sent, and nowhere else.
import * as clock from './clock.js';
import { h, refill } from './dom.js';
import { choice, faultWords, field, radios, tick } from './fields.js';
import { ageOn, numberFault, phoneFault, tidyNumber, tidyPhone } from './identity.js';
import { t } from './lang.js';

const NEW = 'new';
/** A child younger than this is asked for a guardian at once; a hospital may ask for older ones (`guardian-needed`). */
const CHILD_YEARS = 14;
const RELATIONS = ['self', 'child', 'parent', 'spouse', 'other'];

/** What was typed; survives a change of language, not the booking. */
let draft = fresh();

function fresh() {
    return { who: '', name: '', number: '', phone: '', relation: 'self', guardianName: '', guardianNumber: '', remember: true,
        guardian: false };
}

export function forgetDraft() {
    draft = fresh();
}

/** The registry wants a guardian. */
export function wantGuardian() {
    draft.guardian = true;
}

/** @param {any} patient */
export function patientWords(patient) {
    return patient.masked + ' · ' + t('relation.' + patient.relation) + (patient.birth_year ? ' · ' + patient.birth_year : '');
}

/** @param {'name'|'phone'|'guardianName'|'guardianNumber'|'relation'} part */
function keepIn(part) {
    return (/** @type {string} */ text) => { draft[part] = text; };
}

/** The guardian's two fields, shown for a child. */
function guardianFields() {
    const name = field(t('guardian.name'), { value: draft.guardianName, name: 'guardian-name', input: keepIn('guardianName') });
    const number = field(t('guardian.number'), { value: draft.guardianNumber, max: 24, name: 'guardian-number',
        input: keepIn('guardianNumber') });
    return { name, number, node: h('div', { class: 'guardian' }, h('h3', null, t('guardian')),
        h('p', { class: 'quiet' }, t('guardian.why')), name.node, number.node) };
}

/**
 * @param {boolean} first nobody is known yet, so it is most likely oneself
 * @param {boolean} adding to be remembered is what they are typed for
 */
function typedFields(first, adding) {
    const name = field(t('person.name'), { value: draft.name, name: 'name', autocomplete: 'name', input: keepIn('name') });
    const guardians = h('div', { 'aria-live': 'polite' });
    const guardian = guardianFields();
    const lookAtAge = () => {
        const tidied = tidyNumber(draft.number);
        const young = !numberFault(tidied) && clock.today() > 0 && ageOn(tidied, clock.today()) < CHILD_YEARS;
        draft.guardian = draft.guardian || young;
        if (draft.guardian && !guardians.firstChild) {
            refill(guardians, guardian.node);
        }
    };
    const number = field(t('person.number'), { value: draft.number, max: 24, name: 'id-number', hint: t('person.number.hint'),
        input: (text) => { draft.number = text; lookAtAge(); } });
    const phone = field(t('person.phone'), { value: draft.phone, max: 20, mode: 'tel', name: 'phone', autocomplete: 'tel',
        hint: t('person.phone.hint'), input: keepIn('phone') });
    lookAtAge();
    const relations = RELATIONS.map((one) => /** @type {[string, string]} */ ([one, t('relation.' + one)]));
    const relation = first ? null : choice(t('relation'), relations, draft.relation, keepIn('relation'));
    return { name, number, phone, guardian, node: h('div', { class: 'typed' }, relation, name.node, number.node, phone.node,
        guardians, adding ? null : tick(t('remember'), draft.remember, (on) => { draft.remember = on; }, t('remember.hint'))) };
}

/**
 * Complains in the first wrong field, and goes there.
 * @param {ReturnType<typeof typedFields>} fields
 */
function readTyped(fields) {
    const number = tidyNumber(draft.number), phone = tidyPhone(draft.phone), guardianNumber = tidyNumber(draft.guardianNumber);
    /** @type {Array<[import('./fields.js').Field, string]>} */
    const looks = [[fields.name, faultWords('person.name', draft.name.trim() ? '' : 'missing')],
        [fields.number, faultWords('person.number', numberFault(number))],
        [fields.phone, faultWords('person.phone', phoneFault(phone))]];
    if (draft.guardian) {
        looks.push([fields.guardian.name, faultWords('person.name', draft.guardianName.trim() ? '' : 'missing')],
            [fields.guardian.number, faultWords('person.number', numberFault(guardianNumber))]);
    }
    looks.forEach(([one, words]) => one.complain(words));
    const wrong = looks.find(([, words]) => words);
    if (wrong) {
        wrong[0].focus();
        return null;
    }
    /** @type {any} */
    const person = { name: draft.name.trim(), id_number: number, phone };
    if (draft.guardian) {
        person.guardian = { name: draft.guardianName.trim(), id_number: guardianNumber };
    }
    return { person, relation: draft.relation, remember: draft.remember };
}

/** Nobody is oneself twice. @param {any[]} patients */
function notMyselfAgain(patients) {
    if (draft.relation === 'self' && patients.some((one) => one.relation === 'self')) {
        draft.relation = 'child';
    }
}

/**
 * Somebody more for this phone to remember.
 * @param {any[]} patients whom it knows
 * @returns {{node: HTMLElement, read: () => any}} as whoFor()
 */
export function oneMore(patients) {
    notMyselfAgain(patients);
    const fields = typedFields(patients.length === 0, true);
    return { node: h('div', { class: 'who' }, h('h2', null, t('family.new')), fields.node), read: () => readTyped(fields) };
}

/**
 * @param {any[]} patients of this phone
 * @returns {{node: HTMLElement, read: () => any}} read: `{patient}` or `{person, relation, remember}`; null while a
 *     field is wrong
 */
export function whoFor(patients) {
    notMyselfAgain(patients);
    const below = h('div', null);
    const known = patients.map((one) => one.id);
    draft.who = known.indexOf(draft.who) >= 0 || draft.who === NEW ? draft.who : known[0] || NEW;
    /** @type {ReturnType<typeof typedFields>|null} */
    let fields = null;
    const show = () => {
        fields = draft.who === NEW ? typedFields(patients.length === 0, false) : null;
        refill(below, fields ? fields.node : null);
    };
    show();
    const options = patients.map((one) => /** @type {[string, any]} */ ([one.id, patientWords(one)]));
    const ask = patients.length ? radios(t('who'), options.concat([[NEW, t('who.new')]]), draft.who, (value) => {
        draft.who = value;
        show();
    }) : h('h2', null, t('who.first'));
    return { node: h('div', { class: 'who' }, ask, below), read: () => (fields ? readTyped(fields) : { patient: draft.who }) };
}
