// SPDX-License-Identifier: Apache-2.0
// A labelled field that says what is wrong with it, in words, beside itself.
import { h } from './dom.js';
import { t } from './lang.js';

let made = 0;

/**
 * @typedef {Object} Field
 * @property {HTMLElement} node
 * @property {() => string} value
 * @property {(words: string) => void} complain empty: nothing is wrong
 * @property {() => void} focus
 */

/**
 * @param {string} label
 * @param {{hint?: string, value?: string, mode?: string, autocomplete?: string, max?: number, name?: string,
 *     input?: (value: string) => void}} [how]
 * @returns {Field}
 */
export function field(label, how = {}) {
    made += 1;
    const id = 'field' + made;
    const wrong = h('p', { class: 'wrong', id: id + '-wrong', role: 'alert' });
    const input = /** @type {HTMLInputElement} */ (h('input', { id, type: 'text', class: 'input', name: how.name,
        inputmode: how.mode || 'text', autocomplete: how.autocomplete || 'off', maxlength: how.max || 120,
        autocapitalize: 'off', spellcheck: 'false', 'aria-describedby': id + '-hint ' + id + '-wrong' }));
    input.value = how.value || '';
    input.addEventListener('input', () => {
        complain('');
        if (how.input) {
            how.input(input.value);
        }
    });
    /** @param {string} words */
    function complain(words) {
        if (wrong.textContent !== words) {
            wrong.textContent = words;
        }
        input.setAttribute('aria-invalid', words ? 'true' : 'false');
    }
    return { node: h('div', { class: 'field' }, h('label', { for: id }, label), input,
        h('p', { class: 'hint', id: id + '-hint' }, how.hint || null), wrong),
    value: () => input.value.trim(), complain, focus: () => input.focus() };
}

/**
 * @param {string} label
 * @param {Array<[string, string]>} options value and words
 * @param {string} chosen
 * @param {(value: string) => void} change
 */
export function choice(label, options, chosen, change) {
    made += 1;
    const id = 'field' + made;
    const select = /** @type {HTMLSelectElement} */ (h('select', { id, class: 'input' },
        options.map(([value, words]) => h('option', { value, selected: value === chosen }, words))));
    select.addEventListener('change', () => change(select.value));
    return h('div', { class: 'field' }, h('label', { for: id }, label), select);
}

/**
 * @param {string} words
 * @param {boolean} on
 * @param {(on: boolean) => void} change
 */
export function tick(words, on, change, hint = '') {
    made += 1;
    const id = 'field' + made;
    const box = /** @type {HTMLInputElement} */ (h('input', { id, type: 'checkbox', checked: on,
        'aria-describedby': hint ? id + '-hint' : null }));
    box.addEventListener('change', () => change(box.checked));
    return h('div', { class: 'tick' }, h('label', { for: id }, box, h('span', null, words)),
        hint ? h('p', { class: 'hint', id: id + '-hint' }, hint) : null);
}

/**
 * @param {string} legend
 * @param {Array<[string, any]>} options value and what it shows
 * @param {string} chosen
 * @param {(value: string) => void} change
 */
export function radios(legend, options, chosen, change) {
    made += 1;
    const name = 'radio' + made;
    return h('fieldset', { class: 'radios' }, h('legend', null, legend), options.map(([value, shown]) => {
        const box = h('input', { type: 'radio', name, value, checked: value === chosen,
            on: { change: () => change(value) } });
        return h('label', null, box, h('span', null, shown));
    }));
}

/** @param {string} fault of identity.js */
export function faultWords(stem, fault) {
    return fault ? t(stem + '.' + fault) : '';
}
